import { afterAll, beforeAll, expect, it } from 'vitest';

import { day, find, iso, manifest, newId, now, post, startCollector, toggleEvent } from './collector-fixture.js';

/** Later copies of an event change nothing: neither while the first is stored nor after it has expired. */

const { feature_toggle_enabled } = manifest.events;
const longer = {
  ...manifest,
  version: 'longer',
  events: { ...manifest.events, kept_for_long: { ...feature_toggle_enabled, retentionDays: 300 } },
};

let clock = now;
let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector({ manifest: longer, formerManifests: [manifest], now: () => clock });
});
afterAll(() => running.stop());

/** The same id, another event, ten times the retention. */
const toCopy = (id: string) =>
  toggleEvent({
    id,
    event: 'kept_for_long',
    manifest: 'longer',
    retentionDays: 300,
    expires: iso(now - 1000 + 300 * day),
    data: { toggle: 'forged', enabled: false },
  });

const rowsOf = (id: string) =>
  running.database.query('SELECT data FROM events WHERE id = {id:String} SETTINGS apply_deleted_mask = 0', { id });

it('does not store a copy, so that none is left when the first expires', async () => {
  const first = toggleEvent();
  await post(running.collector, [first]);
  clock = now + 1;
  expect(await post(running.collector, [toCopy(first.id)])).toMatchObject({ accepted: [first.id], rejected: [] });
  expect(await rowsOf(first.id)).toEqual([{ data: JSON.stringify(first.data) }]);

  clock = now + 31 * day;
  expect((await find(running.collector, first.id)).events).toEqual([]);
  await running.collector.maintain();
  await running.database.exec('OPTIMIZE TABLE events FINAL');
  expect((await find(running.collector, first.id)).events).toEqual([]);
  expect(await rowsOf(first.id)).toEqual([]);
  clock = now;
});

it('does not store the copy that comes in the same request, the same moment or the same insert', async () => {
  const [first, second] = [toggleEvent({ id: newId() }), toggleEvent({ id: newId() })];
  await post(running.collector, [first, toCopy(first.id)]);
  await Promise.all([post(running.collector, [second]), post(running.collector, [toCopy(second.id)])]);
  await Promise.all(Array.from({ length: 5 }, () => post(running.collector, [toCopy(first.id), toCopy(second.id)])));
  expect(await rowsOf(first.id)).toHaveLength(1);
  expect(await rowsOf(second.id)).toHaveLength(1);
  expect((await find(running.collector, first.id)).events[0].data).toEqual(first.data);
});

it('rejects a copy with a new time, whose id tells another', async () => {
  const { id } = toggleEvent();
  clock = now + 40 * day;
  const late = toggleEvent({ id, time: iso(clock - 1000), expires: iso(clock - 1000 + 30 * day) });
  expect(await post(running.collector, [late])).toMatchObject({ rejected: [{ id, reason: 'id-time-mismatch' }] });
  clock = now;
});

it('takes an event whose id was made a while after it happened', async () => {
  const held = toggleEvent({ id: newId(now), time: iso(now - 3_600_000), expires: iso(now - 3_600_000 + 30 * day) });
  expect((await post(running.collector, [held])).accepted).toEqual([held.id]);
});
