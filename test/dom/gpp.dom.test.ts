import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gpp } from '../../src/consent/sources/gpp.js';
import type { CategoryCodes } from '../../src/manifest/manifest.js';
import { embedUnder } from '../support/ask-frame.js';
import { startSource, type SourceProbe } from '../support/dom-source.js';
import { loadGppPlatform, loadGppStub } from './sources/platforms/gpp.js';

const CODES = { sold: { gpp: 'SaleOptOut' }, shared: { gpp: ['SharingOptOut'] }, ads: {}, own: { gpp: false } };
const TOLD = { SaleOptOutNotice: 1, SharingOptOutNotice: 1, TargetedAdvertisingOptOutNotice: 1 };
const READY = {
  signalStatus: 'ready',
  applicableSections: [7],
  gppString: 'DBABLA~BEAqAAAAAQA.QA',
  parsedSections: { usnat: { Version: 1, ...TOLD, SaleOptOut: 2, SharingOptOut: 2, TargetedAdvertisingOptOut: 2 } },
};

type Answer = (event: unknown, isSuccess?: boolean) => void;

const probes: SourceProbe[] = [];

function start(codes: { readonly [category: string]: CategoryCodes } = CODES): SourceProbe {
  const probe = startSource(gpp(), codes);
  probes.push(probe);
  return probe;
}

/** An API that says one thing to whoever listens. */
function say(pingData: unknown): void {
  const api = (command: string, answer: Answer): void => {
    if (command === 'addEventListener') answer({ eventName: 'listenerRegistered', listenerId: 1000, pingData }, true);
  };
  Object.assign(globalThis, { __gpp: api });
}

const choicesFor = (change: object) => {
  say({ ...READY, ...change });
  const probe = start();
  return [probe.choice('sold'), probe.choice('shared'), probe.choice('ads')];
};
const choicesIn = (usnat: object) =>
  choicesFor({ parsedSections: { usnat: { ...READY.parsedSections.usnat, ...usnat } } });

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => {
  for (const probe of probes.splice(0)) probe.stop();
  Reflect.deleteProperty(globalThis, '__gpp');
  vi.useRealTimers();
});

describe('IAB’s own platform', () => {
  it('is undecided until its signal is ready, and again while the visitor chooses', () => {
    loadGppStub();
    const probe = start();
    const platform = loadGppPlatform();
    vi.advanceTimersByTime(1000);
    expect(probe.choice('sold')).toBe('undecided');
    platform.choose({ sale: 2, sharing: 2 });
    expect(probe.choice('sold')).toBe('granted');
    platform.ask();
    expect(probe.choice('sold')).toBe('undecided');
    platform.choose({ sale: 1, sharing: 2 });
    expect([probe.choice('sold'), probe.choice('shared'), probe.choice('ads')]).toEqual([
      'denied',
      'granted',
      'denied',
    ]);
  });

  it('is open by default in the opt-out regime, with the GPP string as proof', () => {
    loadGppStub();
    const platform = loadGppPlatform();
    platform.chooseInCalifornia({ sale: 2, sharing: 2 });
    const probe = start();
    expect(probe.last()).toMatchObject({
      source: 'gpp',
      evidence: 'default',
      regime: 'opt-out',
      region: 'US-CA',
      proof: { string: platform.api.getGppString() },
    });
    expect(probe.last().categories).not.toHaveProperty('own');
  });

  it('is not heard any more once the source stops', () => {
    loadGppStub();
    const platform = loadGppPlatform();
    platform.choose({ sale: 2, sharing: 2 });
    const probe = start();
    probe.stop();
    const { length } = probe.readings;
    platform.choose({ sale: 1, sharing: 1 });
    expect(probe.readings).toHaveLength(length);
    const { eventQueue } = (platform.api as unknown as { cmpApiContext: { eventQueue: { size: number } } })
      .cmpApiContext;
    expect(eventQueue.size).toBe(0);
  });

  it('is left by every listener that its stub handed over, at the first event after the source stops', () => {
    loadGppStub();
    const probe = start();
    const platform = loadGppPlatform();
    vi.advanceTimersByTime(1000);
    probe.stop();
    platform.ask();
    const { eventQueue } = (platform.api as unknown as { cmpApiContext: { eventQueue: { size: number } } })
      .cmpApiContext;
    expect(eventQueue.size).toBe(0);
  });
});

