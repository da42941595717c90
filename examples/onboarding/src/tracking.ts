/** Headgate for this app: made once, and given to all components by its hooks. */
import { createHeadgate, gpc, json, manual, withJourneys } from 'headgate';
import { createHooks } from 'headgate/react';
import { createSealer } from 'headgate/seal';
import { createInstrument } from '../../demo/instrument.js';
import { manifest } from './manifest';
import { startConsentBanner } from './consent-banner';

const { collector }: { collector: string } = JSON.parse(document.getElementById('demo-addresses')!.textContent);
const instrument = createInstrument('onboarding');
const choice = manual();

const core = createHeadgate({
  manifest,
  consent: [choice, gpc()],
  collectors: { warehouse: json({ url: `${collector}/v1/events` }) },
  seal: createSealer(manifest.controller.publicKey),
  onAudit: instrument.onAudit,
  onConsent: instrument.onConsent,
});

/** Knows the steps of the checklist: the start counts once a session, and each step says how long after the last it came. */
export const headgate = withJourneys(core);

instrument.watch(headgate);

// With `?headgate` in the address, an overlay shows each event as it happens.
if (/[?&]headgate\b/.test(location.search)) {
  void import('headgate/inspector').then(({ startInspector }) => startInspector(headgate));
}

/** They know the manifest's events. */
export const { useTrack, useTrackOnMount, useConsent } = createHooks(headgate);

void startConsentBanner(choice);

/** The signed-in user. The manifest pseudonymises it: this value never leaves the page. */
export const user = 'maya.lindgren@acme.example';
