import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { find, get, page, post, startCollector, toggleEvent } from './collector-fixture.js';

let running: Awaited<ReturnType<typeof startCollector>>;
beforeAll(async () => {
  running = await startCollector();
});
afterAll(() => running.stop());

const send = async (payload: string | Buffer, headers: Record<string, string> = {}) => {
  const response = await running.collector.inject({
    method: 'POST',
    url: '/v1/events',
    headers: { host: 'localhost', 'content-type': 'text/plain', ...headers },
    payload,
  });
  return { status: response.statusCode, headers: response.headers, ...response.json() };
};

describe('bodies', () => {
  it.each([
    ['cut off', '{"sentAt":"2026-01-01T00:00:00Z","events":['],
    ['empty', ''],
    ['no JSON', 'hello'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ])('answers 400 to a body that is %s', async (_title, body) => {
    expect(await send(body)).toMatchObject({ status: 400, error: 'invalid_json' });
  });

  it.each([
    ['null', null],
    ['an array', []],
    ['no events', { sentAt: '2026-01-01T00:00:00Z' }],
    ['events that are no list', { sentAt: '2026-01-01T00:00:00Z', events: {} }],
    ['a moment of sending that is a number', { sentAt: 7, events: [] }],
    ['a moment of sending that is no date', { sentAt: 'soon', events: [] }],
  ])('answers 400 to JSON that is no batch: %s', async (_title, body) => {
    expect(await send(JSON.stringify(body))).toMatchObject({ status: 400, error: 'not_a_batch' });
  });

  it('survives JSON nested a hundred thousand deep', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const event = JSON.stringify(toggleEvent()).replace('"dark-mode"', deep);
    const answer = await send(`{"sentAt":"2026-01-01T00:00:00Z","events":[${event}]}`);
    expect(answer).toMatchObject({ status: 200, accepted: [], rejected: [{ reason: expect.any(String) }] });
  });

  it('answers 413 as JSON, readable by the page, to more than 1 MiB', async () => {
    const answer = await send(' '.repeat(1_048_577), { origin: page });
    expect(answer).toMatchObject({ status: 413, error: 'body_too_large' });
    expect(answer.headers['access-control-allow-origin']).toBe(page);
  });

  it('takes a body of just under 1 MiB', async () => {
    const batch = JSON.stringify({ sentAt: '2026-01-01T00:00:00Z', events: [] });
    expect(await send(batch + ' '.repeat(1_048_576 - batch.length))).toMatchObject({ status: 200, accepted: [] });
  });

  it.each(['application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'nonsense'])(
    'answers 415 to %s',
    async (type) => {
      expect(await send('{}', { 'content-type': type })).toMatchObject({ status: 415 });
    },
  );

  it('answers 415 to a compressed body', async () => {
    expect(await send('{}', { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
  });
});

describe('Host', () => {
  it.each(['127.0.0.1:8787', 'localhost', '[::1]:9', 'LOCALHOST:1'])('answers to %s', async (host) => {
    expect((await get(running.collector, '/health', { host })).status).toBe(200);
  });

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', 'localhost@evil.example', '::1'])(
    'answers 421 to the foreign name %s',
    async (host) => {
      const event = toggleEvent();
      expect(await post(running.collector, [event], { host })).toEqual({ status: 421, error: 'host_not_allowed' });
      expect((await find(running.collector, event.id)).events).toEqual([]);
    },
  );
});

describe('Origin', () => {
  it('lets an allowed page post and read the answer, without credentials', async () => {
    const answer = await send('{"sentAt":"2026-01-01T00:00:00Z","events":[]}', { origin: page });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-expose-headers': 'Retry-After',
      vary: 'Origin',
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it.each(['https://evil.example', 'null', 'https://shop.example.evil.example', 'http://shop.example'])(
    'answers 403 to %s and stores nothing',
    async (origin) => {
      const event = toggleEvent();
      expect(await post(running.collector, [event], { origin })).toEqual({ status: 403, error: 'origin_not_allowed' });
      expect((await find(running.collector, event.id)).events).toEqual([]);
    },
  );

  it('answers the preflight of an allowed page only', async () => {
    const preflight = (origin: string) =>
      running.collector.inject({
        method: 'OPTIONS',
        url: '/v1/events',
        headers: { host: 'localhost', origin, 'access-control-request-method': 'POST' },
      });
    const allowed = await preflight(page);
    expect(allowed.statusCode).toBe(204);
    expect(allowed.headers['access-control-allow-origin']).toBe(page);
    const refused = await preflight('https://evil.example');
    expect(refused.statusCode).toBe(403);
    expect(refused.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('takes requests without an Origin, as servers send them', async () => {
    expect((await post(running.collector, [toggleEvent()])).accepted).toHaveLength(1);
  });
});

describe('every answer', () => {
  it.each(['/health', '/v1/nothing', '/../../etc/passwd', '/v1/events/%2e%2e/%00'])(
    'carries security headers and is JSON: %s',
    async (url) => {
      const { headers } = await get(running.collector, url);
      expect(headers['content-type']).toMatch(/^application\/json/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      });
    },
  );
});

describe('counts and recent events', () => {
  const ask = (url: string, remoteAddress: string, headers: Record<string, string> = {}) =>
    running.collector.inject({ url, remoteAddress, headers: { host: 'localhost', ...headers } });

  it.each(['/v1/stats', '/v1/recent'])('are read from this machine without a token: %s', async (url) => {
    expect((await ask(url, '127.0.0.1')).statusCode).toBe(200);
    expect((await ask(url, '::ffff:127.0.0.1')).statusCode).toBe(200);
  });

  it.each([
    ['another machine', '203.0.113.9', {}],
    ['a proxy on this machine', '127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }],
    ['a page that may post events', '127.0.0.1', { origin: page }],
  ])('are refused to %s', async (_title, address, headers: Record<string, string>) => {
    expect((await ask('/v1/stats', address, headers)).statusCode).toBe(403);
    expect((await ask('/v1/recent', address, headers)).statusCode).toBe(403);
  });
});
