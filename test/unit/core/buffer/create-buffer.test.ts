import { describe, expect, it } from 'vitest';
import type { Loan } from '../../../../src/buffer/buffer.js';
import type { ChunkKey, Control } from '../../../../src/buffer/chunk.js';
import { createBuffer } from '../../../../src/buffer/create-buffer.js';
import { createUuidV7 } from '../../../../src/tag/create-uuid-v7.js';
import { ModelBrowser, settle } from '../../../support/model-browser.js';

/** The buffer by itself: pages of one browser, and what lies on its disk. Nothing is sent, and nobody has a payload. */

const LATER = Date.parse('2030-01-01');

function createDevice(limits: { maxEvents?: number; maxBytes?: number } = {}) {
  const browser = new ModelBrowser();
  browser.clock = Date.parse('2026-11-21T12:00:00Z');

  /** Lets the disk work, as long as there is work. */
  async function rest(): Promise<void> {
    for (let turn = 0; turn < 40; turn++) {
      await settle();
      while (browser.disk.pending.length) browser.disk.step();
    }
  }

  async function run<T>(promise: Promise<T>): Promise<T> {
    await rest();
    return promise;
  }

  function open(name: string, categories: readonly string[] = ['analytics'], environment: object = {}) {
    const tab = browser.openTab();
    const heard = {
      granted: [...categories],
      voided: [] as object[],
      moved: [] as (readonly (readonly string[])[])[],
      removed: [] as (readonly [string, string, string])[],
      turns: [] as boolean[],
    };
    const buffer = createBuffer(
      { ...tab.environment, ...environment },
      name,
      createUuidV7(tab.environment),
      limits,
      () => heard.granted,
      (epochs) => void heard.voided.push({ ...epochs }),
      // As the page does it: consent closes, and so the buffer is told.
      (closed, opened) => {
        heard.moved.push([[...closed], [...opened]]);
        heard.granted = heard.granted.filter((category) => !closed.includes(category));
        buffer.close(closed, true);
        heard.granted.push(...opened);
        buffer.open(opened);
      },
      (key, state, reason) => void heard.removed.push([key[2], state, reason]),
      (isFailure) => void heard.turns.push(isFailure),
    );
    buffer.open(heard.granted);

    const api = {
      ...{ buffer, heard, tab },
      adopt: () => run(buffer.enter(() => {})),
      /** Writes a chunk. Answers with its key. */
      async write({
        lane = 'lane',
        rank = 1,
        epochs = buffer.epochs(['analytics']) ?? 'none',
        count = 1,
        bytes = 10,
      } = {}) {
        // Ids of one millisecond have no order.
        browser.clock++;
        const key = buffer.toKey(lane, rank, epochs, count, bytes, LATER);
        await run(buffer.put(key, `data of ${key[2]}`, () => true));
        return key;
      },
      trade: (
        lane = 'lane',
        done: readonly ChunkKey[] = [],
        maxEvents = 100,
        maxBytes = 10_000,
        passed: string[] = [],
      ) => run(buffer.trade(lane, done, maxEvents, maxBytes, passed)),
    };
    return api;
  }

  const chunks = (): ChunkKey[] =>
    browser.disk.records.filter(([key]) => Array.isArray(key)).map(([key]) => key as never as ChunkKey);
  const control = (): Control => browser.disk.records.find(([key]) => key === 'control')?.[1] as Control;
  return { browser, rest, run, open, chunks, control };
}

const idsOf = (loan: Loan | number | undefined): string[] => (loan as Loan).entries.map(([key]) => key[2]);

