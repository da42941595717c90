import { cookiebot } from '../../../../src/consent/sources/cookiebot.js';
import { fakeCookiebot } from '../../../fakes/cookiebot.js';
import { fail, page, toSteps } from '../../../fakes/fake-platform.js';
import type { SourceCase } from '../../../support/source-contract.js';

export const cookiebotCase: SourceCase = {
  name: 'cookiebot',
  key: 'cookiebot',
  title: 'Cookiebot',
  against: { fake: 'test/fakes/cookiebot.ts' },
  codes: { analytics: 'statistics', marketing: 'marketing' },
  globals: ['Cookiebot', 'CookieConsent'],
  cookies: ['CookieConsent'],
  storage: [],
  create: () => cookiebot(),
  steps: toSteps(fakeCookiebot(), {
    breaks: {
      throws: () => void Object.defineProperty(page['Cookiebot'], 'consent', { get: fail }),
      'changes shape': () => void (page['Cookiebot'] = { hasResponse: true }),
    },
  }),
};
