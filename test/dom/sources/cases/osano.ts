import { osano } from '../../../../src/consent/sources/osano.js';
import { fail, page, toSteps } from '../../../fakes/fake-platform.js';
import { fakeOsano } from '../../../fakes/osano.js';
import type { SourceCase } from '../../../support/source-contract.js';

const fake = fakeOsano();

export const osanoCase: SourceCase = {
  name: 'osano',
  key: 'osano',
  title: 'Osano',
  against: { fake: 'test/fakes/osano.ts' },
  codes: { analytics: 'ANALYTICS', marketing: 'MARKETING' },
  globals: ['Osano'],
  cookies: [],
  storage: ['osano_consentmanager', 'osano_consentmanager_uuid'],
  create: () => osano(),
  steps: {
    ...toSteps(fake, {
      breaks: {
        throws: () => void (page['Osano'].cm.getConsent = fail),
        'changes shape': () => void (page['Osano'].cm.getConsent = () => undefined),
      },
    }),
    withdraw: () => fake.optOut(),
  },
};
