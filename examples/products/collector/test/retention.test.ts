import { afterAll, beforeAll, expect, it } from 'vitest';

import { createCollector } from '../src/create-collector.mjs';
import { toRow, toTimestamp } from '../src/event-rows.mjs';
import { day, iso, manifest, newId, now, post, receipt, startCollector, toggleEvent } from './collector-fixture.js';

let clock = now;
const arrivedAt = (time: number) => ({
  receivedAt: toTimestamp(time),
  sentAt: toTimestamp(time),
  subject: '',
  columnsOf: () => [],
});
let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector({ now: () => clock });
});
afterAll(() => running.stop());

/** What the files hold, rows that are only masked included. */
const heldIds = async (table: string) => {
  const rows = await running.database.query(`SELECT id FROM ${table} ORDER BY id SETTINGS apply_deleted_mask = 0`);
  return rows.map(({ id }) => id);
};

it('deletes events and receipts from the files once they are past their retention, and no others', async () => {
  const short = toggleEvent();
  const long = receipt();
  await post(running.collector, [short, long]);
  clock = now + 29 * day;
  await running.collector.maintain();
  expect(await heldIds('events')).toEqual([short.id]);

  clock = now + 31 * day;
  await running.collector.maintain();
  expect(await heldIds('events')).toEqual([]);
  expect(await heldIds('receipts')).toEqual([long.id]);

  clock = now + 1096 * day;
  await running.collector.maintain();
  expect(await heldIds('receipts')).toEqual([]);
});

it('keeps retention by the table alone, where no collector runs', async () => {
  const expired = toggleEvent({ id: newId(), expires: iso(Date.now() - day) });
  const kept = toggleEvent({ id: newId(), expires: iso(Date.now() + day) });
  const times = arrivedAt(Date.now());
  await running.database.insert('events', [toRow(manifest, expired, times), toRow(manifest, kept, times)]);
  await running.database.exec('OPTIMIZE TABLE events FINAL');
  expect(await heldIds('events')).toEqual([kept.id]);
});

it('keeps an expiry beyond the range of the engine from wrapping round to the past', async () => {
  const far = toggleEvent({ id: newId(), expires: '2299-01-01T00:00:00.000Z' });
  await running.database.insert('events', [toRow(manifest, far, arrivedAt(clock))]);
  await running.database.exec('OPTIMIZE TABLE events FINAL');
  expect(await heldIds('events')).toContain(far.id);
});

it('deletes nothing and rewrites nothing when nothing is due', async () => {
  clock = now;
  await running.collector.maintain();
  const parts = () =>
    running.database.query('SELECT name FROM system.parts WHERE active AND database = currentDatabase() ORDER BY name');
  const before = await parts();
  await running.collector.maintain();
  expect(await parts()).toEqual(before);
});

it('deletes what expired while no collector ran as soon as one starts', async () => {
  const expired = toggleEvent({ id: newId(), expires: iso(clock - day) });
  await running.database.insert('events', [toRow(manifest, expired, arrivedAt(clock))]);
  const next = await createCollector({ manifest, database: running.database, now: () => clock });
  // Closing waits for the deletion that the start began.
  await next.close();
  expect(await heldIds('events')).not.toContain(expired.id);
});