describe('a page that may store', () => {
  it('touches nothing before its first transaction', async () => {
    const { browser, open, rest } = createDevice();
    open('one');
    await rest();
    expect([browser.disk.touches, browser.disk.records]).toEqual([0, []]);
  });

  it('adopts one epoch for each category, and the next page the same', async () => {
    const { open, control } = createDevice();
    const [one, two] = [open('one', ['analytics', 'marketing']), open('two', ['analytics', 'marketing'])];
    expect(one.buffer.epochs(['analytics'])).toBeUndefined();
    await one.adopt();
    await two.adopt();
    const { analytics, marketing } = control().epochs;
    expect(analytics).not.toBe(marketing);
    expect(one.buffer.epochs(['analytics', 'marketing'])).toBe(`${analytics},${marketing}`);
    expect(two.buffer.epochs(['analytics', 'marketing'])).toBe(`${analytics},${marketing}`);
  });

  it('has no epoch for a category that is not granted, nor for a list that holds one', async () => {
    const { open } = createDevice();
    const one = open('one');
    await one.adopt();
    expect(one.buffer.epochs(['analytics', 'marketing'])).toBeUndefined();
    expect(one.buffer.epochs([])).toBe('');
  });

  it('names its chunks by lane, rank, a new id, epochs, sizes, expiry and itself', () => {
    const { buffer } = createDevice().open('one');
    const [lane, rank, id, ...rest] = buffer.toKey('lane', 2, 'e', 3, 4, 5);
    expect([lane, rank, ...rest]).toEqual(['lane', 2, 'e', 3, 4, 5, 'one']);
    expect(id).not.toBe(buffer.toKey('lane', 2, 'e', 3, 4, 5)[2]);
  });

  it('hands out what a transaction found, and undefined where there is none', async () => {
    const { open, run } = createDevice();
    const { buffer } = open('one');
    expect(await run(buffer.enter<number>((_store, _control, done) => done(5)))).toBe(5);
    expect(await run(buffer.enter(() => {}))).toBeUndefined();
  });

  it('keeps what a transaction changes in the control record', async () => {
    const { open, run, control } = createDevice();
    const { buffer } = open('one');
    await run(buffer.enter((_store, record) => void (record.receipt = 'x')));
    expect(control().receipt).toBe('x');
  });
});

describe('a chunk', () => {
  it('is written where it may be when its transaction begins, and not otherwise', async () => {
    const { open, run, chunks } = createDevice();
    const one = open('one');
    await one.adopt();
    const key = one.buffer.toKey('lane', 1, one.buffer.epochs(['analytics'])!, 1, 10, LATER);
    expect([await run(one.buffer.put(key, 'x', () => false)), chunks()]).toEqual([false, []]);
    expect([await run(one.buffer.put(key, 'x', () => true)), chunks()]).toEqual([true, [key]]);
  });

  it('is read by whoever asks, and nothing is touched where there is no database', async () => {
    const { browser, open, run } = createDevice();
    const one = open('one');
    expect(await run(one.buffer.read())).toEqual([]);
    expect(browser.disk.touches).toBe(0);
    await one.adopt();
    const key = await one.write();
    expect(await run(one.buffer.read())).toEqual([{ data: `data of ${key[2]}` }]);
  });

  it('is read where the browser does not tell whether there is a database, once this page has made one', async () => {
    const { open, run } = createDevice();
    const one = open('one', ['analytics'], { hasStore: async () => undefined });
    expect(await run(one.buffer.read())).toEqual([]);
    await one.adopt();
    await one.write();
    expect(await run(one.buffer.read())).toHaveLength(1);
  });
});

