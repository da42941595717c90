import { cookieyes } from '../../../../src/consent/sources/cookieyes.js';
import { fakeCookieYes } from '../../../fakes/cookieyes.js';
import { fail, page, toSteps } from '../../../fakes/fake-platform.js';
import type { SourceCase } from '../../../support/source-contract.js';

export const cookieYesCase: SourceCase = {
  name: 'cookieyes',
  key: 'cookieyes',
  title: 'CookieYes',
  against: { fake: 'test/fakes/cookieyes.ts' },
  codes: { analytics: 'analytics', marketing: 'advertisement' },
  globals: ['getCkyConsent'],
  cookies: ['cookieyes-consent'],
  storage: [],
  create: () => cookieyes(),
  steps: toSteps(fakeCookieYes(), {
    breaks: {
      throws: () => void (page['getCkyConsent'] = fail),
      'changes shape': () => void (page['getCkyConsent'] = () => ({ isUserActionCompleted: true })),
    },
  }),
};
