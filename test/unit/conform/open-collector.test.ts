/** The witness of `npm run conform`: what it does not find must not have come. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCollector, type RecordingCollector } from '../../../src/node/conform/open-collector.js';

let collector: RecordingCollector;
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

it.each(['redirect', 'portal'] as const)(
  'counts as not taken what it led to a page of HTML by a %s',
  async (answer) => {
    collector.answer(answer);
    const response = await fetch(collector.origin, { method: 'POST', body: `note-${answer}` });
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('Log in')]);
    expect([collector.countSeen(`note-${answer}`), collector.hasTaken(`note-${answer}`)]).toEqual([1, false]);
  },
);

it('counts as seen and not taken what it broke off', async () => {
  collector.answer('reset');
  await expect(fetch(collector.origin, { method: 'POST', body: 'note-broken' })).rejects.toThrow('fetch failed');
  expect([collector.countSeen('note-broken'), collector.hasTaken('note-broken')]).toEqual([1, false]);
});

it('never answers where it hangs', async () => {
  collector.answer('hang');
  const stop = new AbortController();
  const answer = fetch(collector.origin, { method: 'POST', body: 'note-hanging', signal: stop.signal });
  await expect.poll(() => collector.countSeen('note-hanging')).toBe(1);
  expect(collector.hasTaken('note-hanging')).toBe(false);
  stop.abort();
  await expect(answer).rejects.toThrow('abort');
});

it('says after 429 when to come again, also to scripts of another origin', async () => {
  collector.answer(429);
  const { status, headers } = await fetch(collector.origin, { method: 'POST', body: 'note-limited' });
  expect([status, headers.get('retry-after')]).toEqual([429, '1']);
  expect(headers.get('access-control-expose-headers')).toBe('retry-after');
});

it('counts as taken only what it answered 200', async () => {
  collector.answer(503);
  await fetch(collector.origin, { method: 'POST', body: 'note-refused' });
  expect([collector.countSeen('note-refused'), collector.hasTaken('note-refused')]).toEqual([1, false]);
  collector.answer(200);
  await fetch(collector.origin, { method: 'POST', body: 'note-refused' });
  expect(collector.hasTaken('note-refused')).toBe(true);
});
