import { hyva } from '../../../../src/consent/sources/hyva.js';
import { page, toSteps } from '../../../fakes/fake-platform.js';
import { fakeHyva } from '../../../fakes/magento.js';
import type { SourceCase } from '../../../support/source-contract.js';

const NO_REGION = 'The shop has one setting for all visitors.';

export const hyvaCase: SourceCase = {
  name: 'hyva',
  key: 'hyva',
  title: 'Hyvä',
  against: { fake: 'test/fakes/magento.ts' },
  codes: { analytics: 'analytics', marketing: 'marketing' },
  globals: ['COOKIE_CONFIG', 'CURRENT_WEBSITE_ID', 'cookie_consent_groups'],
  cookies: ['user_allowed_save_cookie'],
  storage: [],
  oneCookie: { cannot: 'A refusal is in no cookie: the groups of a consent module are.' },
  create: () => hyva(),
  steps: toSteps(fakeHyva(), {
    breaks: { 'changes shape': () => void (page['cookie_consent_groups'] = null) },
    installWithoutBanner: { cannot: NO_REGION },
    installOptOut: { cannot: NO_REGION },
  }),
};
