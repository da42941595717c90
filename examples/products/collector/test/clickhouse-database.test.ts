import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { openClickHouseDatabase } from '../src/clickhouse-database.mjs';
import { createCollector } from '../src/create-collector.mjs';
import { checkTaggedEvent as check } from 'headgate/node';
import { serveClickHouse } from './clickhouse-over-http.js';
import { day, get, iso, manifest, newId, newPseudonym, now, post, receipt, toggleEvent } from './collector-fixture.js';

let clock = now;
let server: Awaited<ReturnType<typeof serveClickHouse>>;
let database: Awaited<ReturnType<typeof openClickHouseDatabase>>;
let collector: Awaited<ReturnType<typeof createCollector>>;
const directory = mkdtempSync(join(tmpdir(), 'clickhouse-'));

beforeAll(async () => {
  server = await serveClickHouse(directory);
  database = await openClickHouseDatabase({ url: server.url });
  collector = await createCollector({ manifest, database, check, now: () => clock });
});

afterAll(async () => {
  await collector.close();
  await database.close();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

const erase = async (body: unknown) => {
  const headers = { host: 'localhost', 'content-type': 'text/plain' };
  const response = await collector.inject({
    method: 'POST',
    url: '/v1/events/erase',
    headers,
    payload: JSON.stringify(body),
  });
  return response.json();
};

it('creates the database that the address names', async () => {
  expect(await database.query('SELECT currentDatabase() AS name')).toEqual([{ name: 'tracking' }]);
});

it('stores, folds copies, exports, counts and erases over the HTTP interface by the same SQL', async () => {
  const user = newPseudonym();
  const event = toggleEvent({ data: { user, toggle: `'; DROP TABLE events; -- \\ 👩‍👩‍👧`, enabled: true } });
  const other = toggleEvent();
  const proof = receipt();
  expect((await post(collector, [event, other, proof])).accepted).toEqual([event.id, other.id, proof.id]);
  expect((await post(collector, [event])).accepted).toEqual([event.id]);

  const exported = await get(collector, `/v1/access?field=user&value=${user}`);
  expect(exported.events).toEqual([{ ...event, receivedAt: iso(clock), sentAt: iso(now) }]);
  expect((await get(collector, '/v1/stats')).total).toBe(2);
  expect((await get(collector, '/v1/recent')).receipts).toHaveLength(1);

  expect(await erase({ ids: [], subject: { user: `' OR 1=1 -- ${'x'.repeat(22)}` } })).toEqual({ erased: 0 });
  expect(await erase({ ids: [other.id], subject: { user } })).toEqual({ erased: 2 });
  expect((await get(collector, '/v1/stats')).total).toBe(0);
});

it('binds nasty values as what they are', async () => {
  for (const text of [`a'b"c\\d`, "\\'", 'tab\tnew\nline\u0000', '{x:String}', '👩‍👩‍👧', '%27 OR 1=1']) {
    const rows = await database.query('SELECT {one:String} AS one, {many:Array(String)} AS many', {
      one: text,
      many: [text, "']"],
    });
    expect(rows).toEqual([{ one: text, many: [text, "']"] }]);
  }
});

it('erases thousands of ids without an address longer than a server takes', async () => {
  const events = Array.from({ length: 2500 }, () => toggleEvent({ id: newId() }));
  await post(collector, events.slice(0, 1250));
  await post(collector, events.slice(1250));
  expect(await erase({ ids: events.map(({ id }) => id), subject: {} })).toEqual({ erased: 2500 });
});

it('deletes what is past its retention', async () => {
  const event = toggleEvent();
  await post(collector, [event]);
  clock = now + 31 * day;
  await collector.maintain();
  clock = now;
  expect(await database.query('SELECT id FROM events SETTINGS apply_deleted_mask = 0')).toEqual([]);
});

it('sends every statement of the schema and every insert as the engine in process gets it', () => {
  expect(server.statements.filter((sql) => sql.startsWith('CREATE TABLE'))).toHaveLength(2);
  expect(
    server.statements.filter((sql) => sql.startsWith('INSERT INTO events FORMAT JSONEachRow')).length,
  ).toBeGreaterThan(0);
});

it('answers 503 with Retry-After once the server is away, and acknowledges nothing', async () => {
  await server.disconnect();
  const response = await collector.inject({
    method: 'POST',
    url: '/v1/events',
    headers: { host: 'localhost', 'content-type': 'text/plain' },
    payload: JSON.stringify({ sentAt: iso(now), events: [toggleEvent()] }),
  });
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBe('5');
  expect(response.json()).toEqual({ error: 'storage_unavailable' });
});
