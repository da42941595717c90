import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as answers from '../../support/answers.mjs';
import { createFakeCollector, type FakeCollector } from '../../support/create-fake-collector.mjs';

const batch = (...ids: string[]) =>
  JSON.stringify({ sentAt: '2026-11-21T00:00:00Z', events: ids.map((id) => ({ id })) });
const ids = (events: readonly { id: string }[]) => events.map(({ id }) => id);

describe('the fake collector', () => {
  let collector: FakeCollector;
  const post = (body: string, init: RequestInit = {}) => fetch(collector.url, { method: 'POST', body, ...init });

  beforeEach(async () => {
    collector = await createFakeCollector();
  });
  afterEach(() => collector.close());

  it('names the accepted ids and keeps each event once, however often it comes', async () => {
    const answer = await post(batch('a', 'b'));
    expect(await answer.json()).toEqual({ accepted: ['a', 'b'], rejected: [] });
    await post(batch('b'));
    expect(ids(collector.events())).toEqual(['a', 'b']);
    expect(ids(collector.seen())).toEqual(['a', 'b', 'b']);
    expect([collector.deliveries('a'), collector.deliveries('b'), collector.deliveries('c')]).toEqual([1, 2, 0]);
  });

  it('records what was sent and how it ended', async () => {
    const before = Date.now();
    await post(batch('a'), { headers: { 'content-type': 'text/plain' } });
    const [request] = collector.requests;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/v1/events',
      body: batch('a'),
      complete: true,
      aborted: false,
    });
    expect(request?.headers['content-type']).toBe('text/plain');
    expect(request?.startedAt).toBeGreaterThanOrEqual(before);
    await collector.until(() => request?.finished);
    expect(request?.status).toBe(200);
  });

  it('counts preflights apart and lets other origins read its answers', async () => {
    const headers = { origin: 'http://shop.example', 'access-control-request-headers': 'content-type' };
    const preflight = await fetch(collector.url, { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type');
    const answer = await post(batch(), { headers: { origin: 'http://shop.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://shop.example');
    expect([collector.preflights.length, collector.requests.length]).toEqual([1, 1]);
  });

  it.each([
    ['500', answers.status(500), 500],
    ['401', answers.status(401), 401],
    ['413 above a size', answers.tooLargeAbove(10), 413],
    ['400 for a poison event', answers.poison(({ id }) => id === 'a'), 400],
  ])('answers %s and accepts nothing', async (_name, answer, expected) => {
    collector.answer(answer);
    expect((await post(batch('a'))).status).toBe(expected);
    expect(collector.events()).toEqual([]);
  });

  it('accepts what is small enough and what holds no poison', async () => {
    collector.answer(answers.tooLargeAbove(1000));
    expect((await post(batch('a'))).status).toBe(200);
    collector.answer(answers.poison(({ id }) => id === 'a'));
    expect((await post(batch('b'))).status).toBe(200);
  });

  it('says when to come back', async () => {
    collector.answer(answers.status(503, { retryAfter: 7 }));
    expect((await post(batch('a'))).headers.get('retry-after')).toBe('7');
  });

  it('rejects some events with a reason, and leaves others unnamed', async () => {
    collector.answer(answers.rejecting(({ id }) => (id === 'a' ? 'unknown event' : undefined)));
    expect(await (await post(batch('a', 'b'))).json()).toEqual({
      accepted: ['b'],
      rejected: [{ id: 'a', reason: 'unknown event' }],
    });
    collector.answer(answers.onlyFirst(1));
    expect(await (await post(batch('c', 'd'))).json()).toEqual({ accepted: ['c'], rejected: [] });
  });

  it.each([
    ['a reset connection', answers.reset(), []],
    ['a lost answer', answers.lostAnswer(), ['a']],
    ['an answer that breaks off', answers.truncated(), ['a']],
  ])('fails the client by %s', async (_name, answer, kept) => {
    collector.answer(answer);
    await expect(post(batch('a')).then((response) => response.text())).rejects.toThrow();
    expect(ids(collector.events())).toEqual(kept);
    await collector.until(() => collector.requests[0]?.finished);
    expect(collector.requests[0]).toMatchObject({ dropped: true, aborted: false });
  });

  it('redirects to an HTML page that answers 200', async () => {
    collector.answer(answers.redirectToHtml());
    const answer = await post(batch('a'));
    expect([answer.redirected, answer.status, answer.headers.get('content-type')]).toEqual([true, 200, 'text/html']);
  });

  it('answers 200 with HTML, and 200 with an error, accepting nothing', async () => {
    collector.answer(answers.html());
    expect(await (await post(batch('a'))).text()).toContain('<!doctype html>');
    collector.answer(answers.jsonError());
    expect(await (await post(batch('a'))).json()).toEqual({ error: 'quota exceeded' });
    expect(collector.events()).toEqual([]);
  });

  it('hangs until the client gives up, and tells that it did', async () => {
    collector.answer(answers.hang());
    const abort = new AbortController();
    const sent = post(batch('a'), { signal: abort.signal });
    await collector.until(() => collector.requests[0]?.complete);
    abort.abort();
    await expect(sent).rejects.toThrow('abort');
    const request = await collector.until(() => collector.requests.find(({ finished }) => finished));
    expect(request).toMatchObject({ aborted: true, dropped: false, status: undefined });
  });

  it('holds an answer back until it is released', async () => {
    const answer = answers.held();
    collector.answer(answer);
    const sent = post(batch('a'));
    await collector.until(() => collector.requests[0]?.complete);
    expect(collector.events()).toEqual([]);
    answer.release();
    expect((await sent).status).toBe(200);
  });

  it('answers the next requests in one way and those after them as before', async () => {
    collector.answerNext(answers.status(500), 2);
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await post(batch('a'))).status);
    expect(statuses).toEqual([500, 500, 200]);
  });

  it('answers one path in its own way', async () => {
    collector.answer(answers.status(503), '/v1/events/erase');
    expect((await post(batch('a'))).status).toBe(200);
    expect((await fetch(`${collector.url}/erase`, { method: 'POST', body: '{"ids":["a"]}' })).status).toBe(503);
  });

  it('erases what it is asked to', async () => {
    await post(batch('a', 'b'));
    const body = JSON.stringify({ ids: ['a'], subject: { user: 'x' } });
    await fetch(`${collector.url}/erase`, { method: 'POST', body });
    expect(ids(collector.events())).toEqual(['b']);
    expect(collector.requests.at(-1)?.erasure).toEqual({ ids: ['a'], subject: { user: 'x' } });
  });

  it('says what arrived when what a test waits for does not come', async () => {
    await post(batch('a'));
    await expect(collector.until(() => collector.events().length > 1, 20)).rejects.toThrow('POST /v1/events: 1 events');
  });

  it('comes back where it was, with a hanging request ended', async () => {
    collector.answer(answers.hang());
    const sent = post(batch('a')).catch(() => 'failed');
    await collector.until(() => collector.requests.length);
    await collector.close();
    expect(await sent).toBe('failed');
    collector = await createFakeCollector({ port: collector.port });
    expect((await post(batch('a'))).status).toBe(200);
  });
});
