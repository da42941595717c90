import { didomi } from '../../../../src/consent/sources/didomi.js';
import { fakeDidomi } from '../../../fakes/didomi.js';
import { fail, page, toSteps } from '../../../fakes/fake-platform.js';
import type { SourceCase } from '../../../support/source-contract.js';

export const didomiCase: SourceCase = {
  name: 'didomi',
  key: 'didomi',
  title: 'Didomi',
  against: { fake: 'test/fakes/didomi.ts' },
  codes: { analytics: 'measure_content_performance', marketing: 'select_personalized_ads' },
  globals: ['Didomi', 'didomiOnReady', 'didomiEventListeners'],
  cookies: ['didomi_token'],
  storage: [],
  create: () => didomi(),
  steps: toSteps(fakeDidomi(), {
    breaks: {
      throws: () => void (page['Didomi'].getCurrentUserStatus = fail),
      'changes shape': () => void (page['Didomi'].getCurrentUserStatus = () => ({ regulation: 'gdpr' })),
    },
  }),
  withoutBanner: {
    is: 'undecided',
    because: 'Where no law applies, Didomi lists every purpose as not enabled, as before a question.',
  },
};
