import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tcf } from '../../src/consent/sources/tcf.js';
import type { CategoryCodes } from '../../src/manifest/manifest.js';
import { startSource, type SourceProbe } from '../support/dom-source.js';
import { createTcString, loadTcfPlatform, loadTcfStub, removeTcfPlatform } from './sources/platforms/tcf.js';

const CODES = { analytics: { tcf: [8, 9] }, marketing: { tcf: 7 } };
const GRANTED = createTcString({ consents: [1, 7, 8, 9], vendors: [25], publisher: [8] });
const DECIDED = {
  gdprApplies: true,
  tcString: GRANTED,
  eventStatus: 'tcloaded',
  cmpStatus: 'loaded',
  listenerId: 0,
  purpose: { consents: { 1: true, 7: true, 8: true, 9: true }, legitimateInterests: { 7: true, 8: true } },
  vendor: { consents: { 25: true }, legitimateInterests: {} },
  publisher: { consents: { 8: true } },
};

type Answer = (data: unknown, isSuccess?: boolean) => void;

const probes: SourceProbe[] = [];

function start(codes: { readonly [category: string]: CategoryCodes } = CODES): SourceProbe {
  const probe = startSource(tcf(), codes);
  probes.push(probe);
  return probe;
}

/** An API that says one thing to whoever listens. */
function say(data: unknown): unknown[][] {
  const calls: unknown[][] = [];
  const api = (command: string, version: number, answer: Answer, parameter?: unknown): void => {
    calls.push([command, version, parameter]);
    answer(command === 'addEventListener' ? data : true, true);
  };
  Object.assign(globalThis, { __tcfapi: api });
  return calls;
}

/** Whether there was such a listener. */
function removeListener(id: number): boolean | undefined {
  let isRemoved: boolean | undefined;
  const { __tcfapi: api } = globalThis as unknown as { __tcfapi(...call: unknown[]): void };
  api('removeEventListener', 2, (value: boolean) => (isRemoved = value), id);
  return isRemoved;
}

const choiceFor = (code: CategoryCodes[string], data: unknown = DECIDED) => {
  say(data);
  return start({ analytics: { tcf: code } }).choice();
};

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => {
  for (const probe of probes.splice(0)) probe.stop();
  removeTcfPlatform();
  vi.useRealTimers();
});

describe('IAB’s own platform', () => {
  it('is undecided while the choice is shown, though legitimate interests are set by default', () => {
    loadTcfStub();
    const probe = start({ analytics: { tcf: 8 }, marketing: { tcf: 'purpose.legitimateInterests.8' } });
    loadTcfPlatform().update(createTcString({ legitimateInterests: [7, 8] }), true);
    expect([probe.choice('analytics'), probe.choice('marketing')]).toEqual(['undecided', 'undecided']);
    expect(probe.last().proof).toBeUndefined();
  });

  it('is decided when the visitor has chosen, with the consent string as proof', () => {
    loadTcfStub();
    const probe = start();
    const platform = loadTcfPlatform();
    platform.update(createTcString({}), true);
    platform.update(GRANTED);
    expect([probe.choice('analytics'), probe.choice('marketing')]).toEqual(['granted', 'granted']);
    expect(probe.last()).toMatchObject({
      source: 'tcf',
      evidence: 'explicit',
      regime: 'opt-in',
      proof: { string: GRANTED },
    });
  });

  it('keeps what was decided while the visitor looks at the choice again, whatever is preset', () => {
    const platform = loadTcfPlatform();
    platform.update(createTcString({ consents: [1, 7] }));
    const probe = start();
    expect([probe.choice('analytics'), probe.choice('marketing')]).toEqual(['denied', 'granted']);
    platform.update(GRANTED, true);
    expect([probe.choice('analytics'), probe.choice('marketing')]).toEqual(['denied', 'granted']);
    platform.update(createTcString({}));
    expect([probe.choice('analytics'), probe.choice('marketing')]).toEqual(['denied', 'denied']);
  });

  it('has no opinion where GDPR does not apply, and comes without a `purpose` there', () => {
    loadTcfPlatform().update(null);
    const probe = start();
    expect(probe.last()).toEqual({ source: 'tcf', categories: {}, evidence: 'not-applicable' });
  });

  it('is by default until the visitor has chosen, without a law and without proof', () => {
    loadTcfStub();
    const probe = start();
    expect(probe.last().evidence).toBe('default');
    loadTcfPlatform().update(GRANTED, true);
    expect(probe.last()).toEqual({ source: 'tcf', categories: expect.anything(), evidence: 'default' });
  });

  it('with an empty consent string is undecided', () => {
    const platform = loadTcfPlatform();
    platform.update(GRANTED);
    const probe = start();
    platform.update('');
    expect(probe.choice()).toBe('undecided');
    platform.update('', true);
    expect(probe.choice()).toBe('undecided');
  });

  it('is left by its listener when the source stops, though the first listener’s id is 0', () => {
    const platform = loadTcfPlatform();
    platform.update(GRANTED);
    const probe = start();
    probe.stop();
    const { length } = probe.readings;
    platform.update(createTcString({}));
    expect(probe.readings).toHaveLength(length);
    expect(removeListener(0)).toBe(false);
  });

  it('is left by its listener when it answers after the source has stopped', () => {
    loadTcfStub();
    start().stop();
    loadTcfPlatform().update(GRANTED);
    expect(removeListener(0)).toBe(false);
  });

  it('is left by both listeners where the stub and the platform after it took the question', () => {
    loadTcfStub();
    const probe = start();
    const platform = loadTcfPlatform();
    vi.advanceTimersByTime(1000);
    platform.update(createTcString({}), true);
    probe.stop();
    platform.update(GRANTED);
    expect([0, 1].map(removeListener)).toEqual([false, false]);
  });
});

