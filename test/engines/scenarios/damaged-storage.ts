import { expect, test } from 'vitest';
import * as answers from '../../support/answers.mjs';
import type { Frame } from '../drive/engine.js';
import type { InEngine } from '../in-engine.js';
import {
  countStored,
  createNotes,
  expectOnce,
  expectSoon,
  flush,
  grant,
  notesOf,
  readTally,
  track,
  until,
  withdraw,
} from './shopper.js';

/** What other releases, other scripts and the browser itself do to the database of a page that is open. */
export function damagedStorage({ setScene }: InEngine): void {
  test('a later release in another tab can upgrade the database, and the open tab’s events arrive', async () => {
    const { collector, serveShop, openTab } = await setScene();
    const [before, after] = [createNotes(10, 'before'), createNotes(10, 'after')];
    serveShop();
    collector.answer(answers.status(503));
    const [old, fresh] = [await openTab(), await openTab()];
    await grant(old);
    await track(old, ...before);
    await expectSoon(() => countStored(old), 10);
    expect(await upgrade(fresh)).toBe('upgraded');
    await track(old, ...after);
    collector.answer(answers.ok());
    await until(
      () => flush(old).then(() => notesOf(collector.events())),
      ({ length }) => length === 20,
    );
    await expectOnce(collector, [...after, ...before]);
  });

  test('a tab that opens after the upgrade works', async () => {
    const { collector, serveShop, openTab } = await setScene();
    const notes = createNotes(10);
    serveShop();
    const first = await openTab();
    await grant(first);
    await track(first, ...notes.slice(0, 5));
    await until(
      () => notesOf(collector.events()),
      ({ length }) => length === 5,
    );
    expect(await upgrade(first)).toBe('upgraded');
    const second = await openTab('/next');
    await track(second, ...notes.slice(5));
    await expectOnce(collector, notes);
  });

  test('everything stored is cleared under an open page: what comes later arrives, and nothing is counted twice', async () => {
    const { collector, serveShop, openTab } = await setScene();
    const [lost, late] = [createNotes(5, 'lost'), createNotes(5, 'late')];
    serveShop();
    collector.answer(answers.status(503, { retryAfter: 600 }));
    const tab = await openTab();
    await grant(tab);
    await track(tab, ...lost);
    await expectSoon(() => countStored(tab), 5);
    await tab.evaluate(async () => {
      localStorage.clear();
      await new Promise((resolve) => {
        const request = indexedDB.deleteDatabase('headgate');
        for (const type of ['success', 'error', 'blocked']) request.addEventListener(type, resolve);
      });
    });
    collector.answer(answers.ok());
    await track(tab, ...late);
    await until(
      () => flush(tab).then(() => notesOf(collector.events())),
      (notes) => late.every((note) => notes.includes(note)),
    );
    expect(notesOf(collector.events())).toEqual(expect.arrayContaining(late));
    expect(collector.events().filter(({ id }) => collector.deliveries(id) !== 1)).toEqual([]);
    const { tracked, ...rest } = await readTally(tab);
    const { held, buffered, delivered, refused, dropped, expired, purged, rejected } = rest;
    expect(held + buffered + delivered + refused + dropped + expired + purged + rejected).toBe(tracked);
  });

  test('a record that cannot be read is skipped and counted, and its neighbours arrive', async () => {
    const { collector, serveShop, openTab } = await setScene();
    const notes = createNotes(30);
    serveShop();
    collector.answer(answers.status(503, { retryAfter: 600 }));
    const writer = await openTab();
    await grant(writer);
    for (let start = 0; start < 30; start += 10) {
      await track(writer, ...notes.slice(start, start + 10));
      await until(
        () => countStored(writer),
        (count) => count === start + 10,
      );
    }
    expect(await spoilFirst(writer)).toBe(10);
    await writer.goTo('about:blank');
    collector.clear();
    collector.answer(answers.ok());
    const reader = await openTab('/next');
    await until(
      () => flush(reader).then(() => notesOf(collector.events())),
      ({ length }) => length === 20,
    );
    expect(notesOf(collector.events())).toHaveLength(20);
    await expectSoon(() => countStored(reader), 0);
    const { delivered, dropped, reasons } = await readTally(reader);
    expect({ delivered, dropped, reasons }).toEqual({
      delivered: 20,
      dropped: 10,
      reasons: { 'delivered:accepted': 20, 'dropped:unreadable': 10 },
    });
  });

  test('events arrive that find no room on the device', async () => {
    const { collector, serveShop, openTab } = await setScene();
    const notes = createNotes(50);
    serveShop(
      'script',
      {},
      `<script>
      const { put } = IDBObjectStore.prototype;
      let room = 10;
      IDBObjectStore.prototype.put = function (...args) {
        if (room-- <= 0) throw new DOMException('Full', 'QuotaExceededError');
        return put.apply(this, args);
      };
    </script>`,
    );
    const tab = await openTab();
    await grant(tab);
    for (let start = 0; start < 50; start += 10) await track(tab, ...notes.slice(start, start + 10));
    await expectOnce(collector, notes);
    // The page hears the answer a moment after the collector gave it.
    await expectSoon(() => readTally(tab).then(({ delivered }) => delivered), 50);
    expect(await readTally(tab)).toMatchObject({ tracked: 50, delivered: 50 });
  });

  test('events of a page whose transactions never run lie in a second database, and the next page sends them', async () => {
    const { collector, serveShop, openTab } = await setScene();
    const notes = createNotes(10);
    serveShop();
    collector.answer(answers.status(503, { retryAfter: 600 }));
    const tab = await openTab();
    await grant(tab);
    await track(tab, ...notes.slice(0, 5));
    await expectSoon(() => countStored(tab), 5);
    const other = await openTab('/next');
    await hold(other);
    const startedAt = performance.now();
    await track(tab, ...notes.slice(5));
    await expectSoon(() => countSpilled(tab), 5);
    console.info(`  in the second database after ${Math.round(performance.now() - startedAt)} ms`);
    await tab.goTo('about:blank');
    await other.close();
    collector.clear();
    collector.answer(answers.ok());
    const reader = await openTab('/next');
    await until(
      () => flush(reader).then(() => notesOf(collector.events())),
      ({ length }) => length >= 10,
    );
    await expectSoon(() => countStored(reader), 0);
    // What the page sent in parting may come late.
    expect([...new Set(notesOf(collector.events()))]).toEqual([...notes].sort());
    expect(await countSpilled(reader)).toBe(0);
  });

  test('a withdrawal while transactions never run leaves nothing in either database', async () => {
    const { collector, serveShop, openTab } = await setScene();
    serveShop();
    collector.answer(answers.status(503, { retryAfter: 600 }));
    const tab = await openTab();
    await grant(tab);
    await track(tab, ...createNotes(5, 'before'));
    await expectSoon(() => countStored(tab), 5);
    const other = await openTab('/next');
    await hold(other);
    await track(tab, ...createNotes(5, 'after'));
    await expectSoon(() => countSpilled(tab), 5);
    await withdraw(tab);
    await expectSoon(() => countSpilled(tab), 0);
    await other.close();
    await expectSoon(() => countStored(tab), 0);
    await tab.goTo('about:blank');
    collector.clear();
    collector.answer(answers.ok());
    const next = await openTab('/next');
    // Granted anew, so that only what was withdrawn can keep the old events from leaving.
    await grant(next);
    await track(next, 'new');
    await until(
      () => flush(next).then(() => notesOf(collector.events())),
      ({ length }) => length > 0,
    );
    expect(notesOf(collector.events())).toEqual(['new']);
    await expectSoon(() => countStored(next), 0);
  });
}

