import { trustarc } from '../../../../src/consent/sources/trustarc.js';
import { fail, page, toSteps } from '../../../fakes/fake-platform.js';
import { fakeTrustArc } from '../../../fakes/trustarc.js';
import type { SourceCase } from '../../../support/source-contract.js';

export const trustArcCase: SourceCase = {
  name: 'trustarc',
  key: 'trustarc',
  title: 'TrustArc',
  against: { fake: 'test/fakes/trustarc.ts' },
  codes: { analytics: 2, marketing: 3 },
  globals: ['truste'],
  cookies: ['notice_gdpr_prefs', 'notice_preferences', 'cmapi_cookie_privacy', 'TAconsentID'],
  storage: [],
  create: () => trustarc(),
  steps: toSteps(fakeTrustArc(), {
    breaks: {
      throws: () => void (page['truste'].cma.callApi = fail),
      'changes shape': () => void (page['truste'].cma.callApi = () => null),
    },
  }),
};
