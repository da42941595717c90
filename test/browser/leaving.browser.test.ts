import type { Page } from '@playwright/test';
import { answers, expect, test, type FakeCollector } from '../support/browser.js';
import { countStored } from './support/read-device.js';
import { BUILDS, configure, createNotes, flush, grant, notesOf, openShop, withdraw } from './support/shop.js';

/** The last thing that a visitor does on a page arrives: at once, or from the next page of the shop. */

/** Tracks, and leaves in the same task. */
async function trackAndLeave(
  page: Page,
  notes: readonly string[],
  to: string,
  event = 'product_viewed',
  delay = 0,
): Promise<void> {
  await page.evaluate(
    ([all, url, name, wait]) => {
      for (const note of all) headgate.track(name, { note, user: 'alice' });
      const leave = (): void => void (location.href = url);
      if (wait) setTimeout(leave, wait);
      else leave();
    },
    [notes, to, event, delay] as const,
  );
  await page.waitForURL(to);
}

/** In the first moments after a page's first grant there is nothing to write to yet: such a page has its parting request alone. */
async function openBuffer(page: Page): Promise<void> {
  await grant(page);
  await flush(page);
}

async function expectOnce(collector: FakeCollector, notes: readonly string[]): Promise<void> {
  // The page that was left may have the lease for ten seconds more.
  await expect.poll(() => notesOf(collector.events()), { timeout: 45_000 }).toEqual(notes);
}

for (const build of BUILDS) {
  test(`an event before a navigation in the shop arrives, with the ${build} build`, async ({
    page,
    pages,
    collector,
  }) => {
    const notes = createNotes(5);
    openShop(pages, build, configure(collector, { flushInterval: 3000 }));
    await page.goto(pages.origin);
    await grant(page);
    await trackAndLeave(page, notes, `${pages.origin}/next`);
    await expectOnce(collector, notes);
    await expect.poll(() => countStored(page), { timeout: 30_000 }).toBe(0);
  });
}

test('an event before a navigation to another site arrives without the shop being seen again', async ({
  page,
  pages,
  collector,
}) => {
  const notes = createNotes(5);
  openShop(pages, 'script', configure(collector, { flushInterval: 3000 }));
  pages.set('/elsewhere', '<title>Elsewhere</title>');
  await page.goto(pages.origin);
  await grant(page);
  await trackAndLeave(page, notes, `${pages.otherOrigin}/elsewhere`);
  await expectOnce(collector, notes);
});

test('an event whose field takes time to protect arrives although the page is left soon after', async ({
  page,
  pages,
  collector,
}) => {
  const notes = createNotes(3);
  openShop(pages, 'module', configure(collector, { flushInterval: 3000 }));
  await page.goto(pages.origin);
  await grant(page);
  // In the task of the call itself no hash is ready yet: such an event is lost with its page, and nothing of it is kept.
  await trackAndLeave(page, notes, `${pages.origin}/next`, 'account_opened', 150);
  await expectOnce(collector, notes);
});

test('events before a navigation arrive from the next page where the collector was down', async ({
  page,
  pages,
  collector,
}) => {
  const notes = createNotes(100);
  openShop(pages, 'module', configure(collector, { flushInterval: 3000 }));
  pages.set('/elsewhere', '<title>Elsewhere</title>');
  await page.goto(pages.origin);
  await openBuffer(page);
  collector.answer(answers.status(503));
  await trackAndLeave(page, notes, `${pages.otherOrigin}/elsewhere`);
  expect(collector.events()).toEqual([]);
  collector.answer(answers.ok());
  await page.goto(`${pages.origin}/next`);
  await expectOnce(collector, notes);
});

test('an event before the page is closed arrives', async ({ page, context, pages, collector }) => {
  const notes = createNotes(5);
  openShop(pages, 'module', configure(collector, { flushInterval: 3000 }));
  await page.goto(pages.origin);
  await grant(page);
  await page.evaluate((all) => all.forEach((note) => headgate.track('product_viewed', { note })), notes);
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => page.isClosed()).toBe(true);
  const next = await context.newPage();
  await next.goto(`${pages.origin}/next`);
  await expectOnce(collector, notes);
});

test('what does not fit into the budget of a page that is left comes from the next page', async ({
  page,
  pages,
  collector,
}) => {
  const notes = createNotes(200).map((note) => note + 'x'.repeat(1000));
  openShop(pages, 'module', configure(collector, { flushInterval: 3000 }));
  collector.answer(answers.status(503, { retryAfter: 600 }));
  pages.set('/elsewhere', '<title>Elsewhere</title>');
  await page.goto(pages.origin);
  await openBuffer(page);
  // In the task that tracks, a hundred are written; the others in the tasks after it.
  await trackAndLeave(page, notes, `${pages.otherOrigin}/elsewhere`, 'product_viewed', 50);
  collector.answer(answers.ok());
  await page.goto(`${pages.origin}/next`);
  await expectOnce(collector, notes);
});

test('an event that is withdrawn in the task in which the page is left never arrives', async ({
  page,
  pages,
  collector,
}) => {
  const notes = createNotes(5);
  openShop(pages, 'module', configure(collector, { flushInterval: 3000 }));
  await page.goto(pages.origin);
  await grant(page);
  await page.evaluate((all) => {
    for (const note of all) headgate.track('product_viewed', { note });
    headgate.withdraw('analytics');
    location.href = '/next';
  }, notes);
  await page.waitForURL(`${pages.origin}/next`);
  await page.evaluate(() => headgate.flush());
  await withdraw(page);
  await page.waitForTimeout(400);
  expect(collector.requests).toEqual([]);
  expect(await countStored(page)).toBe(0);
});
