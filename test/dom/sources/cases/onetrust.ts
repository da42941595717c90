import { onetrust } from '../../../../src/consent/sources/onetrust.js';
import { fail, page, toSteps } from '../../../fakes/fake-platform.js';
import { fakeOneTrust } from '../../../fakes/onetrust.js';
import type { SourceCase } from '../../../support/source-contract.js';

const fake = fakeOneTrust();

export const oneTrustCase: SourceCase = {
  name: 'onetrust',
  key: 'onetrust',
  title: 'OneTrust',
  against: { fake: 'test/fakes/onetrust.ts' },
  codes: { analytics: 'C0002', marketing: 'C0004' },
  globals: ['OneTrust', 'OnetrustActiveGroups'],
  cookies: ['OptanonConsent', 'OptanonAlertBoxClosed'],
  storage: [],
  create: () => onetrust(),
  steps: {
    ...toSteps(fake, {
      breaks: {
        throws: () => void (page['OneTrust'].GetDomainData = fail),
        'changes shape': () => void (page['OneTrust'] = { GetDomainData: () => 'opt-in' }),
      },
    }),
    reopen: () => fake.askAgain(),
  },
};
