import type { Page } from '@playwright/test';
import { answers, expect, test } from '../support/browser.js';
import type { Answer } from '../support/answers.mjs';
import { manifestWithReceipts } from './support/manifest.js';
import { countStored } from './support/read-device.js';
import { configure, createNotes, flush, grant, notesOf, openShop, track, watchErrors } from './support/shop.js';

/** A collector that fails in every way that collectors, proxies and hotel networks fail: all arrives once it is well. */

interface Fault {
  readonly answer: Answer;
  /** The collector took the events although the page cannot know: it sees them again. */
  readonly takes?: boolean;
  /** No answer comes: the page gives up after a deadline. */
  readonly isSlow?: boolean;
}

const FAULTS: Record<string, Fault> = {
  'answers 500': { answer: answers.status(500) },
  'answers 503 and asks for a second': { answer: answers.status(503, { retryAfter: 1 }) },
  'answers 429': { answer: answers.status(429, { retryAfter: 1 }) },
  'resets the connection': { answer: answers.reset() },
  hangs: { answer: answers.hang(), isSlow: true },
  'redirects to a login page': { answer: answers.redirectToHtml() },
  'answers 200 with HTML': { answer: answers.html() },
  'answers 200 with an error in the body': { answer: answers.jsonError() },
  'breaks off in the middle of its answer': { answer: answers.truncated(), takes: true },
  'takes the events and resets the connection': { answer: answers.lostAnswer(), takes: true },
  'acknowledges three of a batch and says nothing of the rest': { answer: answers.onlyFirst(3), takes: true },
};

const tallyOf = (page: Page) => page.evaluate(() => headgate.status().collectors['warehouse']!);

/** Sends what waits, as often as it takes: each attempt is the page's own. */
async function expectAll(page: Page, count: number): Promise<void> {
  await expect
    .poll(
      async () => {
        await flush(page);
        return (await tallyOf(page)).delivered;
      },
      { timeout: 40_000 },
    )
    .toBe(count);
}

for (const [fault, { answer, takes = false, isSlow = false }] of Object.entries(FAULTS)) {
  test(`all events arrive after a time in which the collector ${fault}`, async ({ page, pages, collector }) => {
    const notes = createNotes(60);
    openShop(pages, 'module', configure(collector));
    const errors = watchErrors(page);
    await page.goto(pages.origin);
    await grant(page);
    collector.answer(answer);
    await track(page, ...notes.slice(0, 30));
    await collector.until(() => collector.requests.some((request) => isSlow || request.finished));
    await track(page, ...notes.slice(30));
    if (!takes) expect(collector.events()).toEqual([]);
    expect((await tallyOf(page)).delivered).toBeLessThan(60);

    collector.answer(answers.ok());
    await expectAll(page, 60);

    expect(notesOf(collector.events())).toEqual(notes);
    expect(await tallyOf(page)).toMatchObject({ tracked: 60, delivered: 60, buffered: 0 });
    await expect.poll(() => countStored(page)).toBe(0);
    if (!takes) expect(collector.events().filter(({ id }) => collector.deliveries(id) !== 1)).toEqual([]);
    expect(collector.preflights).toEqual([]);
    expect(errors).toEqual([]);
  });
}

test('events reach a collector of another origin without a preflight', async ({ page, pages, collector }) => {
  const notes = createNotes(10);
  openShop(pages, 'script', configure({ url: collector.localhostUrl }));
  expect(new URL(collector.localhostUrl).origin).not.toBe(pages.origin);
  openShop(pages, 'script', configure({ url: collector.localhostUrl }));
  await page.goto(pages.origin);
  await grant(page);
  await track(page, ...notes);
  await expect.poll(() => notesOf(collector.events()), { timeout: 20_000 }).toEqual(notes);
  expect(collector.preflights).toEqual([]);
  const headers = collector.requests.map(({ headers }) => [headers['content-type'], headers.referer, headers.cookie]);
  expect(headers).toEqual(headers.map(() => ['text/plain;charset=UTF-8', undefined, undefined]));
});

test('a request with a header of its own would be seen to need one', async ({ page, pages, collector }) => {
  pages.set('/', '<title>Shop</title>');
  await page.goto(pages.origin);
  await page.evaluate(
    (url) => fetch(url, { method: 'POST', headers: { 'x-note': '1' } }).catch(() => {}),
    collector.url,
  );
  expect(collector.preflights).toHaveLength(1);
});

