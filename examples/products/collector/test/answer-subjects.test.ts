import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  ask,
  find,
  get,
  iso,
  newId,
  newPseudonym,
  newSecret,
  now,
  post,
  postFrom,
  privacyToken,
  receipt,
  startCollector,
  toggleEvent,
} from './collector-fixture.js';

let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector();
});
afterAll(() => running.stop());

const access = (body: unknown, headers = {}) => ask(running.collector, '/access', body, headers);
const erase = (body: unknown, headers = {}) => ask(running.collector, '/erase', body, headers);
const officer = { token: privacyToken };
const byUser = (user: string) => toggleEvent({ id: newId(), data: { user, toggle: 'dark-mode', enabled: true } });
const idsOf = (events: readonly { id: string }[]) => events.map(({ id }) => id).sort();

describe('a device', () => {
  it('reads by its secret what came with the secret’s hash, events and receipts, as it was sent', async () => {
    const device = newSecret();
    const events = [toggleEvent(), toggleEvent()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const proof = receipt();
    await postFrom(running.collector, device.subject, [...events, proof]);
    await postFrom(running.collector, newSecret().subject, [toggleEvent()]);
    const answer = await access({ secret: device.secret });
    const stamps = { receivedAt: expect.any(String), sentAt: iso(now), subject: device.subject };
    expect(answer).toEqual({
      status: 200,
      exportedAt: expect.any(String),
      events: events.map((event) => Object.assign({}, event, stamps)),
      receipts: [Object.assign({}, proof, stamps)],
    });
  });

  it('erases by its secret its events and nobody else’s, and keeps its receipts', async () => {
    const [hers, his] = [newSecret(), newSecret()];
    const proof = receipt();
    await postFrom(running.collector, hers.subject, [toggleEvent(), toggleEvent(), proof]);
    const kept = toggleEvent();
    await postFrom(running.collector, his.subject, [kept]);
    expect(await erase({ secret: hers.secret })).toEqual({ status: 200, erased: 2 });
    expect(await access({ secret: hers.secret })).toMatchObject({ events: [], receipts: [{ id: proof.id }] });
    expect(idsOf((await access({ secret: his.secret })).events)).toEqual([kept.id]);
    expect(await erase({ secret: hers.secret })).toEqual({ status: 200, erased: 0 });
  });

  it('asks beside the address that it posts events to as well', async () => {
    const device = newSecret();
    await postFrom(running.collector, device.subject, [toggleEvent()]);
    const { secret } = device;
    expect((await ask(running.collector, '/v1/events/access', { secret })).events).toHaveLength(1);
    expect(await ask(running.collector, '/v1/events/erase', { secret })).toEqual({ status: 200, erased: 1 });
  });

  it('gets nothing by the hash that is stored', async () => {
    const device = newSecret();
    const event = toggleEvent();
    await postFrom(running.collector, device.subject, [event]);
    expect((await access({ secret: device.subject })).events).toEqual([]);
    expect(await erase({ secret: device.subject })).toEqual({ status: 200, erased: 0 });
    expect((await access({ subject: device.subject })).status).toBe(403);
    expect(idsOf((await access({ secret: device.secret })).events)).toEqual([event.id]);
  });

  it('does not get events that came without a hash', async () => {
    await post(running.collector, [toggleEvent()]);
    expect((await access({ secret: '' })).status).toBe(400);
    expect((await erase({ secret: '' })).status).toBe(400);
  });

  it.each([7, null, 'short', 'x'.repeat(44), ['a'], { a: 1 }])('is refused with the secret %j', async (secret) => {
    expect(await access({ secret })).toMatchObject({ status: 400, error: 'not_a_secret' });
    expect(await erase({ secret })).toMatchObject({ status: 400, error: 'not_a_secret' });
  });

  it.each(['', 'short', 'x'.repeat(44), `${'x'.repeat(42)}!`, 7, null, {}])(
    'is refused where its hash has no form of one: %j',
    async (subject) => {
      const event = toggleEvent();
      const answer = await postFrom(running.collector, subject, [event]);
      const stored = (await find(running.collector, event.id)).events;
      if (subject === '') expect(stored).toHaveLength(1);
      else expect([answer.status, answer.error, stored]).toEqual([400, 'not_a_subject', []]);
    },
  );

  it('cannot take an event of another device by sending its id again', async () => {
    const [owner, other] = [newSecret(), newSecret()];
    const event = toggleEvent();
    await postFrom(running.collector, owner.subject, [event]);
    await postFrom(running.collector, other.subject, [event]);
    expect((await access({ secret: other.secret })).events).toEqual([]);
    expect(await erase({ secret: other.secret })).toEqual({ status: 200, erased: 0 });
    expect((await access({ secret: owner.secret })).events).toHaveLength(1);
  });
});

describe('an id or a pseudonym', () => {
  it.each([
    ['ids', (event: { id: string }) => ({ ids: [event.id], subject: {} })],
    ['a pseudonym', (_: unknown, user: string) => ({ ids: [], subject: { user } })],
  ])('is no right to ask: %s', async (_title, bodyOf) => {
    const user = newPseudonym();
    const event = byUser(user);
    await post(running.collector, [event]);
    for (const url of ['/erase', '/access', '/v1/events/erase', '/v1/events/access']) {
      const answer = await ask(running.collector, url, bodyOf(event, user));
      expect(answer).toEqual({ status: 403, error: 'secret_needed', message: expect.stringContaining('secret') });
    }
    const wrong = await erase(bodyOf(event, user), { token: 'battery stapler' });
    expect(wrong.status).toBe(403);
    expect((await find(running.collector, event.id)).events).toHaveLength(1);
  });

  it('is not asked by in an address any more, whoever asks', async () => {
    const event = toggleEvent();
    await post(running.collector, [event]);
    for (const query of [`ids=${event.id}`, `field=user&value=${newPseudonym()}`, '']) {
      const headers = { authorization: `Bearer ${privacyToken}` };
      const answer = await get(running.collector, `/v1/access?${query}`, headers);
      expect([answer.status, answer.message]).toEqual([403, expect.stringContaining('POST /access')]);
    }
  });
});

describe('an operator with the privacy token', () => {
  it('reads and deletes what a pseudonym names, and nothing of anybody else', async () => {
    const [alice, bob] = [newPseudonym(), newPseudonym()];
    const hers = [byUser(alice), byUser(alice)];
    const his = byUser(bob);
    await post(running.collector, [...hers, his]);
    expect(idsOf((await access({ subject: { user: alice } }, officer)).events)).toEqual(idsOf(hers));
    expect(await erase({ ids: [], subject: { user: alice } }, officer)).toEqual({ status: 200, erased: 2 });
    expect((await access({ subject: { user: alice } }, officer)).events).toEqual([]);
    expect(idsOf((await access({ subject: { user: bob } }, officer)).events)).toEqual([his.id]);
  });

  it('deletes by ids and pseudonym together, each event counted once, with every copy', async () => {
    const user = newPseudonym();
    const [both, named] = [byUser(user), toggleEvent()];
    await post(running.collector, [both, named]);
    await post(running.collector, [both]);
    const selection = { ids: [both.id, named.id, newId()], subject: { user } };
    expect(await erase(selection, officer)).toEqual({ status: 200, erased: 2 });
    const [row] = await running.database.query(
      'SELECT toUInt32(count()) AS n FROM events WHERE id IN {ids:Array(String)}',
      { ids: [both.id, named.id] },
    );
    expect(row.n).toBe(0);
  });

  it('deletes more ids than one statement takes', async () => {
    const events = Array.from({ length: 2500 }, () => toggleEvent({ id: newId() }));
    for (let start = 0; start < events.length; start += 500) {
      await post(running.collector, events.slice(start, start + 500));
    }
    expect(await erase({ ids: events.map(({ id }) => id) }, officer)).toEqual({ status: 200, erased: 2500 });
  });

  it('keeps receipts, the proof of consent', async () => {
    const proof = receipt();
    await post(running.collector, [proof]);
    expect(await erase({ ids: [proof.id] }, officer)).toEqual({ status: 200, erased: 0 });
    expect(idsOf((await find(running.collector, proof.id)).receipts)).toEqual([proof.id]);
  });

  it('erases what is still on its way to the disk', async () => {
    const user = newPseudonym();
    const sending = post(running.collector, [byUser(user)]);
    const erasing = sending.then(() => erase({ subject: { user } }, officer));
    expect((await sending).accepted).toHaveLength(1);
    expect((await erasing).erased).toBe(1);
  });

  it.each([
    ['a field that others could know', { toggle: 'dark-mode-dark-mode-dark' }],
    ['a field that no event declares', { nobody: newPseudonym() }],
    ['a name from the prototype', { constructor: newPseudonym() }],
    ['no text', { user: [newPseudonym()] }],
    ['an empty text', { user: '' }],
  ])('is refused by %s', async (_title, subject) => {
    const event = toggleEvent();
    await post(running.collector, [event]);
    expect((await erase({ ids: [event.id], subject }, officer)).status).toBe(400);
    expect((await access({ subject }, officer)).status).toBe(400);
    expect((await find(running.collector, event.id)).events).toHaveLength(1);
  });

  it.each([
    `' OR 1=1 -- ${'x'.repeat(22)}`,
    `\\' OR 1=1 -- ${'x'.repeat(22)}`,
    `'] ) OR (1=1 -- ${'x'.repeat(22)}`,
    `%' OR '%'='${'x'.repeat(22)}`,
    `{ids:Array(String)}${'x'.repeat(22)}`,
  ])('has %s taken for a value and nothing else', async (value) => {
    const event = byUser(newPseudonym());
    await post(running.collector, [event]);
    expect(await erase({ ids: [], subject: { user: value } }, officer)).toEqual({ status: 200, erased: 0 });
    expect((await access({ subject: { user: value } }, officer)).events).toEqual([]);
    expect((await find(running.collector, event.id)).events).toHaveLength(1);
  });

  it.each([`x') OR 1=1 --`, '*', '%', ''])('asks for nothing with %j among the ids', async (id) => {
    expect((await erase({ ids: [id], subject: {} }, officer)).status).toBe(400);
    expect((await find(running.collector, id)).status).toBe(400);
  });

  it.each([null, [], 'x', {}, { ids: 'all' }, { ids: [], subject: [] }, { subject: null }, { ids: [], subject: {} }])(
    'is answered 400 where nothing is selected: %j',
    async (body) => {
      expect((await erase(body, officer)).status).toBe(400);
      expect((await access(body, officer)).status).toBe(400);
    },
  );
});

describe('an erased event', () => {
  const eraseBySecret = async () => {
    const device = newSecret();
    const event = toggleEvent();
    await postFrom(running.collector, device.subject, [event]);
    expect(await erase({ secret: device.secret })).toEqual({ status: 200, erased: 1 });
    return { ...device, event };
  };

  it('is not stored again when it is posted again, by whomever, and no answer tells that it was erased', async () => {
    const { event, subject } = await eraseBySecret();
    for (const again of [subject, newSecret().subject, '']) {
      const answer = await postFrom(running.collector, again, [event]);
      expect(answer).toMatchObject({ status: 200, accepted: [event.id], rejected: [] });
    }
    await running.collector.maintain();
    await postFrom(running.collector, subject, [event]);
    expect((await find(running.collector, event.id)).events).toEqual([]);
    const rows = await running.database.query('SELECT id FROM events WHERE id = {id:String}', { id: event.id });
    expect(rows).toEqual([]);
  });

  it('is remembered by a hash alone, which ends when no copy can be valid', async () => {
    const { event } = await eraseBySecret();
    const rows = await running.database.query(
      `SELECT toString(hash) AS text, toUInt32(dateDiff('day', now(), expires)) AS days FROM erased
        WHERE hash = SHA256({id:String})`,
      { id: event.id },
    );
    expect(rows).toEqual([{ text: expect.not.stringContaining(event.id.slice(0, 8)), days: expect.any(Number) }]);
    expect(rows[0].days).toBeGreaterThanOrEqual(31);
    expect(rows[0].days).toBeLessThanOrEqual(32);
  });

  it('is not stored where it was erased by its id before it arrived', async () => {
    const event = toggleEvent();
    expect(await erase({ ids: [event.id] }, officer)).toEqual({ status: 200, erased: 0 });
    await post(running.collector, [event]);
    expect((await find(running.collector, event.id)).events).toEqual([]);
  });

  it('leaves the other events of its batch to be stored', async () => {
    const { event } = await eraseBySecret();
    const other = toggleEvent();
    expect((await post(running.collector, [event, other])).accepted).toEqual([event.id, other.id]);
    expect(idsOf((await find(running.collector, event.id, other.id)).events)).toEqual([other.id]);
  });

  it('is out of the files at the next maintenance', async () => {
    const { event } = await eraseBySecret();
    await running.collector.maintain();
    const rows = await running.database.query(
      'SELECT id FROM events WHERE id = {id:String} SETTINGS apply_deleted_mask = 0',
      { id: event.id },
    );
    expect(rows).toEqual([]);
  });
});
