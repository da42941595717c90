import type { Page } from '@playwright/test';
import { answers, expect, test } from '../support/browser.js';
import { countStored, readStored } from './support/read-device.js';
import { configure, createNotes, grant, openShop, track } from './support/shop.js';

const CRASHES = 20;

/** Tracks without end. After each burst it names the events that a raw look finds on the device. */
async function keepTracking(page: Page): Promise<void> {
  await page.evaluate(() => {
    const readIds = (): Promise<string[]> =>
      new Promise((resolve) => {
        const opening = indexedDB.open('headgate');
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('events').objectStore('events').getAll();
          reading.onsuccess = () => {
            database.close();
            const chunks = (reading.result as { data?: unknown }[]).map(({ data }) => data);
            resolve(chunks.flatMap((data) => (typeof data === 'string' ? JSON.parse(data) : [])).map(({ id }) => id));
          };
        };
      });
    const named = new Set<string>();
    const run = async (): Promise<void> => {
      for (let index = 0; index < 5; index++) headgate.track('product_viewed', { note: `burst ${index}` });
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (const id of await readIds()) {
        if (!named.has(id)) console.info(`on device ${id}`);
        named.add(id);
      }
      void run();
    };
    void run();
  });
}

test(`every event that was written before one of ${CRASHES} renderer kills arrives, once after deduplication`, async ({
  open,
  pages,
  collector,
}) => {
  test.setTimeout(150_000);
  const written = new Set<string>();
  openShop(pages, 'module', configure(collector));
  const { context, killRenderers } = await open();
  for (let crash = 0; crash < CRASHES; crash++) {
    // A page dies while it is sending, or while it only writes.
    collector.answer(crash % 2 ? answers.ok() : answers.status(503, { retryAfter: 1 }));
    const before = written.size;
    const page = await context.newPage();
    page.on('console', (message) => {
      const [, id] = /^on device (.+)$/.exec(message.text()) ?? [];
      if (id) written.add(id);
    });
    await page.goto(pages.origin);
    if (!crash) await grant(page);
    await keepTracking(page);
    await expect.poll(() => written.size, { timeout: 20_000, intervals: [10] }).toBeGreaterThan(before);
    const crashed = page.waitForEvent('crash');
    await killRenderers();
    await crashed;
    await page.close();
  }
  collector.answer(answers.ok());
  const last = await context.newPage();
  await last.goto(pages.origin);
  await expect.poll(() => countStored(last), { timeout: 60_000 }).toBe(0);

  const arrived = new Set(collector.events().map(({ id }) => id));
  expect(written.size).toBeGreaterThanOrEqual(CRASHES);
  expect([...written].filter((id) => !arrived.has(id))).toEqual([]);
  // The collector keeps each id once: what came twice is the same event.
  expect(collector.events()).toHaveLength(arrived.size);
});

test('events outlive the kill of the whole browser', async ({ open, pages, collector }) => {
  const notes = createNotes(100);
  // A banner that keeps the choice itself. What `manual` remembers lies in localStorage, which Chromium writes to the disk seconds
  // later than IndexedDB: a choice that is lost so is one that has vanished, and its events are void.
  openShop(pages, 'module', configure(collector, { consent: { manual: {} } }));
  collector.answer(answers.status(503));
  const first = await open();
  const page = await first.context.newPage();
  await page.goto(pages.origin);
  await grant(page);
  await track(page, ...notes);
  await expect.poll(() => countStored(page), { timeout: 20_000 }).toBe(100);
  const ids = (await readStored(page)).map(({ id }) => id);
  await first.kill();

  collector.clear();
  collector.answer(answers.ok());
  const second = await open({ profile: first.profile });
  const next = await second.context.newPage();
  await next.goto(pages.origin);
  await grant(next);
  await expect.poll(() => collector.events().length, { timeout: 30_000 }).toBe(100);
  expect(
    collector
      .events()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(ids.sort());
});