/** Keeps every other transaction of the database from running, as long as its page is open. */
const hold = (page: Frame): Promise<void> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open('headgate');
        request.onsuccess = () => {
          const store = request.result.transaction('events', 'readwrite').objectStore('events');
          const goOn = (): void => {
            store.get('control').onsuccess = goOn;
            resolve();
          };
          goOn();
        };
      }),
  );

/** Events in the second database: the first one is not asked, since it does not answer. */
const countSpilled = (page: Frame): Promise<number> => countStored(page, 'headgate-spill');

/** What a release with another layout would do first. Returns whether it had to wait for tabs that hold the old one. */
function upgrade(page: Frame): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const request = indexedDB.open('headgate', 2);
        request.onsuccess = () => {
          request.result.close();
          resolve('upgraded');
        };
        request.onerror = () => resolve(String(request.error));
        setTimeout(() => resolve('blocked'), 5000);
      }),
  );
}

/** Writes nonsense into the first chunk. Returns how many events it had. */
function spoilFirst(page: Frame): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open('headgate');
        opening.onsuccess = () => {
          const store = opening.result.transaction('events', 'readwrite').objectStore('events');
          const reading = store.getAllKeys();
          let count = 0;
          reading.onsuccess = () => {
            const key = reading.result.find((key) => Array.isArray(key)) as IDBValidKey[];
            count = Number(key[4]);
            store.put({ data: '[{"id":' }, key);
          };
          store.transaction.oncomplete = () => {
            opening.result.close();
            resolve(count);
          };
        };
      }),
  );
}
