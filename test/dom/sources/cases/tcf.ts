import { tcf } from '../../../../src/consent/sources/tcf.js';
import type { SourceCase } from '../../../support/source-contract.js';
import { createTcString, loadTcfPlatform, loadTcfStub, removeTcfPlatform, type TcfPlatform } from '../platforms/tcf.js';

const COOKIE = 'euconsent-v2';
const ALL = createTcString({ consents: [1, 2, 7, 8, 9] });
const NONE = createTcString({ legitimateInterests: [] });

let platform: TcfPlatform;

/** As platforms do: the string lies in a cookie, and the choice is shown where there is none. */
function load(): void {
  loadTcfStub();
  platform = loadTcfPlatform();
  const stored = new RegExp(`${COOKIE}=([^;]*)`).exec(document.cookie)?.[1];
  platform.update(stored ?? createTcString({}), !stored);
}

function choose(tcString: string): void {
  platform.update(tcString, true);
  document.cookie = `${COOKIE}=${tcString}`;
  platform.update(tcString);
}

function replaceApi(api: (...args: never[]) => void): void {
  Object.assign(globalThis, { __tcfapi: api });
}

export const tcfCase: SourceCase = {
  name: 'tcf',
  key: 'tcf',
  title: 'IAB TCF 2.2 and 2.3',
  against: {
    packages: ['@iabtcf/stub', '@iabtcf/cmpapi', '@iabtcf/core', 'prebid.js'],
    browserTests: ['test/browser/sources/iab.browser.test.ts'],
  },
  codes: { analytics: [8, 9], marketing: [2, 7] },
  globals: ['__tcfapi'],
  cookies: [],
  storage: [],
  create: () => tcf(),
  steps: {
    install: load,
    leave: removeTcfPlatform,
    remove() {
      removeTcfPlatform();
      document.cookie = `${COOKIE}=; expires=Thu, 01 Jan 1970 00:00:00 GMT`;
    },
    acceptAll: () => choose(ALL),
    rejectAll: () => choose(NONE),
    partial: () => choose(createTcString({ consents: [1, 8, 9] })),
    withdraw: () => choose(NONE),
    reopen: () => platform.update(ALL, true),
    installWithoutBanner() {
      loadTcfStub();
      loadTcfPlatform().update(null);
    },
    installOptOut: {
      cannot: 'The framework serves the GDPR, which is opt-in; elsewhere it says that it does not apply.',
    },
    halfLoad: loadTcfStub,
    breaks: {
      throws: () =>
        replaceApi(() => {
          throw new TypeError('broken');
        }),
      'refuses calls': () =>
        replaceApi((_command, _version, answer: (...args: unknown[]) => void) => answer(null, false)),
      'changes shape': () =>
        replaceApi((_command, _version, answer: (...args: unknown[]) => void) =>
          answer({ gdprApplies: true, tcString: ALL, eventStatus: 'tcloaded', listenerId: 0, purposes: {} }, true),
        ),
      vanishes: removeTcfPlatform,
    },
  },
};
