import { describe, expect, it } from 'vitest';
import type { ChunkClaim } from '../../../src/storage/event-store.js';
import { createDevice, LATER, idsOf } from './event-store-fixture.js';

describe('a lease', () => {
  it('lets one page alone have a lane, and another one have another lane', async () => {
    const { browser, open } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    const [first] = [await one.write(), await one.write({ lane: 'other' })];
    expect(idsOf(await one.claim())).toEqual([first[2]]);
    expect(await two.claim()).toBe(10_000);
    browser.clock += 4_000;
    expect(await two.claim()).toBe(6_000);
    expect(await two.claim('other')).toHaveProperty('entries');
  });

  it('is over after ten seconds, and not before', async () => {
    const { browser, open } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    await one.write();
    const claim = (await one.claim()) as ChunkClaim;
    browser.clock += 9_999;
    expect([claim.mayStart(), await two.claim()]).toEqual([true, 1]);
    browser.clock += 1;
    expect([claim.mayStart(), idsOf(await two.claim()).length]).toEqual([false, 1]);
  });

  it('that ends later than any could is none: the clock was set back', async () => {
    const { browser, open } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    await one.write();
    await one.claim();
    browser.clock -= 1;
    expect(idsOf(await two.claim())).toHaveLength(1);
  });

  it('is taken again by the page that has it', async () => {
    const { open } = createDevice();
    const one = open('one');
    await one.adopt();
    await one.write();
    await one.claim();
    expect(idsOf(await one.claim())).toHaveLength(1);
  });

  it('is given back where nothing is left, and where nothing is wanted any more', async () => {
    const { open, control } = createDevice();
    const [one, two] = [open('one'), open('two')];
    await one.adopt();
    await two.adopt();
    expect(idsOf(await one.claim())).toEqual([]);
    expect(control().leases).toEqual({});
    const key = await one.write();
    await one.claim();
    expect(control().leases['lane']).toMatchObject({ by: 'one' });
    await one.claim('lane', [key], 0);
    expect(control().leases).toEqual({});
    expect(idsOf(await two.claim())).toEqual([]);
  });

  it('is given back with nothing taken where nothing is wanted any more, whatever else lies there', async () => {
    const { open, control, chunks } = createDevice();
    const one = open('one');
    await one.adopt();
    const [first, second] = [await one.write(), await one.write()];
    await one.claim();
    expect(idsOf(await one.claim('lane', [first], 0))).toEqual([]);
    expect([control().leases, chunks()]).toEqual([{}, [second]]);
  });

  it('is worth nothing for a request once consent closes', async () => {
    const { open, rest } = createDevice();
    const one = open('one');
    await one.adopt();
    await one.write();
    const claim = (await one.claim()) as ChunkClaim;
    expect(claim.mayStart()).toBe(true);
    one.close(['marketing']);
    expect(claim.mayStart()).toBe(false);
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
    const claim = (await one.claim('lane', [], 30)) as ChunkClaim;
    expect(claim.entries).toEqual(keys.slice(0, 3).map((key) => [key, `data of ${key[2]}`]));
    expect(idsOf(await one.claim('lane', [], 29))).toHaveLength(2);
    expect(idsOf(await one.claim('lane', [], 100, 200))).toHaveLength(2);
    expect(idsOf(await one.claim('lane', [], 100, 199))).toHaveLength(1);
    expect(idsOf(await one.claim('lane', [], 100, 10_000))).toHaveLength(4);
  });

  it('is one chunk at least, whatever its size', async () => {
    const { open } = createDevice();
    const one = open('one');
    await one.adopt();
    const large = await one.write({ count: 50, bytes: 5_000 });
    await one.write();
    expect(idsOf(await one.claim('lane', [], 10, 10))).toEqual([large[2]]);
  });

  it('leaves out what it is told to pass over, and deletes what is done', async () => {
    const { open, chunks } = createDevice();
    const one = open('one');
    await one.adopt();
    const [first, second, third] = [await one.write(), await one.write(), await one.write()];
    expect(idsOf(await one.claim('lane', [], 100, 10_000, [second[2]]))).toEqual([first[2], third[2]]);
    expect(idsOf(await one.claim('lane', [first]))).toEqual([second[2], third[2]]);
    expect(chunks()).toEqual([second, third]);
  });

  it('is looked for beyond the first page of keys', async () => {
    const { open } = createDevice();
    const one = open('one');
    await one.adopt();
    const keys = [];
    for (let number = 0; number < 70; number++) keys.push(await one.write());
    const passed = keys.slice(0, 66).map((key) => key[2]);
    expect(idsOf(await one.claim('lane', [], 100, 10_000, passed))).toEqual(keys.slice(66).map((key) => key[2]));
    expect(idsOf(await one.claim('lane', [], 100))).toHaveLength(70);
  });

  it('is not what lies there under an epoch that is none of this page’s', async () => {
    const { browser, open, rest } = createDevice();
    const one = open('one');
    await one.adopt();
    // This page writes no such chunk: it lies there already.
    for (const epochs of ['another', `${one.store.epochs(['analytics'])},another`]) {
      const key = one.store.toKey('lane', 1, epochs, 1, 10, LATER) as never;
      void browser.disk.open({})('readwrite', (store) => void store.put({ data: '' }, key));
    }
    await rest();
    const free = await one.write({ epochs: '' });
    expect(idsOf(await one.claim())).toEqual([free[2]]);
  });
});
