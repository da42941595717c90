import { iubenda } from '../../../../src/consent/sources/iubenda.js';
import { fail, page, toSteps } from '../../../fakes/fake-platform.js';
import { fakeIubenda } from '../../../fakes/iubenda.js';
import type { SourceCase } from '../../../support/source-contract.js';

export const iubendaCase: SourceCase = {
  name: 'iubenda',
  key: 'iubenda',
  title: 'iubenda',
  against: { fake: 'test/fakes/iubenda.ts' },
  codes: { analytics: 4, marketing: 5 },
  globals: ['_iub'],
  cookies: ['_iub_cs-252372'],
  storage: [],
  create: () => iubenda(),
  steps: toSteps(fakeIubenda(), {
    breaks: {
      throws: () => void (page['_iub'].cs.api.isPreferenceExpressed = fail),
      'changes shape': () => void (page['_iub'].cs.api = {}),
    },
  }),
};
