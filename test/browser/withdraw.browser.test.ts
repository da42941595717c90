import type { Page } from '@playwright/test';
import { answers, expect, test, type FakeCollector, type Pages } from '../support/browser.js';
import type { RecordedRequest } from '../support/record-request.mjs';
import { manifestWithReceipts } from './support/manifest.js';
import { countStored, readStored } from './support/read-device.js';
import { BUILDS, configure, createNotes, flush, grant, notesOf, openShop, track, withdraw } from './support/shop.js';

/** Withdrawn means gone: from memory, from the device, from every tab, and from the wire, however the page ends. */

/** A request without an answer is given up after 8 seconds anyway: an abort by the withdrawal comes before. */
const BEFORE_DEADLINE = 4_000;

/** A page with a grant and undelivered events, some in the buffer and some perhaps on the wire. */
async function openWithUndelivered(page: Page, pages: Pages, notes: readonly string[]): Promise<void> {
  await page.goto(pages.origin);
  await grant(page);
  await track(page, ...notes);
  await expect.poll(() => countStored(page), { timeout: 20_000 }).toBe(notes.length);
}

/** Time for many flush intervals, and an order to send what there is. */
async function giveChances(page: Page, collector: FakeCollector): Promise<void> {
  collector.answer(answers.ok());
  await flush(page);
  await page.waitForTimeout(400);
  await flush(page);
}

/** The first request that carries events, while it is on its way. */
async function waitForBatch(collector: FakeCollector): Promise<RecordedRequest> {
  await collector.until(() => collector.requests.some(({ events }) => events.length > 0));
  return collector.requests.find(({ events }) => events.length > 0)!;
}

const seenNotes = (collector: FakeCollector): string[] => notesOf(collector.seen());

for (const build of BUILDS) {
  test(`undelivered events that are withdrawn are neither sent nor kept by the ${build} build`, async ({
    page,
    pages,
    collector,
  }) => {
    const notes = createNotes(250);
    openShop(pages, build, configure(collector));
    collector.answer(answers.status(503));
    await openWithUndelivered(page, pages, notes);
    await collector.until(() => collector.requests.some(({ finished }) => finished));

    await withdraw(page);
    const withdrawnAt = await page.evaluate(() => Date.now());
    await giveChances(page, collector);

    expect(collector.requests.filter(({ startedAt }) => startedAt > withdrawnAt)).toEqual([]);
    expect(await countStored(page)).toBe(0);
    expect(await page.evaluate(() => headgate.access())).toEqual([]);
    const { warehouse } = await page.evaluate(() => headgate.status().collectors);
    expect(warehouse).toMatchObject({ tracked: 250, purged: 250, buffered: 0, delivered: 0 });
  });
}

test('without a withdrawal, the same events arrive', async ({ page, pages, collector }) => {
  const notes = createNotes(250);
  openShop(pages, 'module', configure(collector));
  collector.answer(answers.status(503));
  await openWithUndelivered(page, pages, notes);
  await giveChances(page, collector);
  await expect.poll(() => notesOf(collector.events()), { timeout: 20_000 }).toEqual(notes);
});

test('a request on its way is aborted by the withdrawal', async ({ page, pages, collector }) => {
  const notes = createNotes(20);
  openShop(pages, 'module', configure(collector));
  collector.answer(answers.hang());
  await openWithUndelivered(page, pages, notes);
  const request = await waitForBatch(collector);
  expect(request.finished).toBe(false);

  await withdraw(page);

  await collector.until(() => request.aborted, BEFORE_DEADLINE);
  expect(collector.requests).toHaveLength(1);
  await giveChances(page, collector);
  expect(collector.requests).toHaveLength(1);
  expect(await countStored(page)).toBe(0);
});

test('events that wait in memory, because nothing can be stored, are not sent either', async ({
  page,
  pages,
  collector,
}) => {
  const notes = createNotes(30);
  openShop(pages, 'module', configure(collector));
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The user denied permission', 'UnknownError');
    };
  });
  collector.answer(answers.status(503));
  await page.goto(pages.origin);
  await grant(page);
  await track(page, ...notes);
  await collector.until(() => collector.requests.some(({ finished }) => finished));
  expect(notesOf(await page.evaluate(() => headgate.access()))).toEqual(notes);

  await withdraw(page);
  const withdrawnAt = await page.evaluate(() => Date.now());
  await giveChances(page, collector);
  expect(collector.requests.filter(({ startedAt }) => startedAt > withdrawnAt)).toEqual([]);
  expect(await page.evaluate(() => headgate.access())).toEqual([]);
  const { warehouse } = await page.evaluate(() => headgate.status().collectors);
  expect(warehouse).toMatchObject({ tracked: 30, purged: 30, buffered: 0 });
});

test('only the receipt is sent after a withdrawal', async ({ page, pages, collector }) => {
  const notes = createNotes(5);
  openShop(pages, 'module', configure(collector, { manifest: manifestWithReceipts }));
  await page.goto(pages.origin);
  await grant(page);
  await collector.until(() => collector.events().length === 1);
  collector.answer(answers.status(503));
  await track(page, ...notes);
  await expect.poll(() => countStored(page), { timeout: 20_000 }).toBe(notes.length);
  collector.clear();

  await withdraw(page);
  await giveChances(page, collector);

  await collector.until(() => collector.events().length > 0);
  expect(collector.events().map(({ event }) => event)).toEqual(['consent_receipt']);
  expect(collector.events().map(({ data }) => data)).toMatchObject([
    { action: 'withdrawn', categories: { analytics: 'denied' }, proof: { observed: true } },
  ]);
});

