import { googleConsentMode } from '../../../../src/consent/sources/google-consent-mode.js';
import { googleConsentModeFake as fake } from '../../../fakes/google-consent-mode.js';
import type { SourceCase } from '../../../support/source-contract.js';

const replaceLayer = (dataLayer: unknown): void => void Object.assign(globalThis, { dataLayer });

export const googleConsentModeCase: SourceCase = {
  name: 'googleConsentMode',
  key: 'googleConsentMode',
  title: 'Google Consent Mode v2',
  against: { fake: 'test/fakes/google-consent-mode.ts' },
  codes: { analytics: 'analytics_storage', marketing: ['ad_storage', 'ad_user_data', 'ad_personalization'] },
  globals: ['dataLayer', 'google_tag_data'],
  cookies: [],
  storage: [],
  create: () => googleConsentMode(),
  steps: {
    install: () => fake.install(),
    leave: () => fake.leave(),
    remove: () => fake.remove(),
    acceptAll: () => fake.choose('granted', 'granted'),
    rejectAll: () => fake.choose('denied', 'denied'),
    partial: () => fake.choose('granted', 'denied'),
    withdraw: () => fake.choose('denied', 'denied'),
    installWithoutBanner: () => fake.install('granted', 'granted'),
    installOptOut: () => fake.install('granted', 'granted'),
    halfLoad: () => void Object.assign(globalThis, { dataLayer: [], google_tag_data: { ics: {} } }),
    breaks: {
      throws() {
        Object.defineProperty(globalThis, 'dataLayer', {
          configurable: true,
          get() {
            throw new TypeError('broken');
          },
        });
      },
      'changes shape': () => replaceLayer({ push: () => 0 }),
      vanishes: () => fake.leave(),
    },
  },
};
