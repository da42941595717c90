import { gpp } from '../../../../src/consent/sources/gpp.js';
import type { SourceCase } from '../../../support/source-contract.js';
import { loadGppPlatform, loadGppStub, type GppChoice, type GppPlatform } from '../platforms/gpp.js';

const KEY = 'gpp-choice';
const BY_LAW = 'The laws of the US states are opt-out: what is not refused is open by default.';

let platform: GppPlatform;

function load(): void {
  loadGppStub();
  platform = loadGppPlatform();
  const stored = localStorage.getItem(KEY);
  if (stored) platform.choose(JSON.parse(stored) as GppChoice);
  else platform.ask();
}

function choose(choice: GppChoice): void {
  platform.choose(choice);
  localStorage.setItem(KEY, JSON.stringify(choice));
}

const replaceApi = (api: unknown): void => void Object.assign(globalThis, { __gpp: api });
const removeApi = (): void => void Reflect.deleteProperty(globalThis, '__gpp');

export const gppCase: SourceCase = {
  name: 'gpp',
  key: 'gpp',
  title: 'IAB GPP, US sections',
  against: { packages: ['@iabgpp/cmpapi', 'prebid.js'], browserTests: ['test/browser/sources/iab.browser.test.ts'] },
  codes: { analytics: 'SharingOptOut', marketing: ['SaleOptOut', 'TargetedAdvertisingOptOut'] },
  globals: ['__gpp'],
  cookies: [],
  storage: [],
  create: () => gpp(),
  steps: {
    install: load,
    leave: removeApi,
    remove() {
      removeApi();
      localStorage.removeItem(KEY);
    },
    acceptAll: () => choose({ sale: 2, sharing: 2 }),
    rejectAll: () => choose({ sale: 1, sharing: 1 }),
    partial: () => choose({ sale: 1, sharing: 2 }),
    withdraw: () => choose({ sale: 1, sharing: 1 }),
    reopen: () => platform.ask(),
    installWithoutBanner() {
      loadGppStub();
      loadGppPlatform().exempt();
    },
    installOptOut() {
      loadGppStub();
      platform = loadGppPlatform();
      platform.choose({ sale: 2, sharing: 2 });
    },
    halfLoad: loadGppStub,
    breaks: {
      throws: () =>
        replaceApi(() => {
          throw new TypeError('broken');
        }),
      'refuses calls': () =>
        replaceApi((_command: string, answer: (...args: unknown[]) => void) => answer(null, false)),
      'changes shape': () =>
        replaceApi((_command: string, answer: (...args: unknown[]) => void) => answer({ gppData: {} }, true)),
      vanishes: removeApi,
    },
  },
  evidence: { is: 'default', because: BY_LAW },
};
