import { vanillaCookieConsent } from '../../../../src/consent/sources/vanilla-cookieconsent.js';
import { startHeadgate } from './start-headgate.js';

startHeadgate(vanillaCookieConsent());
