import * as CookieConsent from 'vanilla-cookieconsent';
import { vanillaCookieConsent } from '../../../../src/consent/sources/vanilla-cookieconsent.js';
import type { SourceCase } from '../../../support/source-contract.js';
import { vanillaPlatform } from '../platforms/vanilla-cookieconsent.js';

const { install, leave } = vanillaPlatform;

export const vanillaCookieConsentCase: SourceCase = {
  name: 'vanillaCookieConsent',
  key: 'vanillaCookieConsent',
  title: 'vanilla-cookieconsent 3',
  against: {
    packages: ['vanilla-cookieconsent'],
    browserTests: ['test/browser/sources/open-platforms.browser.test.ts'],
  },
  codes: { analytics: 'stats', marketing: 'ads' },
  globals: ['CookieConsent'],
  cookies: ['cc_cookie'],
  storage: [],
  create: () => vanillaCookieConsent(),
  steps: {
    install: () => install(),
    leave: () => leave(),
    remove: () => leave(true),
    acceptAll: () => CookieConsent.acceptCategory('all'),
    rejectAll: () => CookieConsent.acceptCategory([]),
    partial: () => CookieConsent.acceptCategory('stats'),
    withdraw: () => CookieConsent.acceptCategory([]),
    reopen: () => CookieConsent.showPreferences(),
    installWithoutBanner: { cannot: 'It asks wherever the page starts it.' },
    installOptOut: () => install({ mode: 'opt-out', categories: { stats: { enabled: true }, ads: { enabled: true } } }),
    halfLoad: () => void Object.assign(globalThis, { CookieConsent: {} }),
    breaks: {
      throws: () => void Object.assign(globalThis, { CookieConsent: { ...CookieConsent, getConfig: fail } }),
      'changes shape': () => void Object.assign(globalThis, { CookieConsent: {} }),
    },
  },
};

function fail(): never {
  throw new Error('broken');
}
