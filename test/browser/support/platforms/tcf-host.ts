import { startTcfPlatform } from './tcf-platform.js';

startTcfPlatform();