describe('a lease', () => {
  it('lets one page alone have a lane, and another one have another lane', async () => {
    const { browser, open } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    const [first] = [await one.write(), await one.write({ lane: 'other' })];
    expect(idsOf(await one.trade())).toEqual([first[2]]);
    expect(await two.trade()).toBe(10_000);
    browser.clock += 4_000;
    expect(await two.trade()).toBe(6_000);
    expect(await two.trade('other')).toHaveProperty('entries');
  });

  it('is over after ten seconds, and not before', async () => {
    const { browser, open } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    await one.write();
    const loan = (await one.trade()) as Loan;
    browser.clock += 9_999;
    expect([loan.mayStart(), await two.trade()]).toEqual([true, 1]);
    browser.clock += 1;
    expect([loan.mayStart(), idsOf(await two.trade()).length]).toEqual([false, 1]);
  });

  it('that ends later than any could is none: the clock was set back', async () => {
    const { browser, open } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    await one.write();
    await one.trade();
    browser.clock -= 1;
    expect(idsOf(await two.trade())).toHaveLength(1);
  });

  it('is taken again by the page that has it', async () => {
    const { open } = createDevice();
    const one = open('one');
    await one.adopt();
    await one.write();
    await one.trade();
    expect(idsOf(await one.trade())).toHaveLength(1);
  });

  it('is given back where nothing is left, and where nothing is wanted any more', async () => {
    const { open, control } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    expect(idsOf(await one.trade())).toEqual([]);
    expect(control().leases).toEqual({});
    const key = await one.write();
    await one.trade();
    expect(control().leases['lane']).toMatchObject({ by: 'one' });
    await one.trade('lane', [key], 0);
    expect(control().leases).toEqual({});
    expect(idsOf(await two.trade())).toEqual([]);
  });

  it('is worth nothing for a request once consent closes', async () => {
    const { open, rest } = createDevice();
    const one = open('one');
    await one.adopt();
    await one.write();
    const loan = (await one.trade()) as Loan;
    expect(loan.mayStart()).toBe(true);
    one.buffer.close(['marketing'], false);
    expect(loan.mayStart()).toBe(false);
    await rest();
  });
});

describe('what a page takes to send', () => {
  it('is the oldest, of this lane, with its data, up to the limits', async () => {
    const { open } = createDevice();
    const one = open('one');
    await one.adopt();
    const keys = [];
    for (let number = 0; number < 4; number++) keys.push(await one.write({ count: 10, bytes: 100 }));
    await one.write({ lane: 'other' });
    const loan = (await one.trade('lane', [], 30)) as Loan;
    expect(loan.entries).toEqual(keys.slice(0, 3).map((key) => [key, `data of ${key[2]}`]));
    expect(idsOf(await one.trade('lane', [], 29))).toHaveLength(2);
    expect(idsOf(await one.trade('lane', [], 100, 200))).toHaveLength(2);
    expect(idsOf(await one.trade('lane', [], 100, 199))).toHaveLength(1);
    expect(idsOf(await one.trade('lane', [], 100, 10_000))).toHaveLength(4);
  });

  it('is one chunk at least, whatever its size', async () => {
    const { open } = createDevice();
    const one = open('one');
    await one.adopt();
    const large = await one.write({ count: 50, bytes: 5_000 });
    await one.write();
    expect(idsOf(await one.trade('lane', [], 10, 10))).toEqual([large[2]]);
  });

  it('leaves out what it is told to pass over, and deletes what is done', async () => {
    const { open, chunks } = createDevice();
    const one = open('one');
    await one.adopt();
    const [first, second, third] = [await one.write(), await one.write(), await one.write()];
    expect(idsOf(await one.trade('lane', [], 100, 10_000, [second[2]]))).toEqual([first[2], third[2]]);
    expect(idsOf(await one.trade('lane', [first]))).toEqual([second[2], third[2]]);
    expect(chunks()).toEqual([second, third]);
  });

  it('is looked for beyond the first page of keys', async () => {
    const { open } = createDevice();
    const one = open('one');
    await one.adopt();
    const keys = [];
    for (let number = 0; number < 70; number++) keys.push(await one.write());
    const passed = keys.slice(0, 66).map((key) => key[2]);
    expect(idsOf(await one.trade('lane', [], 100, 10_000, passed))).toEqual(keys.slice(66).map((key) => key[2]));
    expect(idsOf(await one.trade('lane', [], 100))).toHaveLength(70);
  });

  it('is not what lies there under an epoch that is none of this page’s', async () => {
    const { open } = createDevice();
    const one = open('one');
    await one.adopt();
    await one.write({ epochs: 'another' });
    await one.write({ epochs: `${one.buffer.epochs(['analytics'])},another` });
    const free = await one.write({ epochs: '' });
    expect(idsOf(await one.trade())).toEqual([free[2]]);
  });
});

