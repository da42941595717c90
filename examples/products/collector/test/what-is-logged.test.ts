import { Writable } from 'node:stream';

import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { ask, newPseudonym, newSecret, post, postFrom, startCollector, toggleEvent } from './collector-fixture.js';

/** With `--log` on, what lands in the log of a machine that others read too. */

let log = '';
const stream = new Writable({
  write(chunk: Buffer, _encoding, done) {
    log += chunk.toString();
    done();
  },
});

let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector({ logger: { stream } });
});
afterAll(() => running.stop());

it('tells method, route and status of each request', async () => {
  await post(running.collector, [toggleEvent()]);
  const lines = log.split('\n').filter((line) => line !== '');
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ req: { method: 'POST', route: '/v1/events' } }),
      expect.objectContaining({ res: { statusCode: 200 } }),
    ]),
  );
});

it('has no pseudonym, id, secret, hash, address or text of a person', async () => {
  const [user, { secret, subject }] = [newPseudonym(), newSecret()];
  const event = toggleEvent({ data: { user, toggle: 'personal text', enabled: true } });
  await postFrom(running.collector, subject, [event, { id: 'wrong' }]);
  await ask(running.collector, '/access', { secret });
  await ask(running.collector, '/erase', { ids: [event.id] });
  await running.collector.inject({
    url: `/v1/access?field=user&value=${user}&ids=${event.id}`,
    remoteAddress: '203.0.113.9',
    headers: { host: 'localhost', 'x-forwarded-for': '203.0.113.10', 'user-agent': 'agent of a person' },
  });
  await running.collector.inject({ url: `/nowhere/${user}`, headers: { host: 'localhost' } });
  for (const text of [
    user,
    event.id,
    secret,
    subject,
    'personal text',
    '203.0.113',
    'agent of',
    '127.0.0.1',
    'wrong',
  ]) {
    expect(log).not.toContain(text);
  }
});

it('tells the kind of an error of the database, and nothing that it quotes', async () => {
  const failure = new Error('Code: 117. DB::Exception: Cannot parse {"toggle":"quoted text"}. (INCORRECT_DATA)');
  vi.spyOn(running.database, 'insert').mockRejectedValue(failure);
  expect((await post(running.collector, [toggleEvent()])).status).toBe(503);
  expect(log).not.toContain('quoted text');
  const line = log.split('\n').find((line) => line.includes('INCORRECT_DATA')) ?? '{}';
  expect(JSON.parse(line)).toMatchObject({ err: { type: 'Error', code: '117', message: 'INCORRECT_DATA' } });
});
