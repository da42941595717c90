import { tcf } from '../../../../src/consent/sources/tcf.js';
import { startHeadgate } from './start-headgate.js';

startHeadgate(tcf());