describe('the sections', () => {
  it('may be objects, as in IAB’s library, or arrays of segments, as in the specification', () => {
    const { usnat } = READY.parsedSections;
    expect(choicesFor({ parsedSections: { usnat } })).toEqual(['granted', 'granted', 'granted']);
    const segments = [
      { ...usnat, SaleOptOut: 1 },
      { SubsectionType: 1, Gpc: false },
    ];
    expect(choicesFor({ parsedSections: { usnat: segments } })).toEqual(['denied', 'granted', 'denied']);
  });

  it('deny in `1` and are open in `2`, whatever the field is called', () => {
    expect(choicesIn({ SaleOptOut: 1 })).toEqual(['denied', 'granted', 'denied']);
    expect(choicesIn({ SharingOptOut: 1 })).toEqual(['granted', 'denied', 'denied']);
    expect(choicesIn({ TargetedAdvertisingOptOut: 1 })).toEqual(['granted', 'granted', 'denied']);
    say({ ...READY, parsedSections: { usnat: { PersonalDataConsents: 1, SensitiveDataProcessing: [0, 2, 1] } } });
    const probe = start({ a: { gpp: 'PersonalDataConsents' }, b: { gpp: 'SensitiveDataProcessing' } });
    expect([probe.choice('a'), probe.choice('b')]).toEqual(['denied', 'denied']);
  });

  it.each([[0], [undefined], [null], ['2'], [true], [3]])('say nothing in %j', (SaleOptOut) => {
    expect(choicesIn({ SaleOptOut })[0]).not.toBe('granted');
  });

  it('are not open to who was not told of the opt-out', () => {
    expect(choicesIn({ SaleOptOutNotice: 2 })[0]).toBe('denied');
    expect(choicesIn({ SaleOptOutNotice: 0 })[0]).toBe('denied');
    expect(choicesIn({ SaleOptOutNotice: undefined })[0]).toBe('granted');
    expect(choicesIn({ SaleOptOutNotice: 2, SaleOptOut: 1 })[0]).toBe('denied');
  });

  it('deny what can be opted out of where they hold the browser’s own signal', () => {
    expect(choicesIn({ Gpc: true })[2]).toBe('denied');
  });

  it.each([
    ['KnownChildSensitiveDataConsents', [0, 1]],
    ['KnownChildSensitiveDataConsents', [1, 2, 0]],
    ['KnownChildSensitiveDataConsents', 1],
    ['PersonalDataConsents', 1],
    ['Gpc', true],
  ])('close every category where %s is %j, whatever its code', (field, value) => {
    expect(choicesIn({ [field]: value })).toEqual(['denied', 'denied', 'denied']);
    const { usnat } = READY.parsedSections;
    expect(choicesFor({ parsedSections: { usnat: [usnat, { SubsectionType: 1, [field]: value }] } })).toEqual([
      'denied',
      'denied',
      'denied',
    ]);
  });

  it.each([
    ['KnownChildSensitiveDataConsents', [0, 0]],
    ['KnownChildSensitiveDataConsents', [2, 2]],
    ['PersonalDataConsents', 0],
    ['PersonalDataConsents', 2],
    ['Gpc', false],
  ])('neither close nor open by %s where it is %j', (field, value) => {
    expect(choicesIn({ [field]: value })).toEqual(['granted', 'granted', 'granted']);
    say({ ...READY, parsedSections: { usnat: { [field]: value } } });
    expect(start().choice('sold')).toBe('undecided');
  });

  it('close what a list refuses in any of its places', () => {
    say({ ...READY, parsedSections: { usnat: { SensitiveDataProcessing: [0, 2, 1] } } });
    expect(start({ a: { gpp: 'SensitiveDataProcessing' } }).choice('a')).toBe('denied');
    say({ ...READY, parsedSections: { usnat: { SensitiveDataProcessing: [0, 2, 2] } } });
    expect(start({ a: { gpp: 'SensitiveDataProcessing' } }).choice('a')).toBe('granted');
  });

  it.each([
    [{ Version: 1, Notice: 'Y', OptOutSale: 'Y', LspaCovered: 'N' }, 'denied'],
    [[{ Version: 1, Notice: 'Y', OptOutSale: 'Y', LspaCovered: 'N' }], 'denied'],
    ['1YYN', 'denied'],
    [{ Version: 1, Notice: 'Y', OptOutSale: 'N', LspaCovered: 'N' }, 'granted'],
    ['1YNY', 'granted'],
  ])('close where the older US Privacy string beside them is opted out: %j', (uspv1, choice) => {
    const { usnat } = READY.parsedSections;
    expect(choicesFor({ applicableSections: [6, 7], parsedSections: { usnat, uspv1 } })).toEqual([
      choice,
      choice,
      choice,
    ]);
  });

  const usca = { Version: 1, SaleOptOutNotice: 1, SharingOptOutNotice: 1, SaleOptOut: 2, SharingOptOut: 2 };

  it.each([
    ['another one beside it', [8, 28]],
    ['it alone, and another one was read', [28]],
    ['one of a known state', [8, 16]],
  ])('grant nothing where a section applies that nobody read: %s', (_, applicableSections) => {
    say({ ...READY, applicableSections, parsedSections: { usca } });
    const probe = start();
    expect([probe.choice('sold'), probe.last().region]).toEqual(['undecided', 'US']);
  });

  it('grant where each section that applies was read', () => {
    say({ ...READY, applicableSections: [8], parsedSections: { usca } });
    const probe = start();
    expect([probe.choice('sold'), probe.last().region]).toEqual(['granted', 'US-CA']);
  });

  it.each(['SensitiveDataProcessingOptOutNotice', 'SensitiveDataLimitUseNotice'])(
    'grant no use of sensitive data without the notice that belongs to it: %s',
    (notice) => {
      const usnat = { SensitiveDataProcessing: [2, 2], [notice]: 2 };
      say({ ...READY, parsedSections: { usnat } });
      expect(start({ a: { gpp: 'SensitiveDataProcessing' } }).choice('a')).toBe('denied');
    },
  );

  it.each([
    ['none applies', [-1], {}],
    ['one of them is of the European Union', [7, 2], { sold: 'undecided', shared: 'undecided', ads: 'undecided' }],
    ['it is not known which apply', [0], { sold: 'undecided', shared: 'undecided', ads: 'undecided' }],
    ['nobody says which apply', [], { sold: 'undecided', shared: 'undecided', ads: 'undecided' }],
  ])('are no answer where %s', (_, applicableSections, categories) => {
    say({ ...READY, applicableSections });
    const reading = start().last();
    expect(reading.categories).toEqual(categories);
    expect(reading.regime).toBeUndefined();
  });

  it.each([
    [{ usnat: TOLD }, [7], 'US'],
    [{ usca: TOLD }, [8], 'US-CA'],
    [{ usva: TOLD }, [9], 'US-VA'],
    [{ usva: [TOLD, { SubsectionType: 1 }] }, [9], 'US-VA'],
    [{ usnat: TOLD, usca: TOLD }, [7, 8], 'US'],
    [{ usca: TOLD, usva: TOLD }, [8, 9], 'US'],
    [{}, [7], 'US'],
  ])('say the state where they are one state’s: %j', (parsedSections, applicableSections, region) => {
    say({ ...READY, applicableSections, parsedSections });
    expect(start().last().region).toBe(region);
  });

  it.each([[{ applicableSections: [2] }], [{ applicableSections: [-1] }], [{ signalStatus: 'not ready' }]])(
    'say nothing of where the visitor is with %j',
    (change) => {
      say({ ...READY, ...change });
      expect(start().last()).not.toHaveProperty('region');
    },
  );

  it('of several states: one denial denies', () => {
    const { usnat } = READY.parsedSections;
    expect(choicesFor({ parsedSections: { usnat, usca: { SaleOptOut: 1 } } })[0]).toBe('denied');
  });
});

describe('the page around this one', () => {
  it('is asked through its locator frame, and asked to forget the listener in the end', () => {
    const around = embedUnder('__gpp', 2);
    const probe = start();
    around.answer({ eventName: 'listenerRegistered', listenerId: 1000, data: true, pingData: READY });
    expect(probe.choice('sold')).toBe('granted');
    around.answer({ eventName: 'signalStatus', listenerId: 1000, pingData: { ...READY, signalStatus: 'not ready' } });
    expect(probe.choice('sold')).toBe('undecided');
    probe.stop();
    expect(around.asked.map(({ command, parameter }) => [command, parameter])).toEqual([
      ['addEventListener', undefined],
      ['removeEventListener', 1000],
    ]);
  });
});
