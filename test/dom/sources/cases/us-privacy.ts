import { usPrivacy } from '../../../../src/consent/sources/us-privacy.js';
import { usPrivacyFake } from '../../../fakes/us-privacy.js';
import type { SourceCase } from '../../../support/source-contract.js';

const BY_LAW = 'The law of California is opt-out: what is not refused is open by default.';

const replaceApi = (api: unknown): void => void Object.assign(globalThis, { __uspapi: api });

export const usPrivacyCase: SourceCase = {
  name: 'usPrivacy',
  key: 'usPrivacy',
  title: 'US Privacy string',
  against: { fake: 'test/fakes/us-privacy.ts', packages: ['prebid.js'] },
  codes: {},
  globals: ['__uspapi'],
  cookies: ['usprivacy'],
  storage: [],
  create: () => usPrivacy(),
  steps: {
    install: () => usPrivacyFake.install(),
    leave: () => usPrivacyFake.leave(),
    remove: () => usPrivacyFake.remove(),
    acceptAll: () => usPrivacyFake.choose('1YNN'),
    rejectAll: () => usPrivacyFake.choose('1YYN'),
    partial: { cannot: 'It knows of one choice, the sale of data, and no parts of it.' },
    withdraw: () => usPrivacyFake.choose('1YYN'),
    installWithoutBanner: () => usPrivacyFake.install('1---'),
    installOptOut: () => usPrivacyFake.install('1YNN'),
    halfLoad: { cannot: 'It has no stub: its function answers, or is not there.' },
    breaks: {
      throws: () =>
        replaceApi(() => {
          throw new TypeError('broken');
        }),
      'refuses calls': () =>
        replaceApi((_command: string, _version: number, answer: (...args: unknown[]) => void) => answer(null, false)),
      'changes shape': () =>
        replaceApi((_command: string, _version: number, answer: (...args: unknown[]) => void) =>
          answer({ version: 2, uspString: '2YNNN' }, true),
        ),
      vanishes: () => usPrivacyFake.leave(),
    },
  },
  evidence: { is: 'default', because: BY_LAW },
};
