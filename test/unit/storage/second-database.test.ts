import { describe, expect, it } from 'vitest';
import type { ChunkKey } from '../../../src/storage/chunk.js';
import type { ModelDisk } from '../../support/model-disk.js';
import { createDevice, idsOf } from './event-store-fixture.js';

/** A first database whose transactions never end, and the second one that events lie in meanwhile. */

const chunksOf = ({ records }: ModelDisk): ChunkKey[] =>
  records.filter(([key]) => Array.isArray(key)).map(([key]) => key as never as ChunkKey);
const epochsOf = ({ records }: ModelDisk): object =>
  (records.find(([key]) => key === 'control') as [string, { epochs: object }])[1].epochs;

/** A page whose transactions hang, and that has found it out. */
async function createHung(categories = ['analytics']) {
  const device = createDevice();
  device.browser.disk.isHung = true;
  const one = device.open('one', categories);
  const adopting = one.store.enter((_store, _control, done) => done());
  await device.pass(1200);
  await adopting;
  await one.adopt();
  return { ...device, one };
}

describe('a database whose transactions never end', () => {
  it('is given up after two attempts, and another one is written to at once', async () => {
    const { browser, open, pass, rest } = createDevice();
    browser.disk.isHung = true;
    const one = open('one');
    const adopting = one.store.enter((_store, _control, done) => done());
    await pass(1199);
    expect([one.store.isSpilling(), browser.spill.touches]).toEqual([false, 0]);
    await pass(1);
    await adopting;
    expect([one.store.isSpilling(), one.store.isAwake(), one.heard.failures]).toEqual([true, true, [true]]);
    await one.adopt();
    const key = await one.write();
    expect(chunksOf(browser.spill)).toEqual([key]);
    expect(epochsOf(browser.spill)).toEqual({ analytics: key[3] });
    await rest();
  });

  it('is not what fails otherwise: that is no reason for a second one', async () => {
    const { browser, open } = createDevice();
    const one = open('one', ['analytics'], { createStore: () => async () => Promise.reject(new Error('broken')) });
    await one.adopt();
    expect([one.store.isSpilling(), one.store.isAwake(), browser.spill.touches]).toEqual([false, false, 0]);
  });

  it('does not end the way of what was made for the other one: it is not written under epochs that are not its own', async () => {
    const { browser, open, pass, run } = createDevice();
    const one = open('one');
    await one.adopt();
    const epochs = one.store.epochs(['analytics'])!;
    browser.disk.isHung = true;
    const writing = one.store.put(one.store.toKey('lane', 1, epochs, 1, 10, 9e12), 'data', () => true);
    await pass(1200);
    expect(await writing).toBeUndefined();
    const isWritten = await run(one.store.put(one.store.toKey('lane', 1, epochs, 1, 10, 9e12), 'data', () => true));
    expect([isWritten, chunksOf(browser.spill)]).toEqual([false, []]);
    expect(one.store.epochs(['analytics'])).toBeUndefined();
    await one.adopt();
    expect(one.store.epochs(['analytics'])).toBe(epochs);
  });

  it('is asked again after a while, and written to again once it answers', async () => {
    const { browser, one, pass, chunks } = await createHung();
    const spilled = await one.write();
    await pass(5_000);
    browser.disk.isHung = false;
    expect(idsOf(await one.claim())).toEqual([spilled[2]]);
    expect(one.store.isSpilling()).toBe(false);
    await one.adopt();
    const key = await one.write();
    expect(chunks()).toEqual([key]);
  });

  it('answers again to a page that had found no second one before: what it left there is lent all the same', async () => {
    const { browser, open, pass } = createDevice();
    const one = open('one');
    await one.adopt();
    expect(idsOf(await one.claim())).toEqual([]);
    browser.disk.isHung = true;
    const adopting = one.store.enter((_store, _control, done) => done());
    await pass(1200);
    await adopting;
    await one.adopt();
    const key = await one.write();
    browser.disk.isHung = false;
    await pass(5_000);
    expect(idsOf(await one.claim())).toEqual([key[2]]);
  });

  it('is left alone while it rests', async () => {
    const { browser, one } = await createHung();
    const { touches } = browser.disk;
    const key = await one.write();
    expect(idsOf(await one.claim())).toEqual([key[2]]);
    expect(browser.disk.touches).toBe(touches);
  });

  it('is asked for what no second one holds, by enterFirst', async () => {
    const { browser, one, run } = await createHung();
    browser.disk.isHung = false;
    expect(await run(one.store.enterFirst<string>((_, __, done) => done('first')))).toBe('first');
    expect([epochsOf(browser.disk), one.store.isSpilling()]).toEqual([expect.any(Object), false]);
  });
});