test('an event of the time of denial is never sent, whatever is granted later', async ({ page, pages, collector }) => {
  const [early, denied, late] = createNotes(3) as [string, string, string];
  openShop(pages, 'module', configure(collector));
  await page.goto(pages.origin);
  await grant(page);
  await track(page, early);
  await collector.until(() => collector.events().length === 1);
  await withdraw(page);
  const [tracked] = await track(page, denied);
  expect(tracked).toEqual({ outcome: 'refuse', reason: 'denied' });
  await grant(page);
  await track(page, late);
  await collector.until(() => collector.events().length === 2);
  await giveChances(page, collector);
  expect(seenNotes(collector)).toEqual([early, late]);
  expect(await countStored(page)).toBe(0);
});

test('events of a withdrawn consent are not sent under a new one that follows at once', async ({
  page,
  pages,
  collector,
}) => {
  const notes = createNotes(100);
  const [late] = createNotes(1, 'late') as [string];
  openShop(pages, 'module', configure(collector));
  collector.answer(answers.status(503));
  await openWithUndelivered(page, pages, notes);
  await collector.until(() => collector.requests.some(({ finished }) => finished));

  await page.evaluate(() => {
    headgate.withdraw('analytics');
    headgate.grant('analytics');
  });
  const regrantedAt = await page.evaluate(() => Date.now());
  collector.answer(answers.ok());
  await track(page, late);

  await collector.until(() => collector.events().length > 0);
  await giveChances(page, collector);
  expect(notesOf(collector.events())).toEqual([late]);
  const after = collector.requests.filter(({ startedAt }) => startedAt > regrantedAt);
  expect(notesOf(after.flatMap(({ events }) => events)).filter((note) => note !== late)).toEqual([]);
  await expect.poll(() => countStored(page)).toBe(0);
});

for (const how of ['in the same task', 'in the middle of the wipe'] as const) {
  test(`a reload ${how} leaves nothing for the next page`, async ({ page, pages, collector }) => {
    const notes = createNotes(2000);
    openShop(pages, 'module', configure(collector));
    // Asked to wait that long, the page sends nothing on its own until it is left.
    collector.answer(answers.status(503, { retryAfter: 600 }));
    await openWithUndelivered(page, pages, notes);
    await collector.until(() => collector.requests.some(({ finished }) => finished));
    collector.clear();
    const loaded = page.waitForEvent('load');
    await page.evaluate((isLater) => {
      headgate.withdraw('analytics');
      if (isLater) setTimeout(() => location.reload(), 2);
      else location.reload();
    }, how === 'in the middle of the wipe');
    await loaded;

    await page.waitForFunction(() => typeof headgate?.flush === 'function');
    await giveChances(page, collector);
    expect(await countStored(page)).toBe(0);
    expect(collector.requests).toEqual([]);
    await grant(page);
    await giveChances(page, collector);
    expect(seenNotes(collector)).toEqual([]);
  });
}

test('a withdrawal in a tab that crashes at once is finished by the next page', async ({ open, pages, collector }) => {
  const notes = createNotes(500);
  openShop(pages, 'module', configure(collector));
  collector.answer(answers.status(503, { retryAfter: 600 }));
  const { context, killRenderers } = await open();
  const page = await context.newPage();
  await openWithUndelivered(page, pages, notes);
  await collector.until(() => collector.requests.some(({ finished }) => finished));
  collector.clear();
  const crashed = page.waitForEvent('crash');
  await withdraw(page);
  await killRenderers();
  await crashed;

  const next = await context.newPage();
  await next.goto(pages.origin);
  await giveChances(next, collector);
  await expect.poll(() => countStored(next)).toBe(0);
  await grant(next);
  await giveChances(next, collector);
  expect(seenNotes(collector)).toEqual([]);
});

for (const remember of [true, false]) {
  test(`a withdrawal in one tab silences the other, whose choice is ${remember ? '' : 'not '}shared`, async ({
    context,
    pages,
    collector,
  }) => {
    const [first, second, after] = [createNotes(20, 'first'), createNotes(20, 'second'), createNotes(1, 'after')];
    openShop(pages, 'module', configure(collector, { consent: { manual: { remember } } }));
    collector.answer(answers.status(503));
    const [a, b] = [await context.newPage(), await context.newPage()];
    await a.goto(pages.origin);
    await b.goto(pages.origin);
    await grant(a);
    await grant(b);
    await track(a, ...first);
    await track(b, ...second);
    await expect.poll(() => countStored(a), { timeout: 20_000 }).toBe(40);

    await withdraw(a);
    await expect.poll(() => b.evaluate(() => headgate.consent().categories['analytics'])).toBe('denied');
    const silentSince = await b.evaluate(() => Date.now());
    const [tracked] = await track(b, ...after);
    expect(tracked).toEqual({ outcome: 'refuse', reason: 'denied' });
    await giveChances(b, collector);
    await giveChances(a, collector);

    expect(collector.requests.filter(({ startedAt }) => startedAt > silentSince)).toEqual([]);
    expect(await countStored(a)).toBe(0);
    for (const tab of [a, b]) expect(await tab.evaluate(() => headgate.access())).toEqual([]);
  });
}

test('a request that another tab has on its way is aborted too', async ({ context, pages, collector }) => {
  const notes = createNotes(20);
  openShop(pages, 'module', configure(collector));
  const [a, b] = [await context.newPage(), await context.newPage()];
  await a.goto(pages.origin);
  await b.goto(pages.origin);
  await grant(a);
  collector.answer(answers.hang());
  await track(b, ...notes);
  const request = await waitForBatch(collector);
  await withdraw(a);
  await collector.until(() => request.aborted, BEFORE_DEADLINE);
  expect(await readStored(b)).toEqual([]);
});