describe('a withdrawal', () => {
  it('deletes what lies there, for this page and the next, and says what became of it', async () => {
    const { open, rest, chunks, control } = createDevice();
    const one = open('one');
    await one.adopt();
    const [bound, free] = [await one.write(), await one.write({ epochs: '' })];
    one.heard.granted = [];
    one.buffer.close(['analytics'], true);
    expect(one.buffer.epochs(['analytics'])).toBeUndefined();
    await rest();
    expect(chunks()).toEqual([free]);
    expect(one.heard.removed).toEqual([[bound[2], 'purged', 'withdrawn']]);
    expect(control().epochs).toEqual({});
  });

  it('deletes the keys with the last epoch, and not before', async () => {
    const { browser, open, rest, run } = createDevice();
    const one = open('one', ['analytics', 'marketing']);
    await run(one.buffer.enter((store) => void store.put('secret', 'keys')));
    const hasKeys = (): boolean => browser.disk.records.some(([key]) => key === 'keys');
    one.heard.granted = ['marketing'];
    one.buffer.close(['analytics'], true);
    await rest();
    expect(hasKeys()).toBe(true);
    one.heard.granted = [];
    one.buffer.close(['marketing'], true);
    await rest();
    expect(hasKeys()).toBe(false);
  });

  it('stands in a mark at once, until ten seconds after the wipe', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one');
    await one.adopt();
    const epoch = one.buffer.epochs(['analytics'])!;
    one.heard.granted = [];
    one.buffer.close(['analytics'], true);
    expect(new URLSearchParams(browser.mark).get('analytics')! >= epoch).toBe(true);
    expect(one.heard.voided).toHaveLength(1);
    await rest();
    expect(browser.mark).not.toBe('');
    browser.clock += 10_000;
    while (one.tab.isDue()) one.tab.fireTimer();
    expect(browser.mark).toBe('');
  });

  it('leaves a mark in peace that another tab wrote meanwhile', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one');
    await one.adopt();
    one.heard.granted = [];
    one.buffer.close(['analytics'], true);
    await rest();
    browser.mark = 'marketing=zz';
    browser.clock += 10_000;
    while (one.tab.isDue()) one.tab.fireTimer();
    expect(browser.mark).toBe('marketing=zz');
  });

  it('of what was no grant leaves no mark and tells nobody', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one', []);
    one.buffer.close(['analytics'], false);
    await rest();
    expect([browser.mark, one.heard.voided, browser.disk.touches]).toEqual(['', [], 0]);
  });

  it('is followed by every page that reads the mark, adopts or writes', async () => {
    const { open, rest, chunks } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    one.heard.granted = [];
    one.buffer.close(['analytics'], true);
    two.buffer.heed();
    expect(two.heard.moved[0]).toEqual([['analytics'], []]);
    await rest();
    await two.adopt();
    expect(two.buffer.epochs(['analytics'])).toBeUndefined();
    expect(chunks()).toEqual([]);
  });

  it('that another tab finished is noticed without a mark, by the control record', async () => {
    const { browser, open, rest } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    one.heard.granted = [];
    one.buffer.close(['analytics'], true);
    await rest();
    browser.mark = '';
    await two.adopt();
    expect(two.heard.moved.flat()).toContainEqual(['analytics']);
    expect(two.buffer.epochs(['analytics'])).toBeUndefined();
  });

  it('does not reach what is granted anew: neither here nor in a tab that lags behind', async () => {
    const { open, rest, chunks } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    const old = await two.write();
    one.buffer.close(['analytics'], true);
    one.buffer.open(['analytics']);
    await rest();
    await one.adopt();
    const fresh = await one.write();
    two.buffer.heed();
    await rest();
    expect(two.heard.moved).toHaveLength(1);
    expect(chunks()).toEqual([fresh]);
    expect(fresh[3]).not.toBe(old[3]);
  });

  it('is heard of a tab by its message, as by the mark', async () => {
    const { open, rest } = createDevice();
    const two = open('two');
    await two.adopt();
    two.buffer.heed({ analytics: '' });
    expect(two.heard.moved).toEqual([]);
    two.buffer.heed({ analytics: `${two.buffer.epochs(['analytics'])}` });
    expect(two.heard.moved).toEqual([[['analytics'], []]]);
    await rest();
  });

  it('takes an epoch from after now for void: the clock was set back since', async () => {
    const { browser, open } = createDevice();
    const two = open('two');
    await two.adopt();
    browser.clock -= 60_000;
    two.buffer.heed({ analytics: '0' });
    expect(two.heard.moved).toEqual([[['analytics'], []]]);
  });

  it('that overtakes a transaction leaves nothing of it adopted', async () => {
    const { open, rest } = createDevice();
    const one = open('one');
    const adopting = one.buffer.enter(() => one.buffer.close(['analytics'], true));
    one.heard.granted = [];
    await rest();
    await adopting;
    expect(one.buffer.epochs(['analytics'])).toBeUndefined();
  });
});

