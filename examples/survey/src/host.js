/**
 * The page that embeds the survey. Headgate runs here only: the survey, on another site or sandboxed, tracks through this
 * page's gate, under this page's consent and this page's manifest.
 */
import { createHeadgate, gpc, json, manual, startBridge } from 'headgate';
import { createInstrument } from '../../demo/instrument.js';
import manifest from '../../manifest.json';

const { collector, surveyFrame } = JSON.parse(document.getElementById('demo-addresses').textContent);
const instrument = createInstrument('survey');
const choice = manual({ remember: true });
const categories = ['research', 'outreach'];

const headgate = createHeadgate({
  manifest,
  consent: [choice, gpc()],
  collectors: { warehouse: json({ url: `${collector}/v1/events` }) },
  onAudit: instrument.onAudit,
  onConsent(state) {
    instrument.onConsent(state);
    showConsent(state);
  },
});

instrument.watch(headgate);
// On one page the survey has the origin of its site, on the other the origin `null`: there its element names it.
startBridge(headgate, { origins: [surveyFrame], sandboxed: ['#sandboxed-survey'] });
showConsent(headgate.consent());

onClick('accept', () => choice.grant(...categories));
onClick('decline', () => choice.deny(...categories));
onClick('withdraw-consent', () => choice.withdraw(...categories));
onClick('open-choice', () => toggleBanner(true));

function onClick(id, act) {
  document.getElementById(id).addEventListener('click', act);
}

function showConsent({ categories: states }) {
  const isGranted = states.research === 'granted';
  toggleBanner(states.research === 'undecided');
  document.getElementById('withdraw-consent').hidden = !isGranted;
  document.getElementById('open-choice').hidden = isGranted || states.research === 'undecided';
}

function toggleBanner(isShown) {
  document.getElementById('banner').hidden = !isShown;
}
