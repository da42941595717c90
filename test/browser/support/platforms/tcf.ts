import { tcf } from '../../../../src/consent/sources/tcf.js';
import { startHeadgate } from './start-headgate.js';
import { startTcfPlatform } from './tcf-platform.js';

startHeadgate(tcf());
startTcfPlatform();
