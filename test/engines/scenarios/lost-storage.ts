import { expect, test } from 'vitest';
import * as answers from '../../support/answers.mjs';
import type { Frame } from '../drive/engine.js';
import { createPuppet } from '../drive/puppet.js';
import type { InEngine } from '../in-engine.js';
import { countStored, createNotes, expectOnce, expectSoon, flush, grant, notesOf, track, until } from './shopper.js';

const KILLS = Number(process.env['HEADGATE_KILLS'] ?? 20);

/** Reads the device in a realm of its own: after the kill, WebKit's page can no longer. */
const countInFreshRealm = (tab: Frame): Promise<number> =>
  tab.evaluate(async () => {
    const frame = document.createElement('iframe');
    document.documentElement.append(frame);
    const { indexedDB } = frame.contentWindow as unknown as { indexedDB: IDBFactory };
    const settle = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('unreadable'));
      });
    let count = 0;
    for (const { name } of await indexedDB.databases()) {
      const database = await settle(indexedDB.open(name!));
      for (const store of database.objectStoreNames) {
        const keys = await settle(database.transaction(store).objectStore(store).getAllKeys());
        for (const key of keys) count += Array.isArray(key) ? Number(key[4]) : 0;
      }
      database.close();
    }
    frame.remove();
    return count;
  });

/** WebKit's database server dies under a living page: “Connection to Indexed Database server lost”. */
export function lostStorage({ open, setScene }: InEngine): void {
  test(`the next event is on the device after each of ${KILLS} kills of the database server, and none is lost`, async () => {
    const { collector, pages, serveShop } = await setScene();
    const tab = createPuppet(pages);
    serveShop('script', {}, tab.script);
    const browser = await open();
    await browser.openTab(pages.origin);
    const errors = await watch(tab);
    collector.answer(answers.status(503, { retryAfter: 600 }));
    await grant(tab);
    const notes = createNotes(KILLS * 2 + 5);
    await track(tab, ...notes.slice(0, 5));
    await expectSoon(() => countStored(tab), 5);
    const delays: number[] = [];
    for (let kill = 1; kill <= KILLS; kill++) {
      expect(browser.killProcesses('WebKitNetworkProcess')).toBe(1);
      const startedAt = performance.now();
      await track(tab, ...notes.slice(3 + kill * 2, 5 + kill * 2));
      const expected = 5 + kill * 2;
      await expectSoon(() => countInFreshRealm(tab).catch(() => 0), expected, 15_000);
      delays.push(Math.round(performance.now() - startedAt));
    }
    console.info(`  on the device again after ${delays.sort((a, b) => a - b).join(', ')} ms`);
    collector.answer(answers.ok());
    await flush(tab);
    await expectOnce(collector, notes);
    expect(await errors()).toEqual([]);
  }, 400_000);

  test('an event whose page loses the database server arrives once from the next page', async () => {
    const { collector, pages, serveShop } = await setScene();
    const notes = createNotes(10);
    const tab = createPuppet(pages);
    serveShop('script', {}, tab.script);
    collector.answer(answers.status(503, { retryAfter: 600 }));
    const browser = await open();
    await browser.openTab(pages.origin);
    await grant(tab);
    await track(tab, ...notes);
    await expectSoon(() => countStored(tab), 10);
    browser.killProcesses('WebKitNetworkProcess');
    await tab.evaluate(() => void setTimeout(() => (location.href = '/next'), 100));
    await until(
      () => tab.evaluate(() => location.pathname),
      (path) => path === '/next',
    );
    collector.answer(answers.ok());
    // The choice lay in localStorage, which is written to the disk a moment later.
    await grant(tab);
    await flush(tab);
    await until(
      () => notesOf(collector.events()),
      ({ length }) => length === 10,
    );
    await expectOnce(collector, notes);
  });
}

async function watch(tab: Frame): Promise<() => Promise<string[]>> {
  await tab.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    addEventListener('error', ({ message }) => seen.push(message));
    addEventListener('unhandledrejection', ({ reason }) => seen.push(String(reason)));
  });
  return () => tab.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
}
