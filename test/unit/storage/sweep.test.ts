import { describe, expect, it } from 'vitest';
import type { ChunkClaim } from '../../../src/storage/event-store.js';
import { LATER, createDevice, idsOf } from './event-store-fixture.js';

describe('a sweep', () => {
  it('ends what has expired, in the millisecond in which it does', async () => {
    const { browser, open, run, chunks } = createDevice();
    const one = open('one');
    await one.adopt();
    const key = await one.write();
    browser.clock = LATER - 1;
    expect([await run(one.sweep()), chunks().length]).toEqual([true, 1]);
    browser.clock = LATER;
    expect([await run(one.sweep()), chunks().length]).toEqual([true, 0]);
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
    await run(one.sweep());
    expect(one.heard.removed).toEqual([[old[2], 'dropped', 'buffer-full']]);
    expect(chunks()).toEqual(expect.arrayContaining([strong, young, elsewhere]));
  });

  it('counts bytes as well as events', async () => {
    const { open, run } = createDevice({ maxEvents: 1_000, maxBytes: 100 });
    const one = open('one');
    await one.adopt();
    const [first] = [await one.write({ bytes: 60 }), await one.write({ bytes: 60 })];
    await run(one.sweep());
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
    await run(one.sweep());
    expect([chunks().length, one.heard.removed.length]).toEqual([0, 130]);
  });

  it('forgets everything for a reason, whatever it needs', async () => {
    const { open, run, chunks } = createDevice();
    const one = open('one');
    await one.adopt();
    await one.write();
    await one.write({ epochs: '' });
    await run(one.wipe('forgotten'));
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
    one.close(['analytics']);
    await rest();
    const { touches } = browser.disk;
    await run(one.wipe());
    expect(browser.disk.touches).toBe(touches);
  });
});

describe('the limits of a lane', () => {
  it('may be reached, and no more', async () => {
    const { open, run, chunks } = createDevice({ maxEvents: 4 });
    const one = open('one');
    await one.adopt();
    for (let number = 0; number < 4; number++) await one.write();
    await run(one.sweep());
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

  it('cost a write no look at all keys once a sweep has made room', async () => {
    const { browser, open, rest, chunks } = createDevice({ maxEvents: 4 });
    const one = open('one');
    await one.adopt();
    for (let number = 0; number < 5; number++) await one.write();
    await rest();
    expect(chunks()).toHaveLength(3);
    const before = browser.disk.touches;
    await one.write();
    expect(browser.disk.touches - before).toBe(1);
  });

  it('are each lane’s own', async () => {
    const { open, run } = createDevice({ maxEvents: 4 });
    const one = open('one');
    await one.adopt();
    for (const lane of ['a', 'b', 'a', 'b', 'a', 'b']) await one.write({ lane });
    await run(one.sweep());
    expect(one.heard.removed).toEqual([]);
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
    expect(idsOf(await one.claim('zzz'))).toEqual([key[2]]);
    expect(await run(one.sweep())).toBe(true);
    expect([chunks(), one.heard.removed, one.heard.failures]).toEqual([[key], [], []]);
  });

  it('does not keep a lane from its limits', async () => {
    const { browser, open, rest, chunks } = createDevice({ maxEvents: 4 });
    const one = open('one');
    await one.adopt();
    void browser.disk.open({})('readwrite', (store) => void store.put({ data: 'x' }, ['lane', 0, '', 1]));
    for (let number = 0; number < 5; number++) await one.write();
    await rest();
    expect(chunks()).toHaveLength(3);
  });

  it('of a chunk without a value is handed out as one that cannot be read', async () => {
    const { browser, open } = createDevice();
    const one = open('one');
    await one.adopt();
    const key = await one.write();
    browser.disk.records.find(([name]) => Array.isArray(name))![1] = undefined;
    expect(((await one.claim()) as ChunkClaim).entries).toEqual([[key, '']]);
  });
});
