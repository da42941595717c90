import { policyPackPresets } from 'c15t';
import { c15t } from '../../../../src/consent/sources/c15t.js';
import type { SourceCase } from '../../../support/source-contract.js';
import { c15tPlatform } from '../platforms/c15t.js';

const { install, leave, remove, store } = c15tPlatform;
/** Not waited for: it waits for a timer of its own. */
const save = (type: 'all' | 'necessary'): void => void store().getState().saveConsents(type);

const { californiaOptOut, worldNoBanner } = policyPackPresets;

export const c15tCase: SourceCase = {
  ...{ name: 'c15t', key: 'c15t', title: 'c15t 2' },
  against: { packages: ['c15t'], browserTests: ['test/browser/sources/open-platforms.browser.test.ts'] },
  codes: { marketing: 'marketing' },
  ...{ globals: ['c15tStore'], cookies: ['c15t'], storage: ['c15t'] },
  create: () => c15t(),
  steps: {
    ...{ install: () => install(), leave, remove },
    acceptAll: () => save('all'),
    rejectAll: () => save('necessary'),
    partial() {
      store().getState().setConsent('measurement', true);
    },
    withdraw: () => save('necessary'),
    reopen: () => store().getState().setActiveUI('dialog'),
    installWithoutBanner: () =>
      install({ offlinePolicy: { policyPacks: [worldNoBanner()] }, overrides: { country: 'BR' } }),
    installOptOut: () =>
      install({ offlinePolicy: { policyPacks: [californiaOptOut()] }, overrides: { country: 'US', region: 'CA' } }),
    breaks: {
      throws: () => void Object.assign(store(), { getState: fail }),
      'changes shape': () => void Object.assign(store(), { getState: () => ({}) }),
    },
  },
};

function fail(): never {
  throw new Error('broken');
}