describe('a sweep', () => {
  it('ends what has expired, in the millisecond in which it does', async () => {
    const { browser, open, run, chunks } = createDevice();
    const one = open('one');
    await one.adopt();
    const key = await one.write();
    browser.clock = LATER - 1;
    expect([await run(one.buffer.sweep()), chunks().length]).toEqual([true, 1]);
    browser.clock = LATER;
    expect([await run(one.buffer.sweep()), chunks().length]).toEqual([true, 0]);
    expect(one.heard.removed).toEqual([[key[2], 'expired', 'retention']]);
  });

  it('evicts the weakest first, then the oldest, of the lane that is too full, a tenth more than it must', async () => {
    const { open, run, chunks } = createDevice({ maxEvents: 10, maxBytes: 1_000_000 });
    const one = open('one');
    await one.adopt();
    const strong = await one.write({ rank: 2, count: 3 });
    const [old, young] = [await one.write({ count: 3 }), await one.write({ count: 3 })];
    const elsewhere = await one.write({ lane: 'other', count: 9 });
    expect(one.heard.removed).toEqual([]);
    await one.write({ count: 2, rank: 2 });
    await run(one.buffer.sweep());
    expect(one.heard.removed).toEqual([[old[2], 'dropped', 'buffer-full']]);
    expect(chunks()).toEqual(expect.arrayContaining([strong, young, elsewhere]));
  });

  it('counts bytes as well as events', async () => {
    const { open, run } = createDevice({ maxEvents: 1_000, maxBytes: 100 });
    const one = open('one');
    await one.adopt();
    const [first] = [await one.write({ bytes: 60 }), await one.write({ bytes: 60 })];
    await run(one.buffer.sweep());
    expect(one.heard.removed).toEqual([[first[2], 'dropped', 'buffer-full']]);
  });

  it('comes by itself when a lane becomes too full', async () => {
    const { open, rest, chunks } = createDevice({ maxEvents: 4 });
    const one = open('one');
    await one.adopt();
    for (let number = 0; number < 5; number++) await one.write();
    await rest();
    expect(chunks()).toHaveLength(3);
  });

  it('goes through more keys than one page of them', async () => {
    const { browser, open, run, chunks } = createDevice();
    const one = open('one');
    await one.adopt();
    for (let number = 0; number < 130; number++) await one.write();
    browser.clock = LATER;
    await run(one.buffer.sweep());
    expect([chunks().length, one.heard.removed.length]).toEqual([0, 130]);
  });

  it('forgets everything for a reason, whatever it needs', async () => {
    const { open, run, chunks } = createDevice();
    const one = open('one');
    await one.adopt();
    await one.write();
    await one.write({ epochs: '' });
    await run(one.buffer.settle('forgotten'));
    expect(chunks()).toEqual([]);
    expect(one.heard.removed.map(([, ...end]) => end)).toEqual([
      ['purged', 'forgotten'],
      ['purged', 'forgotten'],
    ]);
  });

  it('is not done twice for the same withdrawal', async () => {
    const { browser, open, rest, run } = createDevice();
    const one = open('one');
    await one.adopt();
    one.heard.granted = [];
    one.buffer.close(['analytics'], true);
    await rest();
    const { touches } = browser.disk;
    await run(one.buffer.settle());
    expect(browser.disk.touches).toBe(touches);
  });
});

