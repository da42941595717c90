/** The host page of the measure of frames: the real core, its consent given and taken by the measure. */
import { createHeadgate, json, manual, startBridge } from 'headgate';

const { allowed, sandboxed, url } = JSON.parse(document.getElementById('set-up')?.textContent ?? '');
const manifest = {
  version: '1',
  categories: { analytics: {} },
  collectors: { warehouse: { recipient: 'Acme GmbH', role: 'controller', country: 'DE' } },
  events: {
    answered: {
      purpose: 'survey',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 1,
      collectors: ['warehouse'],
    },
  },
};
const choice = manual();
const headgate = createHeadgate({ manifest, consent: [choice], collectors: { warehouse: json({ url }) } });
const bridge = startBridge(headgate, { origins: allowed, sandboxed });

/** @param {unknown} data */
const isSaid = (data) => typeof data === 'object' && data !== null && 'heard' in data;

/** Changes consent once, and answers after how many milliseconds the frame has said that it knows. @param {'granted' | 'denied'} next */
function change(next) {
  return new Promise((resolve) => {
    const onMessage = (/** @type {MessageEvent} */ { data }) => {
      if (!isSaid(data) || data.heard !== next) return;
      removeEventListener('message', onMessage);
      resolve(performance.now() - from);
    };
    addEventListener('message', onMessage);
    const from = performance.now();
    if (next === 'granted') choice.grant('analytics');
    else choice.withdraw('analytics');
  });
}

globalThis.host = {
  grant: () => choice.grant('analytics'),
  status: bridge.status,
  /** @param {number} count */
  async change(count) {
    const times = [];
    for (let index = 0; index < count; index++) times.push(await change(index % 2 ? 'denied' : 'granted'));
    return times;
  },
};