describe('what lies in the second database', () => {
  it('is lent to the next page after what lies in the first one, and gone when it is sent', async () => {
    const { browser, one, open } = await createHung();
    const spilled = [await one.write(), await one.write()];
    browser.closeTab(one.tab);
    browser.disk.isHung = false;
    const two = open('two');
    await two.adopt();
    const first = await two.write();
    expect(idsOf(await two.claim())).toEqual([first[2]]);
    expect(idsOf(await two.claim('lane', [first]))).toEqual(spilled.map((key) => key[2]));
    expect(chunksOf(browser.disk)).toEqual([]);
    expect(idsOf(await two.claim('lane', spilled))).toEqual([]);
    expect(chunksOf(browser.spill)).toEqual([]);
    // From the beginning again.
    const last = await two.write();
    expect(idsOf(await two.claim())).toEqual([last[2]]);
  });

  it('is lent to nobody while the second one does not answer either', async () => {
    const { browser, one, pass } = await createHung();
    const key = await one.write();
    browser.spill.isHung = true;
    const trading = one.store.claimChunks('lane', [], 100, 10_000, []);
    await pass(1200);
    expect([await trading, one.store.isAwake()]).toEqual([undefined, false]);
    browser.disk.isHung = false;
    browser.spill.isHung = false;
    await pass(5_000);
    expect(idsOf(await one.claim())).toEqual([key[2]]);
  });

  it('is given back with the lease, in the database that it was lent from', async () => {
    const { browser, one, open } = await createHung();
    const key = await one.write();
    browser.closeTab(one.tab);
    browser.disk.isHung = false;
    const two = open('two');
    await two.adopt();
    await two.claim();
    await two.claim('lane', [key], 0);
    expect(chunksOf(browser.spill)).toEqual([]);
    const leases = (disk: ModelDisk): object =>
      (disk.records.find(([name]) => name === 'control') as [string, { leases: object }])[1].leases;
    expect([leases(browser.disk), leases(browser.spill)]).toEqual([{}, {}]);
  });

  it('is not asked for once all of it was lent back, nor where nobody ever spilled', async () => {
    const { browser, open } = createDevice();
    const two = open('two');
    await two.adopt();
    await two.claim();
    expect(browser.spill.touches).toBe(0);
  });

  it('is sent by one page of those whose transactions hang', async () => {
    const { browser, one, open, pass } = await createHung();
    const key = await one.write();
    const two = open('two');
    const adopting = two.store.enter((_store, _control, done) => done());
    await pass(1200);
    await adopting;
    await two.adopt();
    expect(idsOf(await one.claim())).toEqual([key[2]]);
    expect(await two.claim()).toBeGreaterThan(0);
    expect(two.store.epochs(['analytics'])).toBe(one.store.epochs(['analytics']));
    expect(browser.disk.records).toEqual([]);
  });

  it('is read with what lies in the first one', async () => {
    const { browser, one, open, run } = await createHung();
    await one.write();
    browser.disk.isHung = false;
    const two = open('two');
    await two.adopt();
    await two.write();
    expect(await run(two.store.read())).toHaveLength(2);
  });

  it('is swept with what lies in the first one', async () => {
    const { browser, one, open, run } = await createHung();
    await one.write();
    browser.disk.isHung = false;
    const two = open('two');
    await two.adopt();
    browser.clock = 9e12;
    expect(await run(two.sweep())).toBe(true);
    expect(chunksOf(browser.spill)).toEqual([]);
    expect(two.heard.removed).toEqual([[expect.any(String), 'expired', 'retention']]);
  });

  it('is no business of a sweep where nobody ever spilled', async () => {
    const { browser, open, run } = createDevice();
    const one = open('one');
    await one.adopt();
    expect(await run(one.sweep())).toBe(true);
    expect(browser.spill.touches).toBe(0);
  });
});

describe('a withdrawal', () => {
  it('in a page whose first database answers empties the second one too', async () => {
    const { browser, one, open, rest } = await createHung();
    await one.write();
    browser.closeTab(one.tab);
    browser.disk.isHung = false;
    const two = open('two');
    await two.adopt();
    two.close(['analytics']);
    await rest();
    expect([chunksOf(browser.spill), epochsOf(browser.spill)]).toEqual([[], {}]);
  });

  it('of a page whose transactions hang stays marked until a page has wiped both', async () => {
    const { browser, open, rest, pass } = createDevice();
    const one = open('one');
    await one.adopt();
    const lost = await one.write();
    browser.disk.isHung = true;
    const adopting = one.store.enter((_store, _control, done) => done());
    await pass(1200);
    await adopting;
    await one.adopt();
    await one.write();
    one.close(['analytics']);
    await rest();
    expect(chunksOf(browser.spill)).toEqual([]);
    // Wiped, as far as this page can.
    await pass(30_000);
    expect(new URLSearchParams(browser.mark).get('analytics')! > lost[3]).toBe(true);
    browser.closeTab(one.tab);
    browser.disk.isHung = false;
    const two = open('two', []);
    void two.wipe();
    await rest();
    expect(chunksOf(browser.disk)).toEqual([]);
    await pass(9_999);
    expect(browser.mark).not.toBe('');
    await pass(1);
    expect(browser.mark).toBe('');
  });

  it('that another page marked while the first database was wiped is not taken for done', async () => {
    const { browser, one, open, rest, pass } = await createHung(['analytics', 'marketing']);
    await one.write();
    browser.closeTab(one.tab);
    browser.disk.isHung = false;
    const two = open('two');
    await two.adopt();
    browser.spill.isHung = true;
    two.close(['analytics']);
    await rest();
    const { mark } = browser;
    browser.mark = `${mark}&marketing=zzzz`;
    browser.spill.isHung = false;
    await rest();
    expect(chunksOf(browser.spill)).toEqual([]);
    await pass(10_000);
    expect(browser.mark).toContain('marketing=zzzz');
  });

  it('that is heard closes nothing that was opened since; one of this page does', async () => {
    const { open, rest, browser } = createDevice();
    const two = open('two');
    await two.adopt();
    const one = open('one');
    await one.adopt();
    one.close(['analytics']);
    await rest();
    one.open(['analytics']);
    await one.adopt();
    const epoch = one.store.epochs(['analytics'])!;
    browser.clock++;
    two.withdrawals.applyWithdrawals();
    expect(new URLSearchParams(browser.mark).get('analytics')! < epoch).toBe(true);
    two.close(['analytics']);
    expect(new URLSearchParams(browser.mark).get('analytics')! > epoch).toBe(true);
    await rest();
  });
});
