/*
 * The demo's own instrumentation: tells the live page what the gate decides. A real shop does not have this file.
 * `configure` in the queue adds to the JSON block what JSON cannot say: functions.
 */
import { createInstrument } from '/demo/instrument.js';

const { onAudit, onConsent, watch } = createInstrument('magento');
(window.headgate = window.headgate || []).push(['configure', { onAudit, onConsent }]);
addEventListener('DOMContentLoaded', () => watch(window.headgate));