for (const status of [401, 403, 404]) {
  test(`an answer ${status} stops the collector and keeps the events for the next page`, async ({
    page,
    pages,
    collector,
  }) => {
    const notes = createNotes(20);
    openShop(pages, 'module', configure(collector));
    await page.goto(pages.origin);
    await grant(page);
    collector.answer(answers.status(status));
    await track(page, ...notes.slice(0, 10));
    await collector.until(() => collector.requests.some(({ finished }) => finished));
    await track(page, ...notes.slice(10));
    await flush(page);
    await page.waitForTimeout(300);
    await flush(page);
    expect(collector.requests).toHaveLength(1);
    expect(await countStored(page)).toBe(20);

    collector.answer(answers.ok());
    await page.goto(`${pages.origin}/next`);
    await expect.poll(() => notesOf(collector.events()), { timeout: 30_000 }).toEqual(notes);
  });
}

test('a batch that is too large is halved until it fits', async ({ page, pages, collector }) => {
  const notes = createNotes(100).map((note) => note + 'x'.repeat(500));
  openShop(pages, 'module', configure(collector));
  await page.goto(pages.origin);
  await grant(page);
  collector.answer(answers.tooLargeAbove(20_000));
  await track(page, ...notes);
  await expectAll(page, 100);
  expect(notesOf(collector.events())).toEqual(notes);
  expect(collector.requests.some(({ status }) => status === 413)).toBe(true);
  expect(collector.events().filter(({ id }) => collector.deliveries(id) !== 1)).toEqual([]);
});

test('one event too large for the collector is rejected, the others arrive', async ({ page, pages, collector }) => {
  const notes = createNotes(10);
  const huge = `${notes[5]}${'x'.repeat(3500)}`;
  openShop(pages, 'module', configure(collector));
  await page.goto(pages.origin);
  await grant(page);
  collector.answer(answers.tooLargeAbove(3000));
  await track(page, ...notes.map((note, index) => (index === 5 ? huge : note)));
  await expectAll(page, 9);
  expect(notesOf(collector.events())).toEqual(notes.filter((_, index) => index !== 5));
  expect(await tallyOf(page)).toMatchObject({ delivered: 9, rejected: 1, reasons: { 'rejected:status-413': 1 } });
  expect(await countStored(page)).toBe(0);
});

for (const status of [400, 422]) {
  test(`a faulty event among a hundred that make a ${status} is found in 15 requests and rejected alone`, async ({
    page,
    pages,
    collector,
  }) => {
    const notes = createNotes(100);
    openShop(pages, 'module', configure(collector));
    await page.goto(pages.origin);
    await grant(page);
    collector.answer(answers.poison(({ data }) => 'note' in data && data['note'] === notes[63], status));
    await track(page, ...notes);
    await expectAll(page, 99);
    expect(notesOf(collector.events())).toEqual(notes.filter((_, index) => index !== 63));
    expect(await tallyOf(page)).toMatchObject({ tracked: 100, delivered: 99, rejected: 1, buffered: 0 });
    expect(collector.requests.length).toBeLessThanOrEqual(15);
    expect(await countStored(page)).toBe(0);
  });
}

test('an event that the collector names as rejected is not sent again', async ({ page, pages, collector }) => {
  const notes = createNotes(10);
  openShop(pages, 'module', configure(collector));
  await page.goto(pages.origin);
  await grant(page);
  collector.answer(
    answers.rejecting(({ data }) => ('note' in data && data['note'] === notes[4] ? 'unknown' : undefined)),
  );
  await track(page, ...notes);
  await expectAll(page, 9);
  await flush(page);
  expect(notesOf(collector.seen()).filter((note) => note === notes[4])).toHaveLength(1);
  expect(await tallyOf(page)).toMatchObject({ rejected: 1, reasons: { 'rejected:unknown': 1 } });
});

test('the receipt of a grant arrives although the collector was down until the next page', async ({
  page,
  pages,
  collector,
}) => {
  const notes = createNotes(5);
  openShop(pages, 'module', configure(collector, { manifest: manifestWithReceipts }));
  collector.answer(answers.status(503));
  await page.goto(pages.origin);
  await grant(page);
  await track(page, ...notes);
  await collector.until(() => collector.requests.some(({ finished }) => finished));
  await expect.poll(() => countStored(page), { timeout: 20_000 }).toBeGreaterThanOrEqual(5);
  await page.goto('about:blank');
  collector.clear();
  collector.answer(answers.ok());
  await page.goto(`${pages.origin}/next`);
  await expect.poll(() => notesOf(collector.events()), { timeout: 30_000 }).toEqual(notes);
  await expect
    .poll(() => collector.events().filter(({ event }) => event === 'consent_receipt').length, { timeout: 10_000 })
    .toBe(1);
});