describe('a device that fails', () => {
  const broken = { createStore: () => async () => Promise.reject(new Error('broken')) };

  it('is said to have failed once, rests, and is said to be tried again', async () => {
    const { browser, open, run } = createDevice();
    const one = open('one', ['analytics'], broken);
    expect(one.buffer.isAwake()).toBe(true);
    await run(one.buffer.enter(() => {}));
    await run(one.buffer.enter(() => {}));
    expect([one.heard.turns, one.buffer.isAwake()]).toEqual([[true], false]);
    browser.clock += 5_000;
    while (one.tab.isDue()) one.tab.fireTimer();
    expect(one.heard.turns).toEqual([true, false]);
    expect(one.buffer.isAwake()).toBe(true);
  });

  it('is asked at once where somebody wants it', async () => {
    const { open, run } = createDevice();
    const one = open('one', ['analytics'], broken);
    await run(one.buffer.enter(() => {}));
    one.buffer.wake();
    expect(one.buffer.isAwake()).toBe(true);
  });

  it('gives nothing, and takes nothing', async () => {
    const { open, run } = createDevice();
    const one = open('one', ['analytics'], broken);
    expect(await run(one.buffer.read())).toEqual([]);
    expect(await run(one.buffer.sweep())).toBe(false);
    expect(await run(one.buffer.trade('lane', [], 1, 1, []))).toBeUndefined();
    expect(await run(one.buffer.put(one.buffer.toKey('lane', 1, '', 1, 1, LATER), 'x', () => true))).toBeUndefined();
    expect(one.buffer.epochs(['analytics'])).toBeUndefined();
  });
});

describe('what is void', () => {
  it('stays void, whatever earlier word of it comes later', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one');
    await one.adopt();
    one.buffer.heed({ marketing: 'b' });
    one.buffer.heed({ marketing: 'a' });
    one.buffer.close(['analytics'], true);
    expect(new URLSearchParams(browser.mark).get('marketing')).toBe('b');
    await rest();
  });

  it('ends before what is opened next, in the same millisecond too', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one');
    for (let round = 0; round < 25; round++) {
      await one.adopt();
      one.buffer.close(['analytics'], true);
      const last = new URLSearchParams(browser.mark).get('analytics')!;
      await rest();
      await one.adopt();
      expect(one.buffer.epochs(['analytics'])! > last).toBe(true);
    }
  });

  it('reaches a page that has not asked the device yet', async () => {
    const { open, rest } = createDevice();
    const one = open('one');
    one.buffer.heed({ analytics: 'zzzz' });
    expect(one.heard.moved).toEqual([[['analytics'], []]]);
    await rest();
  });

  it('reaches up to the moment of the withdrawal, and beyond it where the clock was set back', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one');
    await one.adopt();
    browser.clock += 3_600_000;
    one.buffer.close(['analytics'], true);
    const time = browser.clock.toString(16).padStart(12, '0');
    expect(new URLSearchParams(browser.mark).get('analytics')!.replaceAll('-', '').slice(0, 12)).toBe(time);
    await rest();

    const two = open('two', ['marketing']);
    await two.adopt();
    const epoch = two.buffer.epochs(['marketing'])!;
    browser.clock -= 60_000;
    two.buffer.close(['marketing'], true);
    expect(new URLSearchParams(browser.mark).get('marketing')).toBe(epoch);
    await rest();
  });

  it('is marked by a page that hears of it alone, and once', async () => {
    const { browser, open, rest, control } = createDevice();
    const two = open('two', ['analytics', 'marketing']);
    await two.adopt();
    const epoch = two.buffer.epochs(['analytics'])!;
    two.heard.granted = ['marketing'];
    // Heard by a message, and consent said nothing: only the record knows of the epoch.
    two.buffer.heed({ analytics: epoch });
    await two.adopt();
    expect(control().epochs).not.toHaveProperty('analytics');
    expect(new URLSearchParams(browser.mark).get('analytics')).toBe(epoch);
    const { length } = two.heard.voided;
    expect(length).toBeGreaterThan(0);
    browser.mark = '';
    await two.adopt();
    expect([two.heard.voided.length, browser.mark]).toEqual([length, '']);
    await rest();
  });

  it('and granted anew by another tab is told as both', async () => {
    const { browser, open, rest } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    one.buffer.close(['analytics'], true);
    await rest();
    await one.adopt();
    browser.mark = '';
    await two.adopt();
    expect(two.heard.moved).toEqual([[['analytics'], ['analytics']]]);
    await two.adopt();
    expect(two.buffer.epochs(['analytics'])).toBe(one.buffer.epochs(['analytics']));
  });
});

