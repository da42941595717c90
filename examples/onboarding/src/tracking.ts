/** Headgate for this app: made once, and given to all components by `HeadgateProvider`. */
import { createHeadgate, globalPrivacyControl, json, manual, withJourneys } from 'headgate';
import { createSealer } from 'headgate/seal';
import { createInstrument } from '../../demo/instrument.js';
import { manifest } from './manifest';
import { startConsentBanner } from './consent-banner';

const { collector }: { collector: string } = JSON.parse(document.getElementById('demo-addresses')!.textContent);
const instrument = createInstrument('onboarding');
const choice = manual();

const core = createHeadgate({
  manifest,
  sources: [choice, globalPrivacyControl()],
  collectors: { warehouse: json({ url: `${collector}/v1/events` }) },
  seal: createSealer(manifest.controller.publicKey),
  onAudit: instrument.onAudit,
  onConsent: instrument.onConsent,
});

/** Knows the steps of the checklist: the start counts once a session, and each step says how long after the last it came. */
export const headgate = withJourneys(core, manifest);

/** The events that components may track, for `useTrack`. */
export type Events = typeof manifest;

instrument.watch(headgate);
void startConsentBanner(choice);

/** The signed-in user. The manifest pseudonymises it: this value never leaves the page. */
export const user = 'maya.lindgren@acme.example';
