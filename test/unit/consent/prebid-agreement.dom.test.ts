import * as fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConsentReading } from '../../../src/consent/consent.js';
import { gpp } from '../../../src/consent/sources/gpp.js';
import { tcf } from '../../../src/consent/sources/tcf.js';
import { usPrivacy } from '../../../src/consent/sources/us-privacy.js';
import { createTcString, loadTcfPlatform, removeTcfPlatform } from '../../dom/sources/platforms/tcf.js';
import { startSource, type SourceProbe } from '../../support/dom-source.js';
import { loadPrebid, type Prebid } from '../../support/load-prebid.js';

/** What the most used reader of these interfaces reads, beside what Headgate reads, from the same provider. */
let prebid: Prebid;

// Hundreds of cases, on machines that do other things too.
vi.setConfig({ testTimeout: 120_000 });

beforeAll(async () => {
  prebid = await loadPrebid();
}, 60_000);

// Prebid stops waiting after a time, and then assumes something.
beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const choicesOf = ({ categories }: ConsentReading): readonly unknown[] => [...new Set(Object.values(categories))];

describe('the TCF', () => {
  const purposes = fc.subarray([1, 2, 7, 8, 9]);
  const step = fc.record({ consents: purposes, isEmpty: fc.nat(5).map((value) => !value), isShown: fc.boolean() });

  it('is read as Prebid reads it; but an empty string is no answer, and what was decided before it is void', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 1, maxLength: 6 }), async (applies, steps) => {
        const platform = loadTcfPlatform();
        const probe = startSource(tcf(), { eight: { tcf: 8 }, more: { tcf: [2, 7] } });
        prebid.setTcf({ gdpr: { cmpApi: 'iab', timeout: 10_000 } });
        // It fails on an empty string, for whoever waits.
        prebid.tcf.promise.catch(() => {});
        let isVoid = false;
        for (const { consents, isEmpty, isShown } of steps) {
          platform.update(applies ? (isEmpty ? '' : createTcString({ consents })) : null, isShown);
          await settle();
          isVoid = applies && (isEmpty || (isVoid && isShown));
          compareTcf(probe, isVoid);
        }
        probe.stop();
        prebid.removeTcf();
        removeTcfPlatform();
      }),
      { numRuns: 200 },
    );
  });

  function compareTcf(probe: SourceProbe, isVoid: boolean): void {
    const reading = probe.last();
    const read = prebid.tcf.getConsentData();
    if (read && !read.gdprApplies) return expect(reading.evidence).toBe('not-applicable');
    if (!read || isVoid) return expect([choicesOf(reading), reading.proof]).toEqual([['undecided'], undefined]);
    const { consents } = read.vendorData!.purpose;
    const expected = (ids: readonly number[]) => ([1, ...ids].every((id) => consents[id]) ? 'granted' : 'denied');
    expect(reading.proof?.string).toBe(read.consentString);
    expect(reading.categories).toEqual({ eight: expected([8]), more: expected([2, 7]) });
  }
});

/** A provider that says what it is told, to as many as listen. */
function createGppProvider() {
  const listeners = new Map<number, (event: unknown, isSuccess: boolean) => void>();
  let pingData: object = { gppVersion: '1.1', signalStatus: 'not ready', applicableSections: [], parsedSections: {} };
  const api = (command: string, answer: (value: unknown, isSuccess: boolean) => void, parameter?: number): void => {
    if (command === 'ping') answer(pingData, true);
    if (command === 'removeEventListener') listeners.delete(parameter!);
    if (command !== 'addEventListener') return;
    const listenerId = listeners.size + 1000;
    listeners.set(listenerId, answer);
    answer({ eventName: 'listenerRegistered', listenerId, data: true, pingData }, true);
  };
  Object.assign(globalThis, { __gpp: api });
  return (change: object) => {
    pingData = { ...pingData, ...change };
    for (const [listenerId, listener] of listeners) listener({ eventName: 'signalStatus', listenerId, pingData }, true);
  };
}

