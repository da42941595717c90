import { klaro as source } from '../../../../src/consent/sources/klaro.js';
import type { SourceCase } from '../../../support/source-contract.js';
import { klaroConfig, klaroPlatform } from '../platforms/klaro.js';

const { install, leave, remove, save, show, manager } = klaroPlatform;

export const klaroCase: SourceCase = {
  name: 'klaro',
  key: 'klaro',
  title: 'Klaro 0.7',
  against: { packages: ['klaro'], browserTests: ['test/browser/sources/open-platforms.browser.test.ts'] },
  codes: { analytics: 'matomo', marketing: 'ads' },
  globals: ['klaro'],
  cookies: ['klaro'],
  storage: [],
  create: () => source(),
  steps: {
    install: () => install(),
    leave,
    remove,
    acceptAll: () => save('matomo', 'pixel'),
    rejectAll: () => save(),
    partial: () => save('matomo'),
    withdraw: () => save(),
    reopen: show,
    installWithoutBanner: { cannot: 'It asks wherever the page starts it.' },
    installOptOut: () => install({ optOut: true, default: true, ...klaroConfig }),
    halfLoad: () => klaroPlatform.load(),
    breaks: {
      throws: () => void Object.assign(manager(), { store: { get: fail } }),
      'changes shape': () => void Object.assign(manager(), { config: {} }),
    },
  },
};

function fail(): never {
  throw new Error('broken');
}
