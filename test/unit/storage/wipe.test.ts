import { describe, expect, it } from 'vitest';
import { settle } from '../../support/model-browser.js';
import { createDevice } from './event-store-fixture.js';

describe('a wipe', () => {
  it('asks for no database that is not there, and leaves no timer where there is no mark', async () => {
    const { browser, open, run } = createDevice();
    const one = open('one', [], { hasStore: async () => undefined });
    await run(one.wipe());
    one.close(['analytics']);
    await run(one.wipe());
    expect([browser.disk.touches, one.tab.timers]).toEqual([0, []]);
  });

  it('looks where a mark says so, though nobody can tell whether there is a database', async () => {
    const { browser, open, run } = createDevice();
    browser.mark = 'analytics=0';
    const one = open('one', [], { hasStore: async () => undefined });
    void one.wipe();
    await run(one.wipe());
    expect(browser.disk.touches).toBeGreaterThan(0);
  });

  it('does not look where there is none for sure, whatever a mark says', async () => {
    const { browser, open, run } = createDevice();
    browser.mark = 'analytics=0';
    const one = open('one', [], { hasStore: async () => false });
    void one.wipe();
    await run(one.wipe());
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
    one.close(['analytics']);
    await rest();
    expect(chunks()).toHaveLength(1);
    device.isBroken = false;
    browser.clock += 5_000;
    while (one.tab.isDue()) one.tab.fireTimer();
    await rest();
    expect(chunks()).toEqual([]);
    expect(browser.mark).not.toBe('');
  });

  it('begins again where another tab withdrew something meanwhile, and is gone', async () => {
    const { browser, open, rest, chunks } = createDevice();
    const [one, two] = [open('one'), open('two', ['marketing'])];
    await one.adopt();
    await two.adopt();
    // More than are looked at in one go: the first ones were left alone before the other tab withdrew.
    for (let number = 0; number < 70; number++) await two.write({ epochs: two.store.epochs(['marketing'])! });
    one.close(['analytics']);
    await settle();
    browser.disk.step();
    expect(chunks()).toHaveLength(70);
    two.close(['marketing']);
    browser.closeTab(two.tab);
    await rest();
    expect(chunks()).toEqual([]);
  });
});
