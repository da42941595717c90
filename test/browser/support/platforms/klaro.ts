import { klaro } from '../../../../src/consent/sources/klaro.js';
import { startHeadgate } from './start-headgate.js';

startHeadgate(klaro());
