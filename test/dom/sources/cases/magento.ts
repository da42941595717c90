import { magento } from '../../../../src/consent/sources/magento.js';
import { putCookie, toSteps } from '../../../fakes/fake-platform.js';
import { fakeMagento } from '../../../fakes/magento.js';
import type { SourceCase } from '../../../support/source-contract.js';

const NO_REGION = 'The shop has one setting for all visitors.';

export const magentoCase: SourceCase = {
  name: 'magento',
  key: 'magento',
  title: 'Magento cookie restriction mode',
  against: { fake: 'test/fakes/magento.ts' },
  codes: { analytics: true, marketing: true },
  globals: ['jQuery', 'require'],
  cookies: ['user_allowed_save_cookie'],
  storage: [],
  oneCookie: { cannot: 'A refusal is no cookie at all.' },
  create: () => magento({ websiteId: 1 }),
  steps: {
    ...toSteps(
      fakeMagento(() => {}),
      {
        breaks: { cannot: 'A cookie that is no consent cannot be told from none.' },
        installWithoutBanner: { cannot: NO_REGION },
        installOptOut: { cannot: NO_REGION },
      },
    ),
    rejectAll: () => putCookie('user_allowed_save_cookie'),
    partial: { cannot: 'It is one yes for the whole shop.' },
  },
  rejected: { is: 'undecided', because: 'Magento has no refusal: without the cookie there is no answer.' },
};
