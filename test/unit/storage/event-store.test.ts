import { describe, expect, it } from 'vitest';
import { LATER, createDevice } from './event-store-fixture.js';

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
    expect(one.store.epochs(['analytics'])).toBeUndefined();
    await one.adopt();
    await two.adopt();
    const { analytics, marketing } = control().epochs;
    expect(analytics).not.toBe(marketing);
    expect(one.store.epochs(['analytics', 'marketing'])).toBe(`${analytics},${marketing}`);
    expect(two.store.epochs(['analytics', 'marketing'])).toBe(`${analytics},${marketing}`);
  });

  it('has no epoch for a category that is not granted, nor for a list that holds one', async () => {
    const { open } = createDevice();
    const one = open('one');
    await one.adopt();
    expect(one.store.epochs(['analytics', 'marketing'])).toBeUndefined();
    expect(one.store.epochs([])).toBe('');
  });

  it('names its chunks by lane, rank, a new id, epochs, sizes, expiry and itself', () => {
    const { store } = createDevice().open('one');
    const [lane, rank, id, ...rest] = store.toKey('lane', 1, 'e', 3, 4, 5);
    expect([lane, rank, ...rest]).toEqual(['lane', 1, 'e', 3, 4, 5, 'one']);
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
  });

  it('names its chunks in their order, in one millisecond and over a clock that is set back', () => {
    const { browser, open } = createDevice();
    const { store } = open('one');
    const ids = [];
    for (let number = 0; number < 20; number++) {
      if (number === 10) browser.clock -= 60_000;
      ids.push(store.toKey('lane', 1, '', 1, 1, LATER)[2]);
    }
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('adopts an epoch as well for what may be stored until the visitor objects', async () => {
    const { open, control } = createDevice();
    const one = open('one', [], {}, ['basket']);
    await one.adopt();
    expect(one.store.epochs(['basket'])).toMatch(/^[\da-f-]{36}$/);
    expect(control().epochs['basket']).toBe(one.store.epochs(['basket']));
  });

  it('hands out what a transaction found, and undefined where there is none', async () => {
    const { open, run } = createDevice();
    const { store } = open('one');
    expect(await run(store.enter<number>((_store, _control, done) => done(5)))).toBe(5);
    expect(await run(store.enter(() => {}))).toBeUndefined();
  });

  it('keeps what a transaction changes in the control record', async () => {
    const { open, run, control } = createDevice();
    const { store } = open('one');
    await run(store.enter((_store, record) => void (record.receipt = 'x')));
    expect(control().receipt).toBe('x');
  });
});

describe('a chunk', () => {
  it('is written where it may be when its transaction begins, and not otherwise', async () => {
    const { open, run, chunks } = createDevice();
    const one = open('one');
    await one.adopt();
    const key = one.store.toKey('lane', 1, one.store.epochs(['analytics'])!, 1, 10, LATER);
    expect([await run(one.store.put(key, 'x', () => false)), chunks()]).toEqual([false, []]);
    expect([await run(one.store.put(key, 'x', () => true)), chunks()]).toEqual([true, [key]]);
  });

  it('is read by whoever asks, and nothing is touched where there is no database', async () => {
    const { browser, open, run } = createDevice();
    const one = open('one');
    expect(await run(one.store.read())).toEqual([]);
    expect(browser.disk.touches).toBe(0);
    await one.adopt();
    const key = await one.write();
    expect(await run(one.store.read())).toEqual([[key, `data of ${key[2]}`]]);
  });

  it('is read where the browser does not tell whether there is a database, once this page has made one', async () => {
    const { open, run } = createDevice();
    const one = open('one', ['analytics'], { hasStore: async () => undefined });
    expect(await run(one.store.read())).toEqual([]);
    await one.adopt();
    await one.write();
    expect(await run(one.store.read())).toHaveLength(1);
  });
});

