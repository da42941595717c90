import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { json } from 'headgate';

import {
  day,
  find,
  iso,
  manifest,
  newId,
  newSecret,
  now,
  receipt,
  startCollector,
  toggleEvent,
} from './collector-fixture.js';

/** Batches that say once what their events share, and compressed ones. */

let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector();
});
afterAll(() => running.stop());

async function send(payload: string | Buffer, headers: Record<string, string> = {}) {
  const response = await running.collector.inject({
    method: 'POST',
    url: '/v1/events',
    headers: { host: 'localhost', 'content-type': 'text/plain;charset=UTF-8', ...headers },
    payload,
  });
  return { status: response.statusCode, ...response.json() };
}

/** As a page writes it that was told so. */
function packed(events: Parameters<ReturnType<typeof json>['encode']>[0], subject?: string): string {
  return json({ url: '/', accepts: ['rows'] }).encode(events, iso(now), subject).body;
}

const WAYS: readonly [string, (body: string) => string | Buffer][] = [
  ['as they are', (body) => body],
  ['compressed', (body) => gzipSync(body)],
];

describe.each(WAYS)('rows that come %s', (_title, write) => {
  it('are stored as if they had come in full', async () => {
    const events = [toggleEvent({}, now - 3000), receipt(), toggleEvent({ data: { toggle: 'beta', enabled: false } })];
    const { subject } = newSecret();
    expect(await send(write(packed(events, subject)))).toEqual({
      status: 200,
      accepted: events.map(({ id }) => id),
      rejected: [],
      accepts: ['rows', 'gzip'],
    });
    const held = await find(running.collector, ...events.map(({ id }) => id));
    const all = [...held.events, ...held.receipts].map(({ id, time, expires, data, consent }) => ({
      id,
      time,
      expires,
      data,
      consent,
    }));
    for (const { id, time, expires, data, consent } of events)
      expect(all).toContainEqual({ id, time, expires, data, consent });
  });

  it('are judged one by one', async () => {
    const bad = toggleEvent({ tier: 'anonymous' });
    const good = toggleEvent();
    const late = toggleEvent({}, now - 31 * day);
    expect(await send(write(packed([bad, good, late])))).toMatchObject({
      accepted: [good.id],
      rejected: [
        { id: bad.id, reason: 'tier-mismatch' },
        { id: late.id, reason: 'expired' },
      ],
    });
  });

  it('are stored once, also where they have come in full before', async () => {
    const event = toggleEvent();
    await send(JSON.stringify({ sentAt: iso(now), events: [event] }));
    expect(await send(write(packed([event, event])))).toMatchObject({ accepted: [event.id] });
    expect((await find(running.collector, event.id)).events).toHaveLength(1);
  });
});

describe('what is packed wrong', () => {
  const { id, time, expires, data, ...tags } = toggleEvent();
  const shared = [{ ...tags, fields: ['toggle', 'enabled'] }];
  const row = [0, id, 0, 'dark-mode', true];
  const batch = { sentAt: iso(now), from: now - 1000, shared, rows: [row] };
  const text = (changes: object): string => JSON.stringify({ ...batch, ...changes });

  it('differs from what is right', async () => {
    expect(await send(text({}))).toMatchObject({ status: 200, accepted: [id] });
  });

  it.each<[string, number, string, string | Buffer]>([
    ['a bomb', 413, 'body_too_large', gzipSync(' '.repeat(200_000_000))],
    ['one byte more than a plain body may have', 413, 'body_too_large', gzipSync(' '.repeat(1_048_577))],
    ['a broken stream', 400, 'invalid_gzip', gzipSync('{"events":[]}').subarray(0, -4)],
    ['no stream', 400, 'invalid_gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3])],
    ['no JSON in it', 400, 'invalid_json', gzipSync('{oops')],
    ['bytes that are no UTF-8', 400, 'invalid_json', gzipSync(Buffer.from([0x22, 0xff, 0x22]))],
    ['tags that are not there', 400, 'not_a_batch', text({ rows: [[7, ...row.slice(1)]] })],
    ['tags of the prototype', 400, 'not_a_batch', text({ rows: [['constructor', ...row.slice(1)]] })],
    ['too few values', 400, 'not_a_batch', text({ rows: [row.slice(0, 3)] })],
    ['an id that is none', 400, 'not_a_batch', text({ rows: [[0, 1, ...row.slice(2)]] })],
    ['a time out of reach', 400, 'not_a_batch', text({ from: 1e300 })],
    ['no start', 400, 'not_a_batch', text({ from: undefined })],
    ['a row that is none', 400, 'not_a_batch', text({ rows: [null] })],
    ['too many rows', 413, 'too_many_events', text({ rows: Array.from({ length: 1001 }, () => row) })],
    [
      'few rows that say much',
      413,
      'body_too_large',
      gzipSync(
        text({
          shared: [{ ...shared[0], categories: Array.from({ length: 50_000 }, () => 'analytics') }],
          rows: Array.from({ length: 1000 }, () => row),
        }),
      ),
    ],
  ])('is refused: %s', async (_title, status, error, body) => {
    expect(await send(body)).toEqual({ status, error });
  });

  it('has an event under each name that an object has anyway, and loses none of it to the check', async () => {
    const proto = { ...batch, shared: [{ ...tags, fields: ['toggle', '__proto__'] }] };
    expect(await send(JSON.stringify(proto))).toMatchObject({
      accepted: [],
      rejected: [{ id, reason: 'invalid-data' }],
    });
    expect(manifest.events.feature_toggle_enabled.fields).not.toHaveProperty('__proto__.toggle');
  });

  it('is still no Content-Encoding, which asks for a preflight', async () => {
    expect(await send(gzipSync('{}'), { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
  });
});

it('takes what an older page sends', async () => {
  const event = toggleEvent({ id: newId() });
  expect(await send(JSON.stringify({ sentAt: iso(now), events: [event] }))).toMatchObject({ accepted: [event.id] });
});
