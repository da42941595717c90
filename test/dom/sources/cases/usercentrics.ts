import { usercentrics } from '../../../../src/consent/sources/usercentrics.js';
import { fail, page, toSteps } from '../../../fakes/fake-platform.js';
import { fakeUsercentricsThree, fakeUsercentricsTwo } from '../../../fakes/usercentrics.js';
import type { SourceCase } from '../../../support/source-contract.js';

const common = {
  name: 'usercentrics',
  key: 'usercentrics',
  against: { fake: 'test/fakes/usercentrics.ts' },
  codes: { analytics: 'functional', marketing: 'marketing' },
  cookies: [],
  create: () => usercentrics(),
};

export const usercentricsTwoCase: SourceCase = {
  ...common,
  title: 'Usercentrics 2',
  globals: ['UC_UI'],
  storage: ['uc_settings', 'uc_user_interaction'],
  steps: toSteps(fakeUsercentricsTwo(), {
    breaks: {
      throws: () => void (page['UC_UI'].getServicesBaseInfo = fail),
      'changes shape': () => void (page['UC_UI'].getServicesBaseInfo = () => ({})),
    },
  }),
};

export const usercentricsThreeCase: SourceCase = {
  ...common,
  title: 'Usercentrics 3',
  globals: ['__ucCmp'],
  storage: ['ucData'],
  steps: toSteps(fakeUsercentricsThree(), {
    breaks: {
      throws: () => void (page['__ucCmp'].getConsentDetails = fail),
      'refuses its promise': () => void (page['__ucCmp'].isConsentRequired = () => Promise.reject(new Error('gone'))),
      'changes shape': () => void (page['__ucCmp'].getConsentDetails = async () => ({})),
    },
  }),
};
