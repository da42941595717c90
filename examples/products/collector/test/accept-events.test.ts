import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createCollector } from '../src/create-collector.mjs';
import type { TaggedEvent } from 'headgate/node';
import {
  day,
  find,
  get,
  iso,
  manifest,
  newId,
  now,
  post,
  receipt,
  startCollector,
  toggleEvent,
} from './collector-fixture.js';

let clock = now;
let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector({ now: () => clock });
});
afterAll(() => running.stop());

const stored = async (...ids: string[]) => {
  const { events, receipts } = await find(running.collector, ...ids);
  return { events, receipts };
};

describe('POST /v1/events', () => {
  it('names an event as accepted and stores it exactly as it came', async () => {
    const event = toggleEvent();
    const answer = await post(running.collector, [event]);
    expect(answer).toMatchObject({ status: 200, accepted: [event.id], rejected: [] });
    const { events } = await stored(event.id);
    expect(events).toEqual([{ ...event, receivedAt: expect.any(String), sentAt: iso(now), subject: '' }]);
  });

  it('takes application/json as it takes text/plain', async () => {
    const event = toggleEvent();
    const answer = await post(running.collector, [event], { 'content-type': 'application/json' });
    expect(answer.accepted).toEqual([event.id]);
  });

  it('keeps what an event was captured and released under', async () => {
    const { captured } = toggleEvent().consent;
    const consent = { captured: { ...captured, state: 'undecided' as const }, released: captured };
    const event = toggleEvent({ consent });
    await post(running.collector, [event]);
    const [row] = await running.database.query(
      'SELECT consent_captured, consent_released, consent_source FROM events WHERE id = {id:String}',
      { id: event.id },
    );
    expect(JSON.parse(row.consent_captured)).toEqual(consent.captured);
    expect(JSON.parse(row.consent_released)).toEqual(captured);
    expect(row.consent_source).toBe('manual');
  });

  it('rejects, with a reason each, what the manifest or the claimed consent does not allow, and takes the rest', async () => {
    const good = toggleEvent();
    const { captured } = good.consent;
    const bad = [
      toggleEvent({ event: 'never_declared' }),
      toggleEvent({ event: '__proto__' }),
      toggleEvent({ consent: { captured: { ...captured, state: 'denied' } } }),
      toggleEvent({ consent: { captured: { ...captured, state: 'undecided' } } }),
      toggleEvent({ expires: iso(now - day), time: iso(now - 31 * day) }),
      toggleEvent({ purpose: 'advertising' }),
      toggleEvent({ tier: 'anonymous' }),
      toggleEvent({ basis: 'contract' }),
      toggleEvent({ categories: [] }),
      toggleEvent({ retentionDays: 3650, expires: iso(now + 3650 * day) }),
      toggleEvent({ data: { toggle: 'dark-mode', enabled: true, undeclared: 'x' } }),
      toggleEvent({ data: { toggle: 7, enabled: true } }),
      toggleEvent({ data: { toggle: 'dark-mode' } }),
    ];
    const answer = await post(running.collector, [...bad, good]);
    expect(answer.status).toBe(200);
    expect(answer.accepted).toEqual([good.id]);
    expect(answer.rejected.map(({ id }: { id: string }) => id)).toEqual(bad.map(({ id }) => id));
    for (const { reason } of answer.rejected) expect(reason).toMatch(/\S/);
    const { events } = await stored(...bad.map(({ id }) => id));
    expect(events).toEqual([]);
  });

  it('rejects what is no event without failing the batch', async () => {
    const good = toggleEvent();
    const odd = [null, 7, 'x', [], {}, { id: 5 }, { id: 'short' }, { ...toggleEvent(), consent: null }];
    const answer = await post(running.collector, [...odd, good]);
    expect(answer.status).toBe(200);
    expect(answer.accepted).toEqual([good.id]);
    expect(answer.rejected).toHaveLength(odd.length);
  });

  it('folds copies of an event into one and acknowledges each of them', async () => {
    const event = toggleEvent();
    expect((await post(running.collector, [event, event])).accepted).toEqual([event.id]);
    expect((await post(running.collector, [event])).accepted).toEqual([event.id]);
    expect((await stored(event.id)).events).toHaveLength(1);
    await running.database.exec('OPTIMIZE TABLE events FINAL');
    const [row] = await running.database.query('SELECT toUInt32(count()) AS n FROM events WHERE id = {id:String}', {
      id: event.id,
    });
    expect(row.n).toBe(1);
  });

  it('keeps the first of two events that claim the same id', async () => {
    const first = toggleEvent();
    const second: TaggedEvent = { ...first, data: { toggle: 'forged', enabled: false } };
    await post(running.collector, [first]);
    clock += 1;
    await post(running.collector, [second]);
    expect((await stored(first.id)).events[0].data).toEqual(first.data);
  });

  it('keeps receipts in a table of their own', async () => {
    const proof = receipt();
    expect((await post(running.collector, [proof])).accepted).toEqual([proof.id]);
    const { events, receipts } = await stored(proof.id);
    expect(events).toEqual([]);
    expect(receipts).toEqual([expect.objectContaining({ id: proof.id, data: proof.data, event: 'consent_receipt' })]);
  });

  it.each([
    ['emoji and scripts', '👩‍👩‍👧‍👦 žluťoučký קפה 漢字 \u202Eevil'],
    ['quotes and statements', `'); DROP TABLE events; -- \\' " \` {id:String} $1 %s \\`],
    ['control characters', 'a\u0000b\tc\nd\re\u2028f\u007f'],
    ['a lone surrogate', 'x\uD83Dy'],
    ['JSON inside', '{"a":[1,"\\u0041"]}'],
  ])('stores text with %s and gives it back unchanged', async (_title, toggle) => {
    const event = toggleEvent({ data: { toggle, enabled: false } });
    expect((await post(running.collector, [event])).accepted).toEqual([event.id]);
    expect((await stored(event.id)).events[0].data).toEqual(event.data);
  });

  it('stores the other events of a batch beside one whose consent source is broken text', async () => {
    const [good, odd] = [toggleEvent(), toggleEvent()];
    const source = 'x\uD83D';
    const broken = { ...odd, consent: { captured: { ...odd.consent.captured, source } } };
    expect((await post(running.collector, [good, broken])).accepted).toEqual([good.id, broken.id]);
    const { events } = await stored(broken.id);
    expect(events[0].consent.captured.source).toBe(source);
  });

  it('takes events of a former manifest by that manifest, and of an unknown one not at all', async () => {
    const former = { ...manifest, version: '2026-01-01' };
    const collector = await createCollector({ manifest, formerManifests: [former], database: running.database });
    const [old, unknown] = [toggleEvent({ manifest: former.version }), toggleEvent({ manifest: '1999-01-01' })];
    const answer = await post(collector, [old, unknown]);
    await collector.close();
    expect(answer).toMatchObject({ accepted: [old.id], rejected: [{ id: unknown.id }] });
  });

  it('refuses what is meant for another collector once it knows its own name', async () => {
    const collector = await createCollector({ manifest, name: 'mixpanel', database: running.database });
    const answer = await post(collector, [toggleEvent()]);
    await collector.close();
    expect(answer).toMatchObject({ accepted: [], rejected: [{ reason: 'not-a-recipient' }] });
  });

  it('stores 10,000 events sent in batches of 500, each once', async () => {
    const count = async () => (await get(running.collector, '/v1/stats')).total;
    const before = await count();
    const batches = Array.from({ length: 20 }, () => Array.from({ length: 500 }, () => toggleEvent({ id: newId() })));
    const answers = await Promise.all(batches.map((batch) => post(running.collector, batch)));
    expect(answers.map(({ accepted }) => accepted)).toEqual(batches.map((batch) => batch.map(({ id }) => id)));
    expect((await count()) - before).toBe(10_000);
  });
});
