import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { openAccessLog } from '../src/access-log/open-access-log.mjs';
import { openClickHouseDatabase } from '../src/clickhouse-database.mjs';
import { createCollector } from '../src/create-collector.mjs';
import { serveClickHouse } from './clickhouse-over-http.js';
import {
  ask,
  day,
  get,
  iso,
  manifest,
  newId,
  newPseudonym,
  newSecret,
  now,
  post,
  postFrom,
  privacyToken,
  receipt,
  toggleEvent,
} from './collector-fixture.js';

let clock = now;
let server: Awaited<ReturnType<typeof serveClickHouse>>;
let database: Awaited<ReturnType<typeof openClickHouseDatabase>>;
let collector: Awaited<ReturnType<typeof createCollector>>;
let accessLog: Awaited<ReturnType<typeof openAccessLog>>;
const directory = mkdtempSync(join(tmpdir(), 'clickhouse-'));

beforeAll(async () => {
  server = await serveClickHouse(directory);
  database = await openClickHouseDatabase({ url: server.url });
  accessLog = await openAccessLog({ directory: join(directory, 'access-log') });
  collector = await createCollector({ manifest, database, accessLog, privacyToken, now: () => clock });
});

afterAll(async () => {
  await collector.close();
  await database.close();
  await server.stop();
  await accessLog.close();
  rmSync(directory, { recursive: true, force: true });
});

const erase = (body: unknown) => ask(collector, '/erase', body, { token: privacyToken });

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

  const exported = await ask(collector, '/access', { subject: { user } }, { token: privacyToken });
  expect(exported.events).toEqual([{ ...event, receivedAt: iso(clock), sentAt: iso(now), subject: '' }]);
  expect((await get(collector, '/v1/stats')).total).toBe(2);
  expect((await get(collector, '/v1/recent')).receipts).toHaveLength(1);

  expect(await erase({ ids: [], subject: { user: `' OR 1=1 -- ${'x'.repeat(22)}` } })).toEqual({
    status: 200,
    erased: 0,
  });
  expect(await erase({ ids: [other.id], subject: { user } })).toEqual({ status: 200, erased: 2 });
  expect((await get(collector, '/v1/stats')).total).toBe(0);
});

it('reads and erases by a device’s secret, and stores nothing erased again', async () => {
  const device = newSecret();
  const event = toggleEvent();
  await postFrom(collector, device.subject, [event]);
  expect((await ask(collector, '/access', { secret: device.secret })).events).toHaveLength(1);
  expect(await ask(collector, '/erase', { secret: device.secret })).toEqual({ status: 200, erased: 1 });
  expect((await postFrom(collector, device.subject, [event])).accepted).toEqual([event.id]);
  expect((await ask(collector, '/access', { secret: device.secret })).events).toEqual([]);
});

it('has a view of each event with its fields by name and type', async () => {
  await post(collector, [toggleEvent({ data: { toggle: '2024-01-01', enabled: false } })]);
  const rows = await database.query(
    "SELECT toggle, enabled, count() > 0 AS some FROM feature_toggle_enabled WHERE toggle = '2024-01-01' GROUP BY ALL",
  );
  expect(rows).toEqual([{ toggle: '2024-01-01', enabled: false, some: expect.anything() }]);
});

it('refuses an address with a password in it', async () => {
  const url = server.url.replace('http://', 'http://collector:secret@');
  await expect(openClickHouseDatabase({ url })).rejects.toThrow('give it apart');
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
  for (let start = 0; start < events.length; start += 500) await post(collector, events.slice(start, start + 500));
  expect(await erase({ ids: events.map(({ id }) => id), subject: {} })).toEqual({ status: 200, erased: 2500 });
});

it('deletes what is past its retention', async () => {
  const event = toggleEvent();
  await post(collector, [event]);
  clock = now + 31 * day;
  await collector.maintain();
  clock = now;
  expect(await database.query('SELECT id FROM events SETTINGS apply_deleted_mask = 0')).toEqual([]);
});

it('answers a question and an export through the policy', async () => {
  const event = toggleEvent();
  await post(collector, [event]);
  const question = { event: 'feature_toggle_enabled', fields: ['id', 'toggle', 'enabled'], where: { id: event.id } };
  const token = 'local';
  expect((await ask(collector, '/v1/query/rows', question)).rows).toEqual([
    { id: event.id, toggle: 'dark-mode', enabled: true },
  ]);
  expect((await ask(collector, '/v1/query/rows', question, { token })).status).toBe(401);
  const { body } = await collector.inject({
    method: 'POST',
    url: '/v1/query/export',
    headers: { host: 'localhost', 'content-type': 'text/plain' },
    payload: JSON.stringify(question),
  });
  expect(body).toBe(`"id","toggle","enabled"\n"${event.id}","dark-mode",true\n`);
});

it('sends every statement of the schema and every insert as the engine in process gets it', () => {
  expect(server.statements.filter((sql) => sql.startsWith('CREATE TABLE'))).toHaveLength(3);
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