describe('a code', () => {
  it.each<[CategoryCodes[string], string]>([
    [8, 'granted'],
    [[8, 9], 'granted'],
    [10, 'denied'],
    [[8, 10], 'denied'],
    ['vendor.consents.25', 'granted'],
    ['vendor.consents.755', 'denied'],
    [[8, 'vendor.consents.25'], 'granted'],
    [[8, 'vendor.consents.755'], 'denied'],
    ['publisher.consents.8', 'granted'],
    ['publisher.consents.9', 'denied'],
    ['purpose.legitimateInterests.8', 'undecided'],
    ['purpose.legitimateInterests.9', 'denied'],
    [[8, 'purpose.legitimateInterests.8'], 'undecided'],
    ['purpose.consents', 'denied'],
    ['gdprApplies', 'granted'],
    ['', 'denied'],
    ['__proto__', 'denied'],
    // Not the data's own: like any name that they do not hold.
    ['constructor.name', 'undecided'],
  ])('%j is %s', (code, choice) => {
    if (code === '') expect(choiceFor(['', 8])).toBe(choice);
    else expect(choiceFor(code)).toBe(choice);
  });

  it('of a purpose needs purpose 1, unless the publisher’s country treats it apart', () => {
    const purpose = { ...DECIDED.purpose, consents: { 8: true } };
    expect(choiceFor(8, { ...DECIDED, purpose })).toBe('denied');
    expect(choiceFor(8, { ...DECIDED, purpose, purposeOneTreatment: true })).toBe('granted');
  });

  it.each([[undefined], [false]])('%j gives the source no opinion on the category', (code) => {
    say(DECIDED);
    const probe = start({ analytics: code === undefined ? {} : { tcf: code } });
    expect(probe.readings.map(({ categories }) => categories)).toEqual([{}, {}]);
  });

  it.each([['true'], [1], [null], [{}]])('finds no consent in %j', (value) => {
    const purpose = { ...DECIDED.purpose, consents: { 1: true, 8: value } };
    expect(choiceFor(8, { ...DECIDED, purpose })).toBe('denied');
  });
});

