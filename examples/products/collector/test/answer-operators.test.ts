import { afterAll, beforeAll, expect, it } from 'vitest';

import { day, find, get, iso, manifest, now, post, receipt, startCollector, toggleEvent } from './collector-fixture.js';

let clock = now;
let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector({ adminToken: 'correct horse', now: () => clock });
});
afterAll(() => running.stop());

const authorization = 'Bearer correct horse';

it.each([undefined, '', 'correct horse', 'Bearer', 'Bearer correct horsf'])(
  'asks for the token once one is set, even from this machine, and refuses %j',
  async (wrong) => {
    for (const url of ['/v1/stats', '/v1/recent']) {
      const answer = await get(running.collector, url, wrong === undefined ? {} : { authorization: wrong });
      expect(answer.status).toBe(401);
    }
  },
);

it('counts by event, tier and purpose, and shows the latest events and receipts with their deletion', async () => {
  const first = toggleEvent();
  const second = toggleEvent();
  const proof = receipt();
  await post(running.collector, [first, proof]);
  clock += 1000;
  await post(running.collector, [second]);

  const stats = await get(running.collector, '/v1/stats', { authorization });
  expect(stats).toMatchObject({
    total: 2,
    counts: [{ event: 'feature_toggle_enabled', tier: 'pseudonymous', purpose: 'feature_adoption', count: 2 }],
    receipts: 1,
  });
  const recent = await get(running.collector, '/v1/recent?limit=1', { authorization });
  expect(recent.events).toEqual([{ ...second, receivedAt: iso(clock), sentAt: iso(now), subject: '' }]);
  expect(recent.receipts).toEqual([expect.objectContaining({ id: proof.id, expires: proof.expires })]);
});

it.each(['-1', '0', 'x', '99999999999999999999', '1;DROP TABLE events'])(
  'reads limit=%s as a bounded number',
  async (limit) => {
    const answer = await get(running.collector, `/v1/recent?limit=${encodeURIComponent(limit)}`, { authorization });
    expect(answer.status).toBe(200);
    expect(answer.events.length).toBeGreaterThan(0);
  },
);

it('tells that it is well, and under which manifest', async () => {
  expect(await get(running.collector, '/health')).toMatchObject({ status: 200, manifest: manifest.version });
});

it('leaves expired events out of every answer before they are deleted', async () => {
  const event = toggleEvent();
  await post(running.collector, [event]);
  clock += 31 * day;
  try {
    expect((await get(running.collector, '/v1/stats', { authorization })).total).toBe(0);
    expect((await get(running.collector, '/v1/recent', { authorization })).events).toEqual([]);
    expect((await find(running.collector, event.id)).events).toEqual([]);
  } finally {
    clock -= 31 * day;
  }
});
