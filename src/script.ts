/** The script-tag build: what a visitor needs who never agrees. The rest is in a second file beside it, `src/script-engine.ts`. */
import { DEFAULT_PARTS } from './script-parts.js';
import { startPair } from './script/start-pair.js';

startPair(DEFAULT_PARTS, {});