describe('a record of control', () => {
  it('that is gone with all data leaves consent as it is', async () => {
    const { browser, open, control } = createDevice();
    const one = open('one');
    await one.adopt();
    const epoch = one.buffer.epochs(['analytics']);
    browser.disk.records.length = 0;
    await one.adopt();
    expect([control().epochs['analytics'], one.buffer.epochs(['analytics'])]).toEqual([epoch, epoch]);
    expect(one.heard.moved).toEqual([]);
  });

  it('loses its receipt with the epoch that it was for', async () => {
    const { open, run, rest, control } = createDevice();
    const one = open('one');
    await run(one.buffer.enter((_store, record) => void (record.receipt = 'x')));
    one.heard.granted = [];
    one.buffer.close(['analytics'], true);
    await rest();
    expect(control()).not.toHaveProperty('receipt');
  });
});

describe('the limits of a lane', () => {
  it('may be reached, and no more', async () => {
    const { open, run, chunks } = createDevice({ maxEvents: 4 });
    const one = open('one');
    await one.adopt();
    for (let number = 0; number < 4; number++) await one.write();
    await run(one.buffer.sweep());
    expect([chunks().length, one.heard.removed]).toEqual([4, []]);
  });

  it('let one go at a time until a tenth is free', async () => {
    const { open, rest, chunks } = createDevice({ maxEvents: 10 });
    const one = open('one');
    await one.adopt();
    for (const count of [2, 2, 2, 2, 3]) await one.write({ count });
    await rest();
    expect(chunks().map((key) => key[4])).toEqual([2, 2, 2, 3]);
  });

  it('cost a write no look at all keys while they are far', async () => {
    const { browser, open } = createDevice({ maxEvents: 3 });
    const one = open('one');
    await one.adopt();
    await one.write();
    const before = browser.disk.touches;
    await one.write();
    await one.write();
    expect(browser.disk.touches - before).toBe(2);
    await one.write();
    expect(browser.disk.touches - before).toBeGreaterThan(3);
  });

  it('are each lane’s own', async () => {
    const { open, run } = createDevice({ maxEvents: 4 });
    const one = open('one');
    await one.adopt();
    for (const lane of ['a', 'b', 'a', 'b', 'a', 'b']) await one.write({ lane });
    await run(one.buffer.sweep());
    expect(one.heard.removed).toEqual([]);
  });
});

