import { answers, expect, test } from '../support/browser.js';
import { countStored } from './support/read-device.js';
import { configure, createNotes, grant, notesOf, openShop, track } from './support/shop.js';

test('events of two closed tabs arrive from a third, once each', async ({ context, pages, collector }) => {
  const notes = createNotes(300);
  openShop(pages, 'module', configure(collector));
  collector.answer(answers.status(503));
  const [a, b] = [await context.newPage(), await context.newPage()];
  await a.goto(pages.origin);
  await b.goto(pages.origin);
  await grant(a);
  await expect.poll(() => b.evaluate(() => headgate.consent().categories['analytics'])).toBe('granted');
  const ids: string[] = [];
  for (let start = 0; start < notes.length; start += 50) {
    const tab = start % 100 ? a : b;
    ids.push(...(await track(tab, ...notes.slice(start, start + 50))).map(({ id }) => id!));
  }
  await expect.poll(() => countStored(a), { timeout: 20_000 }).toBe(notes.length);
  await a.close({ runBeforeUnload: true });
  await b.close({ runBeforeUnload: true });
  await expect.poll(() => context.pages().length).toBe(0);

  collector.clear();
  collector.answer(answers.ok());
  const c = await context.newPage();
  await c.goto(pages.origin);

  await expect.poll(() => collector.events().length, { timeout: 30_000 }).toBe(notes.length);
  expect(notesOf(collector.events())).toEqual(notes);
  expect(new Set(collector.events().map(({ id }) => id))).toEqual(new Set(ids));
  expect(ids.map((id) => collector.deliveries(id))).toEqual(ids.map(() => 1));
  await expect.poll(() => countStored(c)).toBe(0);
});

test('two tabs that send at the same time send each event once', async ({ context, pages, collector }) => {
  const notes = createNotes(400);
  openShop(pages, 'module', configure(collector));
  collector.answer(answers.slow(150));
  const [a, b] = [await context.newPage(), await context.newPage()];
  await a.goto(pages.origin);
  await b.goto(pages.origin);
  await grant(a);
  await expect.poll(() => b.evaluate(() => headgate.consent().categories['analytics'])).toBe('granted');
  const ids: string[] = [];
  for (let start = 0; start < notes.length; start += 20) {
    const tab = start % 40 ? a : b;
    ids.push(...(await track(tab, ...notes.slice(start, start + 20))).map(({ id }) => id!));
  }
  await expect.poll(() => collector.events().length, { timeout: 30_000 }).toBe(notes.length);
  expect(ids.filter((id) => collector.deliveries(id) !== 1)).toEqual([]);
  for (const tab of [a, b]) {
    const read = () => tab.evaluate(() => headgate.status().collectors['warehouse']!);
    await expect.poll(async () => (await read()).buffered, { timeout: 20_000 }).toBe(0);
    // A tab also answers for the events of the other one that it took over.
    const { tracked, delivered } = await read();
    expect([delivered, tracked >= 200]).toEqual([tracked, true]);
  }
});
