import { amasty } from '../../../../src/consent/sources/amasty.js';
import { toSteps } from '../../../fakes/fake-platform.js';
import { fakeAmasty } from '../../../fakes/magento.js';
import type { SourceCase } from '../../../support/source-contract.js';

const NO_REGION = 'It stores nothing where its policy does not apply to the visitor.';

export const amastyCase: SourceCase = {
  name: 'amasty',
  key: 'amasty',
  title: 'Amasty GDPR Cookie',
  against: { fake: 'test/fakes/magento.ts' },
  codes: { analytics: 2, marketing: 3 },
  globals: ['jQuery', 'require'],
  cookies: ['amcookie_allowed', 'amcookie_policy_restriction'],
  storage: [],
  create: () => amasty(),
  steps: toSteps(fakeAmasty(), {
    breaks: { cannot: 'A cookie that lists no known group allows none.' },
    installWithoutBanner: { cannot: NO_REGION },
    installOptOut: { cannot: NO_REGION },
  }),
};
