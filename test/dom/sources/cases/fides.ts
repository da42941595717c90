import { fides } from '../../../../src/consent/sources/fides.js';
import { fail, page, toSteps } from '../../../fakes/fake-platform.js';
import { fakeFides } from '../../../fakes/fides.js';
import type { SourceCase } from '../../../support/source-contract.js';

export const fidesCase: SourceCase = {
  name: 'fides',
  key: 'fides',
  title: 'Fides',
  against: { fake: 'test/fakes/fides.ts' },
  codes: { analytics: 'analytics', marketing: 'marketing' },
  globals: ['Fides'],
  cookies: ['fides_consent'],
  storage: [],
  create: () => fides(),
  steps: toSteps(fakeFides(), {
    breaks: {
      throws: () => void Object.defineProperty(page['Fides'], 'consent', { get: fail }),
      'changes shape': () => void (page['Fides'].fides_meta = undefined),
    },
  }),
};
