import { afterAll, beforeAll, expect, it } from 'vitest';

import { newId, post, startCollector, toggleEvent } from './collector-fixture.js';

/** What one request may make the collector do, and answer. */

let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector();
});
afterAll(() => running.stop());

const send = (payload: string) =>
  running.collector.inject({
    method: 'POST',
    url: '/v1/events',
    headers: { host: 'localhost', 'content-type': 'text/plain' },
    payload,
  });

it.each([
  ['numbers', '0'],
  ['empty events', '{}'],
  ['nothing', 'null'],
])('does not check a MiB of %s, and answers in a few words', async (_title, entry) => {
  const events = `${entry},`.repeat(Math.floor(1_048_000 / (entry.length + 1)));
  const response = await send(`{"events":[${events.slice(0, -1)}]}`);
  expect([response.statusCode, response.body]).toEqual([413, '{"error":"too_many_events"}']);
});

it('takes a thousand events, and none of a thousand and one', async () => {
  const events = Array.from({ length: 1001 }, () => toggleEvent({ id: newId() }));
  expect(await post(running.collector, events)).toEqual({ status: 413, error: 'too_many_events' });
  expect((await post(running.collector, events.slice(1))).accepted).toHaveLength(1000);
});

it.each([
  ['long ids', () => ({ id: 'x'.repeat(900) })],
  ['ids that grow as JSON', () => ({ id: '\u0000'.repeat(150) })],
  ['ids of the longest kind that is named', () => ({ id: 'x'.repeat(64) })],
  ['everything wrong', () => ({ ...toggleEvent(), data: { toggle: 'x'.repeat(300), enabled: 'x' } })],
])('answers no more than it was sent: a thousand entries with %s', async (_title, create) => {
  const entries = Array.from({ length: 1000 }, create);
  const response = await send(JSON.stringify({ events: entries }));
  expect(response.statusCode).toBe(200);
  expect(response.json().rejected).toHaveLength(1000);
  expect(response.body.length).toBeLessThan(150_000);
});
