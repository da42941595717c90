/** The script-tag build with everything in one file. */
import { DEFAULT_PARTS } from './script-parts.js';
import { startWhole } from './script/start-whole.js';

startWhole(DEFAULT_PARTS, {});
