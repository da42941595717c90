/** The witness of `npm run conform`: what it does not find must not have come. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCollector, type Collector } from '../../conform/support/open-collector.mjs';

let collector: Collector;
beforeAll(async () => void (collector = await openCollector()));
afterAll(() => collector.close());

const event = JSON.stringify({ event: 'product_viewed', properties: { note: 'note-in-it' } });

it.each([
  ['as JSON', '/', event],
  ['packed by gzip', '/', gzipSync(event)],
  ['as base64 in a form', '/', `data=${encodeURIComponent(Buffer.from(event).toString('base64'))}`],
  ['as a JSON form', '/', `data=${encodeURIComponent(event)}`],
  ['in the address', `/?data=${encodeURIComponent(event)}`, ''],
])('finds the note of an event that came %s', async (_how, path, body) => {
  const before = collector.countSeen('note-in-it');
  await fetch(`${collector.origin}${path}`, { method: 'POST', body });
  expect(collector.countSeen('note-in-it')).toBe(before + 1);
});

it('counts as taken only what it answered 200', async () => {
  collector.answer(503);
  await fetch(collector.origin, { method: 'POST', body: 'note-refused' });
  expect([collector.countSeen('note-refused'), collector.hasTaken('note-refused')]).toEqual([1, false]);
  collector.answer(200);
  await fetch(collector.origin, { method: 'POST', body: 'note-refused' });
  expect(collector.hasTaken('note-refused')).toBe(true);
});