describe('the GPP', () => {
  const value = fc.constantFrom(0, 1, 2);
  const names = ['Sale', 'Sharing', 'TargetedAdvertising'];
  const fields = fc.record(
    Object.fromEntries(
      names.flatMap((name) => [
        [`${name}OptOut`, value],
        [`${name}OptOutNotice`, value],
      ]),
    ),
  );
  const section = fc
    .tuple(fields, fc.boolean())
    .map(([core, isArray]) => (isArray ? [core, { SubsectionType: 1 }] : core));
  const ping = fc.record({
    signalStatus: fc.constantFrom('ready', 'not ready'),
    applicableSections: fc.constantFrom([7], [8], [7, 8], [-1], [0], [2]),
    parsedSections: fc.record({ usnat: section, usca: section }, { requiredKeys: [] }),
    gppString: fc.constantFrom('DBABLA~BEAqAAAAAQA.QA', 'DBABLA~BEAZAAAAAQA.YA'),
  });

  it('is read as Prebid reads it, and never more open than its rules', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(ping, { minLength: 1, maxLength: 5 }), async (pings) => {
        const say = createGppProvider();
        const probe = startSource(gpp(), { ads: {}, sold: { gpp: 'SaleOptOut' } });
        prebid.setGpp({ gpp: { cmpApi: 'iab', timeout: 10_000 } });
        await settle();
        for (const change of pings) {
          say(change);
          await settle();
          compareGpp(probe.last());
        }
        probe.stop();
        prebid.removeGpp();
        Reflect.deleteProperty(globalThis, '__gpp');
      }),
      { numRuns: 500 },
    );
  });

  function compareGpp({ categories, proof }: ConsentReading): void {
    const read = prebid.gpp.getConsentData();
    if (!read) return expect([categories, proof]).toEqual([{ ads: 'undecided', sold: 'undecided' }, undefined]);
    if (read.applicableSections.includes(-1)) return expect(categories).toEqual({});
    if (proof) expect(proof.string).toBe(read.gppString);
    const sections = Object.values(read.parsedSections).map((one): Section => Object.assign({}, ...[one].flat()));
    // A grant without a notice is none.
    const closes = (one: Section, name: string) =>
      one[`${name}OptOut`] === 1 || (one[`${name}OptOut`] === 2 && one[`${name}OptOutNotice`] !== 1);
    expect(categories['sold'] === 'denied').toBe(sections.some((one) => closes(one, 'Sale')));
    expect(categories['ads'] === 'denied').toBe(sections.some((one) => names.some((name) => closes(one, name))));
    if (categories['sold'] === 'granted') expect(sections.some(({ SaleOptOut }) => SaleOptOut === 2)).toBe(true);
    if (categories['ads'] === 'granted') for (const one of sections) expect([one, isDenied(one)]).toEqual([one, false]);
  }

  /** What Prebid asks beside sale, sharing and advertising is not in these sections, nor a notice of what does not apply. */
  function isDenied(section: Section): boolean {
    const rest = { KnownChildSensitiveDataConsents: [0, 0, 0], MspaCoveredTransaction: 1, SharingNotice: 1 };
    const missing = names.filter((name) => section[`${name}OptOut`] === 0).map((name) => [`${name}OptOutNotice`, 0]);
    return prebid.isConsentDenied({ ...section, ...rest, ...Object.fromEntries(missing) });
  }
});

interface Section {
  readonly [field: string]: number;
}

describe('the US Privacy string', () => {
  const letter = fc.constantFrom('Y', 'N', '-', 'y', 'n');
  const text = fc.oneof(
    fc.tuple(letter, letter, letter).map((letters) => `1${letters.join('')}`),
    fc.constantFrom('1---', '', undefined),
  );

  it('is read as Prebid reads it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), async (texts) => {
        let uspString: string | undefined;
        const api = (command: string, _version: number, answer: (...answer: unknown[]) => void): void => {
          if (command === 'getUSPData') answer({ version: 1, uspString }, true);
        };
        Object.assign(globalThis, { __uspapi: api });
        const probe = startSource(usPrivacy(), { marketing: {} }, { default: 'opt-out' });
        for (uspString of texts) {
          prebid.removeUsp();
          prebid.setUsp({ usp: { timeout: 10_000 } });
          await vi.advanceTimersByTimeAsync(500);
          compareUsp(probe);
        }
        probe.stop();
        prebid.removeUsp();
        Reflect.deleteProperty(globalThis, '__uspapi');
      }),
      { numRuns: 300 },
    );
  });

  function compareUsp(probe: SourceProbe): void {
    const read = prebid.usp.getConsentData();
    const { categories, proof } = probe.last();
    if (!read) return expect(categories['marketing']).not.toBe('granted');
    if (read === '1---') return expect(categories).toEqual({});
    expect(proof?.string).toBe(read);
    expect(categories['marketing']).toBe(/^1.Y/i.test(read) ? 'denied' : /^1YN/i.test(read) ? 'granted' : 'undecided');
  }
});
