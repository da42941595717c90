import { expect } from 'vitest';
import type { SourceCase } from '../source-case.js';
import { closePages, openAndWait } from './open-point-page.js';
import { HELD, type Point } from './point.js';

const TC_DATA = {
  gdprApplies: true,
  tcString: 'CQ',
  eventStatus: 'tcloaded',
  cmpStatus: 'loaded',
  listenerId: 0,
  purpose: { consents: { 1: true, 8: true }, legitimateInterests: {} },
  vendor: { consents: { 25: true }, disclosedVendors: { 25: true } },
  publisher: { restrictions: {} },
};
const TC_CODES = [8, 'vendor.consents.25'];

const TOLD = { SaleOptOutNotice: 1, SharingOptOutNotice: 1 };
const USNAT = { ...TOLD, SaleOptOut: 2, SharingOptOut: 2, KnownChildSensitiveDataConsents: [0, 0], Gpc: false };
const PING = {
  signalStatus: 'ready',
  applicableSections: [7],
  gppString: 'DBABLA~BEAqAAAAAQA.QA',
  parsedSections: { usnat: [USNAT] },
};

/** What a platform says, whether it must open. */
const TC_ANSWERS: readonly (readonly [data: object, isOpen: boolean])[] = [
  [{}, true],
  [{ eventStatus: 'useractioncomplete' }, true],
  [{ publisher: { restrictions: { 8: { 25: 2 } } } }, false],
  [{ publisher: { restrictions: { 8: { 25: 0 } } } }, false],
  [{ publisher: { restrictions: { 8: { 25: 1 } } } }, true],
  [{ vendor: { ...TC_DATA.vendor, disclosedVendors: { 24: true } } }, false],
  [{ cmpStatus: 'error' }, false],
  [{ eventStatus: undefined }, false],
  [{ eventStatus: 'cmpuishown' }, false],
];

const withSection = (change: object, others: object = {}): object => ({
  parsedSections: { usnat: [{ ...USNAT, ...change }], ...others },
});
const GPP_ANSWERS: readonly (readonly [data: object, isOpen: boolean])[] = [
  [{}, true],
  [withSection({ SharingOptOut: 1 }), false],
  [withSection({ KnownChildSensitiveDataConsents: [0, 1] }), false],
  [withSection({ PersonalDataConsents: 1 }), false],
  [withSection({ Gpc: true }), false],
  [{ applicableSections: [7, 6], ...withSection({}, { uspv1: ['1YYN'] }) }, false],
  [{ applicableSections: [7, 6], ...withSection({}, { uspv1: ['1YNN'] }) }, true],
];

async function expectChoice(one: SourceCase, api: object, code: SourceCase['codes']['analytics'], isOpen: boolean) {
  Object.assign(globalThis, api);
  const page = await openAndWait(
    { ...one, codes: { analytics: code! } },
    { regimes: { default: one.key === 'gpp' ? 'opt-out' : 'opt-in' } },
  );
  expect([JSON.stringify(api), page.choice() === 'granted']).toEqual([JSON.stringify(api), isOpen]);
  await closePages(one);
}

export const frameworksAreReadWhole: Point = {
  id: 'A4',
  title:
    'TCF: restrictions, undisclosed vendors, errors and unknown moments close. GPP: children’s lists, personal data, a second section and its own signal close, an explicit code too',
  async attempt(one) {
    if (one.key === 'tcf') {
      for (const [change, isOpen] of TC_ANSWERS) {
        const data = { ...TC_DATA, ...change };
        const api = (_command: string, _version: number, answer: (...all: unknown[]) => void): void =>
          answer(data, true);
        await expectChoice(one, { __tcfapi: Object.assign(api, { toJSON: () => data }) }, TC_CODES, isOpen);
      }
    } else if (one.key === 'gpp') {
      for (const [change, isOpen] of GPP_ANSWERS) {
        const pingData = { ...PING, ...change };
        const api = (command: string, answer: (...all: unknown[]) => void): void => {
          if (command === 'addEventListener')
            answer({ eventName: 'listenerRegistered', listenerId: 1, pingData }, true);
        };
        await expectChoice(one, { __gpp: Object.assign(api, { toJSON: () => pingData }) }, 'SharingOptOut', isOpen);
      }
    } else return 'It reads neither TC data nor GPP sections: `tcf` and `gpp` do.';
    return HELD;
  },
};
