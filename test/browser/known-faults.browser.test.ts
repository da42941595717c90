import type { Page } from '@playwright/test';
import { answers, expect, test } from '../support/browser.js';
import { countStored } from './support/read-device.js';
import {
  configure,
  createNotes,
  flush,
  grant,
  notesOf,
  openShop,
  serveBuilt,
  shopPage,
  track,
  watchErrors,
} from './support/shop.js';

/** What a device and a page do to event pipelines in the field, in Chromium. `RELIABILITY.md` lists them all. */

/** Writes what is too much, in a database of the page's own. Answers with the name of the error. */
function fillDevice(): Promise<string> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('page');
    opening.onupgradeneeded = () => void opening.result.createObjectStore('large');
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('large', 'readwrite');
      transaction.objectStore('large').put('x'.repeat(5_000_000), 1);
      transaction.onabort = () => (opening.result.close(), resolve(transaction.error?.name ?? 'aborted'));
      transaction.oncomplete = () => resolve('room for all');
    };
  });
}

async function storedNotes(page: Page): Promise<string[]> {
  return notesOf(await page.evaluate(() => headgate.access()));
}

test('what lay on the device when its data were cleared is gone, and what is tracked next is stored and arrives', async ({
  page,
  pages,
  collector,
}) => {
  const [before, ...after] = createNotes(6);
  openShop(pages, 'module', configure(collector));
  collector.answer(answers.status(503));
  const errors = watchErrors(page);
  await page.goto(pages.origin);
  await grant(page);
  await track(page, before!);
  await expect.poll(() => countStored(page)).toBeGreaterThan(0);
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: pages.origin, storageTypes: 'all' });
  await track(page, ...after);
  collector.answer(answers.ok());
  await flush(page);
  await expect.poll(() => notesOf(collector.events()).filter((note) => note !== before)).toEqual(after.sort());
  expect(errors).toEqual([]);
});

test('events arrive, each once, although the device has no room left for them', async ({ page, pages, collector }) => {
  const notes = createNotes(60).map((note) => note + 'x'.repeat(3900));
  openShop(pages, 'module', configure(collector));
  const errors = watchErrors(page);
  await page.goto(pages.origin);
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: pages.origin, quotaSize: 65_536 });
  expect(await page.evaluate(fillDevice)).toBe('QuotaExceededError');
  collector.answer(answers.status(503));
  await grant(page);
  await track(page, ...notes);
  await flush(page);
  collector.answer(answers.ok());
  await expect
    .poll(async () => (await flush(page), notesOf(collector.events()).length), { timeout: 40_000 })
    .toBe(notes.length);
  expect(notesOf(collector.events())).toEqual(notes.sort());
  const tally = await page.evaluate(() => headgate.status().collectors['warehouse']!);
  expect([tally.tracked, tally.delivered]).toEqual([60, 60]);
  expect(errors).toEqual([]);
});

test('events arrive beside a database of the same name that a later release has changed', async ({
  page,
  pages,
  collector,
}) => {
  const notes = createNotes(3);
  pages.set('/before', '<title>Before</title>');
  openShop(pages, 'module', configure(collector));
  const errors = watchErrors(page);
  await page.goto(`${pages.origin}/before`);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('headgate', 7);
        opening.onupgradeneeded = () => void opening.result.createObjectStore('another');
        opening.onsuccess = () => (opening.result.close(), resolve());
      }),
  );
  await page.goto(pages.origin);
  await grant(page);
  await track(page, ...notes);
  await expect.poll(() => notesOf(collector.events()), { timeout: 20_000 }).toEqual(notes);
  expect(errors).toEqual([]);
});

test('a tab goes on while another release waits to change the database', async ({ context, pages, collector }) => {
  const notes = createNotes(4);
  pages.set('/later', '<title>A later release</title>');
  openShop(pages, 'module', configure(collector));
  const [page, later] = [await context.newPage(), await context.newPage()];
  const errors = watchErrors(page);
  await page.goto(pages.origin);
  await grant(page);
  await track(page, ...notes.slice(0, 2));
  await expect.poll(() => notesOf(collector.events())).toEqual(notes.slice(0, 2));
  await later.goto(`${pages.origin}/later`);
  await later.evaluate(() => void indexedDB.open('headgate', 9));
  await track(page, ...notes.slice(2));
  await expect.poll(() => notesOf(collector.events()), { timeout: 20_000 }).toEqual(notes);
  expect(errors).toEqual([]);
});

test('a page that comes back from the back/forward cache goes on, with what it knew', async ({
  open,
  pages,
  collector,
}) => {
  const notes = createNotes(2);
  pages.set('/elsewhere', '<title>Elsewhere</title>');
  serveBuilt(pages);
  const body = shopPage('module', configure(collector, { consent: { manual: {} } }));
  // A page that says `no-store` is never kept.
  pages.set('/', { body, headers: { 'cache-control': 'max-age=60' } });
  const { context } = await open({ bfcache: true });
  const page = await context.newPage();
  const errors = watchErrors(page);
  await page.goto(pages.origin);
  await grant(page);
  await track(page, notes[0]!);
  await expect.poll(() => notesOf(collector.events())).toEqual(notes.slice(0, 1));
  await page.evaluate(() =>
    addEventListener('pageshow', ({ persisted }) => void (document.title = persisted ? 'restored' : 'again')),
  );
  await page.goto(`${pages.otherOrigin}/elsewhere`);
  await page.evaluate(() => void setTimeout(() => history.back()));
  await expect(page).toHaveTitle('restored');
  await track(page, notes[1]!);
  await expect.poll(() => notesOf(collector.events())).toEqual(notes);
  expect(errors).toEqual([]);
});

test('a foreign beacon of 60 kB on its way costs no event of a page that is left', async ({
  page,
  pages,
  collector,
}) => {
  const notes = createNotes(30).map((note) => note + 'x'.repeat(2900));
  openShop(pages, 'module', configure(collector, { flushInterval: 60_000 }));
  collector.answer(answers.hang(), '/foreign');
  await page.goto(pages.origin);
  await grant(page);
  await track(page, ...notes);
  await expect.poll(async () => (await storedNotes(page)).length).toBe(30);
  await page.evaluate(
    ([foreign, next]) => {
      if (!navigator.sendBeacon(foreign, 'x'.repeat(60_000))) throw new Error('no beacon');
      location.href = next;
    },
    [`${collector.origin}/foreign`, `${pages.origin}/next`] as const,
  );
  await page.waitForURL('**/next');
  await flush(page);
  const arrived = (): string[] => [...new Set(notesOf(collector.events()))];
  await expect.poll(arrived, { timeout: 20_000 }).toEqual(notes.sort());
  expect(collector.requests.some(({ path, bytes }) => path === '/foreign' && bytes === 60_000)).toBe(true);
});

test('works in a page that froze the prototypes of JavaScript', async ({ page, pages, collector }) => {
  const notes = createNotes(3);
  openShop(pages, 'script', configure(collector));
  const errors = watchErrors(page);
  await page.addInitScript(() => {
    for (const shared of [Object, Array, Function, String, Promise, Map, Set]) Object.freeze(shared.prototype);
  });
  await page.goto(pages.origin);
  await grant(page);
  const treacherous = { ['__proto__']: { polluted: true }, constructor: { prototype: { polluted: true } } };
  await page.evaluate(
    (payload) => headgate.track('product_viewed', JSON.parse(payload) as object),
    JSON.stringify(treacherous),
  );
  await track(page, ...notes);
  await expect.poll(() => notesOf(collector.events())).toEqual(notes);
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
  expect(errors).toEqual([]);
});
