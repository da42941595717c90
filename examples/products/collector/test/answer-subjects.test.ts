import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { get, iso, newId, newPseudonym, now, post, receipt, startCollector, toggleEvent } from './collector-fixture.js';

let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector();
});
afterAll(() => running.stop());

const erase = async (body: unknown) => {
  const response = await running.collector.inject({
    method: 'POST',
    url: '/v1/events/erase',
    headers: { host: 'localhost', 'content-type': 'text/plain;charset=UTF-8' },
    payload: JSON.stringify(body),
  });
  return { status: response.statusCode, ...response.json() };
};

const access = (query: Record<string, string>) => get(running.collector, `/v1/access?${new URLSearchParams(query)}`);
const byUser = (user: string) => toggleEvent({ id: newId(), data: { user, toggle: 'dark-mode', enabled: true } });
const idsOf = (events: readonly { id: string }[]) => events.map(({ id }) => id).sort();

describe('POST /v1/events/erase', () => {
  it('deletes what a pseudonym names, and nothing of anybody else', async () => {
    const [alice, bob] = [newPseudonym(), newPseudonym()];
    const hers = [byUser(alice), byUser(alice)];
    const his = byUser(bob);
    await post(running.collector, [...hers, his]);
    expect(await erase({ ids: [], subject: { user: alice } })).toEqual({ status: 200, erased: 2 });
    expect((await access({ field: 'user', value: alice })).events).toEqual([]);
    expect(idsOf((await access({ field: 'user', value: bob })).events)).toEqual([his.id]);
    expect(await erase({ ids: [], subject: { user: alice } })).toEqual({ status: 200, erased: 0 });
  });

  it('deletes events by id', async () => {
    const [one, other] = [toggleEvent(), toggleEvent()];
    await post(running.collector, [one, other]);
    expect(await erase({ ids: [one.id, newId()], subject: {} })).toEqual({ status: 200, erased: 1 });
    expect(idsOf((await access({ ids: `${one.id},${other.id}` })).events)).toEqual([other.id]);
  });

  it('deletes by ids and pseudonym together, each event counted once', async () => {
    const user = newPseudonym();
    const [both, named] = [byUser(user), toggleEvent()];
    await post(running.collector, [both, named]);
    expect(await erase({ ids: [both.id, named.id], subject: { user } })).toEqual({ status: 200, erased: 2 });
  });

  it('deletes every copy of an event that arrived more than once', async () => {
    const event = toggleEvent();
    await post(running.collector, [event]);
    await post(running.collector, [event]);
    expect(await erase({ ids: [event.id] })).toEqual({ status: 200, erased: 1 });
    const [row] = await running.database.query('SELECT toUInt32(count()) AS n FROM events WHERE id = {id:String}', {
      id: event.id,
    });
    expect(row.n).toBe(0);
  });

  it('deletes more ids than one statement takes', async () => {
    const events = Array.from({ length: 2500 }, () => toggleEvent({ id: newId() }));
    for (let start = 0; start < events.length; start += 500) {
      await post(running.collector, events.slice(start, start + 500));
    }
    expect(await erase({ ids: events.map(({ id }) => id), subject: {} })).toEqual({ status: 200, erased: 2500 });
  });

  it('takes the rows out of the files at the next maintenance', async () => {
    const event = toggleEvent();
    await post(running.collector, [event]);
    await erase({ ids: [event.id] });
    await running.collector.maintain();
    const rows = await running.database.query(
      'SELECT id FROM events WHERE id = {id:String} SETTINGS apply_deleted_mask = 0',
      { id: event.id },
    );
    expect(rows).toEqual([]);
  });

  it('keeps receipts, the proof of consent', async () => {
    const proof = receipt();
    await post(running.collector, [proof]);
    expect(await erase({ ids: [proof.id] })).toEqual({ status: 200, erased: 0 });
    expect(idsOf((await access({ ids: proof.id })).receipts)).toEqual([proof.id]);
  });

  it('erases what is still on its way to the disk', async () => {
    const user = newPseudonym();
    const sending = post(running.collector, [byUser(user)]);
    const erasing = sending.then(() => erase({ subject: { user } }));
    expect((await sending).accepted).toHaveLength(1);
    expect((await erasing).erased).toBe(1);
  });
});

describe('asking by a field', () => {
  it.each([
    ['a field that others could know', { toggle: 'dark-mode-dark-mode-dark' }],
    ['a field that no event declares', { nobody: newPseudonym() }],
    ['a name from the prototype', { constructor: newPseudonym() }],
    ['a value too short to be a pseudonym', { user: 'alice' }],
    ['a value that is no text', { user: [newPseudonym()] }],
  ])('is refused by %s', async (_title, subject) => {
    const event = toggleEvent();
    await post(running.collector, [event]);
    expect((await erase({ ids: [event.id], subject })).status).toBe(400);
    expect(idsOf((await access({ ids: event.id })).events)).toEqual([event.id]);
    const [[field, value]] = Object.entries(subject) as [[string, unknown]];
    expect((await access({ field, value: String(value).slice(0, 5) })).status).toBe(400);
  });

  it.each([
    `' OR 1=1 -- ${'x'.repeat(22)}`,
    `\\' OR 1=1 -- ${'x'.repeat(22)}`,
    `'] ) OR (1=1 -- ${'x'.repeat(22)}`,
    `%' OR '%'='${'x'.repeat(22)}`,
    `{ids:Array(String)}${'x'.repeat(22)}`,
  ])('takes %s for a value and nothing else', async (value) => {
    const event = byUser(newPseudonym());
    await post(running.collector, [event]);
    expect(await erase({ ids: [], subject: { user: value } })).toEqual({ status: 200, erased: 0 });
    expect((await access({ field: 'user', value })).events).toEqual([]);
    expect(idsOf((await access({ ids: event.id })).events)).toEqual([event.id]);
  });

  it.each([`x') OR 1=1 --`, '*', '%', ''])('ignores %j among the ids', async (id) => {
    expect(await erase({ ids: [id], subject: {} })).toEqual({ status: 200, erased: 0 });
    expect((await access({ ids: id })).events).toEqual([]);
  });

  it.each([null, [], 'x', { ids: 'all' }, { ids: [], subject: [] }, { subject: null }])(
    'answers 400 to an erasure that is %j',
    async (body) => {
      expect((await erase(body)).status).toBe(400);
    },
  );
});

describe('GET /v1/access', () => {
  it('exports everything held of a pseudonym, as it was sent', async () => {
    const user = newPseudonym();
    const events = [byUser(user), byUser(user)].sort((a, b) => (a.id < b.id ? -1 : 1));
    await post(running.collector, events);
    const answer = await access({ field: 'user', value: user });
    expect(answer).toMatchObject({ status: 200, exportedAt: expect.any(String), receipts: [] });
    const stamps = { receivedAt: expect.any(String), sentAt: iso(now) };
    expect(answer.events).toEqual(events.map((event) => Object.assign({}, event, stamps)));
  });

  it('answers 400 when it is asked for nothing', async () => {
    expect((await access({})).status).toBe(400);
    expect((await get(running.collector, '/v1/access?ids=a&ids=b')).status).toBe(400);
  });
});
