import { manual, type ManualSource } from '../../../../src/consent/sources/manual.js';
import type { SourceCase } from '../../../support/source-contract.js';

const KEY = 'headgate:choice';
const SILENT = 'A stored text that is no choice cannot be told from none.';

let source: ManualSource;

export const manualCase: SourceCase = {
  name: 'manual',
  key: 'manual',
  title: 'A banner of the page’s own',
  against: { browser: 'calls of the page', browserTests: ['test/browser/withdraw.browser.test.ts'] },
  codes: {},
  globals: [],
  cookies: [],
  storage: [KEY],
  create: () => (source = manual({ remember: true })),
  steps: {
    install: () => {},
    leave: () => {},
    remove: () => localStorage.removeItem(KEY),
    acceptAll: () => source.grant('analytics', 'marketing'),
    rejectAll: () => source.deny('analytics', 'marketing'),
    partial: () => {
      source.grant('analytics');
      source.deny('marketing');
    },
    withdraw: () => source.withdraw('analytics', 'marketing'),
    installWithoutBanner: { cannot: 'The page itself decides where it shows a banner.' },
    installOptOut: { cannot: 'The page itself knows the regime, and says it in the manifest.' },
    halfLoad: { cannot: 'The page itself starts it.' },
    breaks: { cannot: SILENT },
  },
  never: { is: 'no opinion', because: 'It speaks only of the categories that were named in a call.' },
};
