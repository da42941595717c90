import { policyPackPresets } from 'c15t';
import { c15t } from '../../../../src/consent/sources/c15t.js';
import type { SourceCase } from '../../../support/source-contract.js';
import { c15tPlatform } from '../platforms/c15t.js';

const { load, save, leave, remove, store } = c15tPlatform;

const { californiaOptOut, worldNoBanner } = policyPackPresets;

export const c15tCase: SourceCase = {
  name: 'c15t',
  key: 'c15t',
  title: 'c15t 2',
  against: { packages: ['c15t'], browserTests: ['test/browser/sources/open-platforms.browser.test.ts'] },
  codes: { marketing: 'marketing' },
  globals: ['c15tStore'],
  cookies: ['c15t'],
  storage: ['c15t'],
  create: () => c15t(),
  steps: {
    install: () => load(),
    leave,
    remove,
    acceptAll: () => save('all'),
    rejectAll: () => save('necessary'),
    async partial() {
      store().getState().setConsent('measurement', true);
      await save('custom');
    },
    withdraw: () => save('necessary'),
    reopen: () => store().getState().setActiveUI('dialog'),
    installWithoutBanner: () =>
      load({ offlinePolicy: { policyPacks: [worldNoBanner()] }, overrides: { country: 'BR' } }),
    installOptOut: () =>
      load({ offlinePolicy: { policyPacks: [californiaOptOut()] }, overrides: { country: 'US', region: 'CA' } }),
    halfLoad: () => void Object.assign(globalThis, { c15tStore: {} }),
    breaks: {
      throws: () => void Object.assign(store(), { getState: fail }),
      'changes shape': () => void Object.assign(store(), { getState: () => ({}) }),
    },
  },
};

function fail(): never {
  throw new Error('broken');
}
