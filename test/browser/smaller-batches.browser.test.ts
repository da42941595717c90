import { answers, expect, test } from '../support/browser.js';
import { configure, createNotes, flush, grant, notesOf, openShop, track, watchErrors } from './support/shop.js';

/** What really goes over the wire once a receiver has said that it takes rows and gzip. */

const COUNT = 100;

test('a hundred events are a tenth of the bytes once the receiver has said what it takes, without a preflight', async ({
  page,
  pages,
  collector,
}) => {
  const notes = createNotes(2 * COUNT);
  collector.answer(answers.ok(['rows', 'gzip']));
  // Sent by `flush` alone, so that a batch is what was tracked.
  openShop(pages, 'module', configure({ url: collector.localhostUrl }, { flushInterval: 60_000 }));
  const errors = watchErrors(page);
  await page.goto(pages.origin);
  await grant(page);
  for (const from of [0, COUNT]) {
    await track(page, ...notes.slice(from, from + COUNT));
    await flush(page);
  }
  expect(notesOf(collector.events())).toEqual(notes);
  const full = collector.requests.filter(({ isCompressed }) => !isCompressed);
  const small = collector.requests.filter(({ isCompressed }) => isCompressed);
  const bytesOf = (requests: typeof full): number =>
    requests.reduce((sum, { bytes }) => sum + bytes, 0) / requests.flatMap(({ events }) => events).length;
  expect(small.flatMap(({ events }) => events).length).toBeGreaterThanOrEqual(COUNT);
  expect(bytesOf(small) / bytesOf(full)).toBeLessThan(0.1);
  expect(small.map(({ headers }) => headers['content-encoding'])).toEqual(small.map(() => undefined));
  expect(collector.preflights).toEqual([]);
  expect(errors).toEqual([]);
});

test('a page that is left sends what it has at once, as rows', async ({ page, pages, collector }) => {
  const notes = createNotes(6);
  collector.answer(answers.ok(['rows', 'gzip']));
  openShop(pages, 'module', configure(collector, { flushInterval: 60_000 }));
  await page.goto(pages.origin);
  await grant(page);
  await track(page, ...notes.slice(0, 3));
  await flush(page);
  await track(page, ...notes.slice(3));
  await page.goto('about:blank');
  await expect.poll(() => notesOf(collector.events())).toEqual(notes);
  const last = collector.requests.at(-1)!;
  expect([last.isCompressed, 'rows' in (JSON.parse(last.body) as object)]).toEqual([false, true]);
});