describe('a record of control', () => {
  it('that is gone with all data leaves consent as it is', async () => {
    const { browser, open, control } = createDevice();
    const one = open('one');
    await one.adopt();
    const epoch = one.store.epochs(['analytics']);
    browser.disk.records.length = 0;
    await one.adopt();
    expect([control().epochs['analytics'], one.store.epochs(['analytics'])]).toEqual([epoch, epoch]);
    expect(one.heard.moved).toEqual([]);
  });

  it('loses its receipt with the epoch that it was for', async () => {
    const { open, run, rest, control } = createDevice();
    const one = open('one');
    await run(one.store.enter((_store, record) => void (record.receipt = 'x')));
    one.close(['analytics']);
    await rest();
    expect(control()).not.toHaveProperty('receipt');
  });
});

describe('a device that fails', () => {
  const broken = { createStore: () => async () => Promise.reject(new Error('broken')) };

  it('is said to have failed once, rests, and is said to be tried again', async () => {
    const { browser, open, run } = createDevice();
    const one = open('one', ['analytics'], broken);
    expect(one.store.isAwake()).toBe(true);
    await run(one.store.enter((_store, _control, done) => done()));
    await run(one.store.enter((_store, _control, done) => done()));
    expect([one.heard.failures, one.store.isAwake()]).toEqual([[true], false]);
    browser.clock += 5_000;
    while (one.tab.isDue()) one.tab.fireTimer();
    expect(one.heard.failures).toEqual([true, false]);
    expect(one.store.isAwake()).toBe(true);
  });

  it('is asked at once where somebody wants it', async () => {
    const { open, run } = createDevice();
    const one = open('one', ['analytics'], broken);
    await run(one.store.enter((_store, _control, done) => done()));
    one.store.wake();
    expect(one.store.isAwake()).toBe(true);
  });

  it('lets nothing be adopted that was not written, though it is to be asked again at once', async () => {
    const { browser, open } = createDevice();
    const put = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const createStore = () => (mode: IDBTransactionMode, use: (store: IDBObjectStore) => never) =>
      browser.disk.open({})(mode, (store) => use(Object.assign(store, { put })));
    const one = open('one', ['analytics'], { createStore });
    one.heard.onHealth = () => one.store.wake();
    await one.adopt();
    expect([one.heard.failures, one.store.isAwake()]).toEqual([[true], true]);
    expect(one.store.epochs(['analytics'])).toBeUndefined();
  });

  it('is written to as before once it works, though a sweep had failed', async () => {
    const { browser, open, run, chunks } = createDevice();
    let isBroken = true;
    const createStore = () => async (mode: IDBTransactionMode, use: (store: IDBObjectStore) => never) => {
      if (isBroken) throw new Error('broken');
      return browser.disk.open({})(mode, use);
    };
    const one = open('one', ['analytics'], { createStore });
    expect(await run(one.sweep())).toBe(false);
    isBroken = false;
    await one.adopt();
    const key = await one.write();
    expect(chunks()).toEqual([key]);
  });

  it('gives nothing, and takes nothing', async () => {
    const { open, run } = createDevice();
    const one = open('one', ['analytics'], broken);
    expect(await run(one.store.read())).toEqual([]);
    expect(await run(one.sweep())).toBe(false);
    expect(await run(one.store.claimChunks('lane', [], 1, 1, []))).toBeUndefined();
    expect(await run(one.store.put(one.store.toKey('lane', 1, '', 1, 1, LATER), 'x', () => true))).toBeUndefined();
    expect(one.store.epochs(['analytics'])).toBeUndefined();
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
    expect([chunks().length, one.heard.failures]).toEqual([1, []]);
  });

  it('that has a database and does not open it gives nothing of it', async () => {
    const { open, run } = createDevice();
    const createStore = () => async () => Promise.reject(new Error('broken'));
    const one = open('one', ['analytics'], { createStore, hasStore: async () => true });
    expect(await run(one.store.read())).toEqual([]);
  });
});
