import { ketch } from '../../../../src/consent/sources/ketch.js';
import { fail, toSteps } from '../../../fakes/fake-platform.js';
import { fakeKetch } from '../../../fakes/ketch.js';
import type { SourceCase } from '../../../support/source-contract.js';

const fake = fakeKetch();

export const ketchCase: SourceCase = {
  name: 'ketch',
  key: 'ketch',
  title: 'Ketch',
  against: { fake: 'test/fakes/ketch.ts' },
  codes: { analytics: 'analytics', marketing: 'targeted_advertising' },
  globals: ['ketch', 'semaphore'],
  cookies: ['_ketch_consent_v1_'],
  storage: [],
  create: () => ketch(),
  steps: toSteps(fake, {
    breaks: { throws: () => fake.answer(fail), 'changes shape': () => fake.answer(() => ({})) },
  }),
};