describe('what `__tcfapi` says', () => {
  it.each([
    ['that GDPR may apply', { gdprApplies: undefined }],
    ['that GDPR applies by a word', { gdprApplies: '' }],
    ['no consent string', { tcString: undefined }],
    ['an empty consent string', { tcString: '' }],
    ['that the choice is shown', { eventStatus: 'cmpuishown' }],
    ['no status of its event', { eventStatus: undefined }],
    ['a status that nobody knows', { eventStatus: 'tcloading' }],
  ])('is no answer: %s', (_, change) => {
    expect(choiceFor(8, { ...DECIDED, ...change })).toBe('undecided');
  });

  it.each([
    [null],
    [undefined],
    ['granted'],
    [{ ...DECIDED, purpose: undefined }],
    [{ ...DECIDED, purpose: { consents: 5 } }],
  ])('is not understood, and grants nothing: %j', (data) => {
    say(data);
    const said: unknown[] = [];
    const stop = tcf()({ codes: () => ({ analytics: 8 }), report: (reading) => void said.push(reading) });
    const last = said.at(-1) as { categories: object } | undefined;
    expect(last === undefined || !Object.values(last.categories).includes('granted')).toBe(true);
    stop();
  });

  it('with a refusal of the call beside it grants nothing', () => {
    Object.assign(globalThis, { __tcfapi: (_: string, __: number, answer: Answer) => answer(DECIDED, false) });
    const said: unknown[] = [];
    const stop = tcf()({ codes: () => ({ analytics: 8 }), report: (reading) => void said.push(reading) });
    expect(JSON.stringify(said)).not.toContain('granted');
    stop();
  });

  it.each(['tcloaded', 'useractioncomplete'])('is an answer at %s', (eventStatus) => {
    expect(choiceFor(8, { ...DECIDED, eventStatus })).toBe('granted');
  });

  it('of an error is a failure, and what was decided before it is not known any more', () => {
    let answer: Answer = () => {};
    Object.assign(globalThis, { __tcfapi: (_: string, __: number, onAnswer: Answer) => void (answer = onAnswer) });
    const probe = start();
    answer(DECIDED, true);
    expect(probe.choice()).toBe('granted');
    answer({ ...DECIDED, cmpStatus: 'error' }, true);
    expect(probe.last()).toBeUndefined();
    answer({ ...DECIDED, eventStatus: 'cmpuishown' }, true);
    expect(probe.choice()).toBe('undecided');
    answer({ ...DECIDED, cmpStatus: 'error', gdprApplies: false }, true);
    expect(probe.last()).toBeUndefined();
  });

  it('of restrictions binds a vendor in the purposes that it is named beside', () => {
    const vendor = { consents: { 25: true }, legitimateInterests: { 25: true } };
    const withType = (code: CategoryCodes[string], restrictions: object) =>
      choiceFor(code, { ...DECIDED, vendor, publisher: { ...DECIDED.publisher, restrictions } });
    const code = [8, 'vendor.consents.25'];
    expect(withType(code, {})).toBe('granted');
    expect(withType(code, { 8: { 25: 0 } })).toBe('denied');
    expect(withType(code, { 8: { 25: 2 } })).toBe('denied');
    // Consent is required, and there is one.
    expect(withType(code, { 8: { 25: 1 } })).toBe('granted');
    expect(withType(code, { 9: { 25: 0 }, 8: { 26: 0 } })).toBe('granted');
    expect(withType(8, { 8: { 25: 0 } })).toBe('granted');
    expect(withType(['purpose.consents.8', 'vendor.consents.25'], { 8: { 25: 0 } })).toBe('denied');
    const interest = ['purpose.legitimateInterests.8', 'vendor.legitimateInterests.25'];
    expect(withType(interest, {})).toBe('undecided');
    expect(withType(interest, { 8: { 25: 1 } })).toBe('denied');
    expect(withType(interest, { 8: { 25: 0 } })).toBe('denied');
    expect(withType(interest, { 8: { 25: 2 } })).toBe('undecided');
  });

  it('of disclosed vendors leaves one that the visitor was not told of undecided', () => {
    const withDisclosed = (code: CategoryCodes[string], disclosedVendors: unknown) =>
      choiceFor(code, { ...DECIDED, vendor: { ...DECIDED.vendor, disclosedVendors } });
    expect(withDisclosed([8, 'vendor.consents.25'], { 25: true })).toBe('granted');
    expect(withDisclosed([8, 'vendor.consents.25'], { 26: true })).toBe('undecided');
    expect(withDisclosed([8, 'vendor.consents.25'], { 25: false })).toBe('undecided');
    expect(withDisclosed([8, 'vendor.consents.26'], {})).toBe('undecided');
    expect(withDisclosed([8, 'vendor.consents.26'], { 26: true })).toBe('denied');
    expect(withDisclosed([10, 'vendor.consents.25'], {})).toBe('denied');
    expect(withDisclosed(8, {})).toBe('granted');
  });

  it('of vendors disclosed under the name of the specification leaves one that is not among them undecided', () => {
    const withDisclosed = (vendorsDisclosed: unknown) =>
      choiceFor([8, 'vendor.consents.25'], { ...DECIDED, vendor: { ...DECIDED.vendor, vendorsDisclosed } });
    expect(withDisclosed({ 25: true })).toBe('granted');
    expect(withDisclosed({ 26: true })).toBe('undecided');
  });

  it('of vendors disclosed where an older library of IAB says them leaves one that is not among them undecided', () => {
    const withDisclosed = (code: CategoryCodes[string], disclosedVendors: unknown) =>
      choiceFor(code, { ...DECIDED, outOfBand: { allowedVendors: {}, disclosedVendors } });
    expect(withDisclosed([8, 'vendor.consents.25'], { 25: true })).toBe('granted');
    expect(withDisclosed([8, 'vendor.consents.25'], { 26: true })).toBe('undecided');
    expect(withDisclosed([8, 'vendor.consents.25'], { 25: false, 26: true })).toBe('undecided');
    // A string without the segment.
    expect(withDisclosed([8, 'vendor.consents.25'], {})).toBe('granted');
  });

  it('is waited for, and its absence said once', () => {
    const problems: string[] = [];
    const probe = startSource(tcf(), CODES, undefined, { problem: (text) => void problems.push(text) });
    probes.push(probe);
    vi.advanceTimersByTime(10_000);
    expect(problems).toEqual([]);
    vi.advanceTimersByTime(600_000);
    expect(problems).toEqual(['__tcfapi:not-found']);
  });

  it('through an API that refuses the version is told once', () => {
    Object.assign(globalThis, {
      __tcfapi: (_command: string, _version: number, answer: Answer) => answer(null, false),
    });
    const said: unknown[] = [];
    const stop = tcf()({ codes: () => ({ analytics: 8 }), report: (reading) => void said.push(reading) });
    vi.advanceTimersByTime(60_000);
    expect(said.filter((reading) => reading === undefined)).toHaveLength(1);
    stop();
  });
});