describe('a wipe', () => {
  it('asks for no database that is not there, and leaves no timer where there is no mark', async () => {
    const { browser, open, run } = createDevice();
    const one = open('one', [], { hasStore: async () => undefined });
    await run(one.buffer.settle());
    one.buffer.close(['analytics'], false);
    await run(one.buffer.settle());
    expect([browser.disk.touches, one.tab.timers]).toEqual([0, []]);
  });

  it('looks where a mark says so, though nobody can tell whether there is a database', async () => {
    const { browser, open, run } = createDevice();
    browser.mark = 'analytics=0';
    const one = open('one', [], { hasStore: async () => undefined });
    one.buffer.close([], false);
    await run(one.buffer.settle());
    expect(browser.disk.touches).toBeGreaterThan(0);
  });

  it('does not look where there is none for sure, whatever a mark says', async () => {
    const { browser, open, run } = createDevice();
    browser.mark = 'analytics=0';
    const one = open('one', [], { hasStore: async () => false });
    one.buffer.close([], false);
    await run(one.buffer.settle());
    expect(browser.disk.touches).toBe(0);
  });

  it('that the device did not let happen is done when it works again', async () => {
    const { browser, open, rest, chunks } = createDevice();
    const device = { isBroken: false };
    const createStore = () => async (mode: IDBTransactionMode, use: (store: IDBObjectStore) => never) => {
      if (device.isBroken) throw new Error('broken');
      return browser.disk.open({})(mode, use);
    };
    const one = open('one', ['analytics'], { createStore });
    await one.adopt();
    await one.write();
    device.isBroken = true;
    one.heard.granted = [];
    one.buffer.close(['analytics'], true);
    await rest();
    expect(chunks()).toHaveLength(1);
    device.isBroken = false;
    browser.clock += 5_000;
    while (one.tab.isDue()) one.tab.fireTimer();
    await rest();
    expect(chunks()).toEqual([]);
    expect(browser.mark).not.toBe('');
  });
});

describe('a browser', () => {
  it('whose transactions cannot be committed early writes all the same', async () => {
    const { browser, open, chunks } = createDevice();
    const createStore = () => (mode: IDBTransactionMode, use: (store: IDBObjectStore) => never) =>
      browser.disk.open({})(mode, (store) => {
        Object.assign(store.transaction, { commit: undefined });
        return use(store);
      });
    const one = open('one', ['analytics'], { createStore });
    await one.adopt();
    await one.write();
    expect([chunks().length, one.heard.turns]).toEqual([1, []]);
  });

  it('that has a database and does not open it gives nothing of it', async () => {
    const { open, run } = createDevice();
    const createStore = () => async () => Promise.reject(new Error('broken'));
    const one = open('one', ['analytics'], { createStore, hasStore: async () => true });
    expect(await run(one.buffer.read())).toEqual([]);
  });
});

describe('a key of nobody', () => {
  it('is deleted by a sweep, counted nowhere, and never taken for a chunk', async () => {
    const { browser, open, run, chunks } = createDevice();
    const one = open('one');
    await one.adopt();
    const key = await one.write({ lane: 'zzz' });
    for (const strange of [['zzz', 0, '', 1], [], ['zzz', 0, '', '', 'a', 'b', 'c', '']]) {
      void browser.disk.open({})('readwrite', (store) => void store.put({ data: 'x' }, strange as never));
      browser.disk.step();
    }
    expect(idsOf(await one.trade('zzz'))).toEqual([key[2]]);
    expect(await run(one.buffer.sweep())).toBe(true);
    expect([chunks(), one.heard.removed, one.heard.turns]).toEqual([[key], [], []]);
  });

  it('of a chunk without a value is handed out as one that cannot be read', async () => {
    const { browser, open } = createDevice();
    const one = open('one');
    await one.adopt();
    const key = await one.write();
    browser.disk.records.find(([name]) => Array.isArray(name))![1] = undefined;
    expect(((await one.trade()) as Loan).entries).toEqual([[key, '']]);
  });
});
