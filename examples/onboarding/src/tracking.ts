/** Headgate for this app: made once, imported wherever something is tracked. */
import { createHeadgate, globalPrivacyControl, json, manual } from 'headgate';
import { createSealer } from 'headgate/seal';
import { createInstrument } from '../../demo/instrument.js';
import { manifest } from './manifest';
import { startConsentBanner } from './consent-banner';

const { collector }: { collector: string } = JSON.parse(document.getElementById('demo-addresses')!.textContent);
const instrument = createInstrument('onboarding');
const choice = manual();

export const headgate = createHeadgate({
  manifest,
  sources: [choice, globalPrivacyControl()],
  collectors: { warehouse: json({ url: `${collector}/v1/events` }) },
  seal: createSealer(manifest.controller.publicKey),
  onAudit: instrument.onAudit,
  onConsent: instrument.onConsent,
});

instrument.watch(headgate);
void startConsentBanner(choice);

/** The signed-in user. The manifest pseudonymises it: this value never leaves the page. */
export const user = 'maya.lindgren@acme.example';
