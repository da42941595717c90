import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventDefinition } from '../../../src/manifest/manifest.js';
import {
  hang,
  html,
  ok,
  poison,
  redirectToHtml,
  rejecting,
  reset,
  status,
  tooLargeAbove,
  type Answer,
} from '../../support/answers.mjs';
import { setUp } from '../../support/core-collector.js';
import { eventOf, manifestOf, type CorePage } from '../../support/core-page.js';
import { OURS } from '../../support/recipient.js';

/** What becomes of a batch, by the collector's answer; over a real connection to a real server. */

const unhandled: unknown[] = [];
const onRejection = (error: unknown): void => void unhandled.push(error);
beforeEach(() => void process.on('unhandledRejection', onRejection));
afterEach(() => {
  process.off('unhandledRejection', onRejection);
  expect(unhandled.splice(0)).toEqual([]);
});

/** 200 with a body of the test's choice. */
const answering =
  (body: string | ((ids: string[]) => unknown), type = 'application/json'): Answer =>
  (request, response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body(request.events.map(({ id }) => id)));
    response.writeHead(200, { 'content-type': type }).end(text);
  };

async function track(page: CorePage, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, number) => page.headgate.track('step', { number }).id!);
  await page.run(page.headgate.flush());
  return ids;
}

const isNumber = (data: object, number: number): boolean => (data as { number?: unknown }).number === number;

/** Events that rest on a contract wait in memory, those that rest on consent in the buffer: both go the same way out. */
const PLACES: readonly [string, Partial<EventDefinition>][] = [
  ['in memory', { basis: 'contract' }],
  ['in the buffer', {}],
];

describe.each(PLACES)('events that wait %s', (_, changes) => {
  const fields = { number: { type: 'integer' } } as const;
  const manifest = manifestOf({ step: eventOf({ ...changes, fields }) });

  async function setUpGranted(limits: Parameters<typeof setUp>[0] = {}) {
    const setting = await setUp({ manifest, ...limits });
    setting.banner.say({ analytics: 'granted' });
    await setting.page.settle();
    return setting;
  }

  it('are delivered by an answer that names them', async () => {
    const { page, collector } = await setUpGranted();
    const ids = await track(page, 3);
    expect(collector.events().map(({ id }) => id)).toEqual(ids);
    expect(page.tally()).toMatchObject({ tracked: 3, delivered: 3, buffered: 0, reasons: { 'delivered:accepted': 3 } });
    expect(page.browser.disk.records.filter(([key]) => Array.isArray(key))).toEqual([]);
  });

  it('are sent as plain text, without a cookie, a referrer or a word that the manifest does not know', async () => {
    const { page, collector } = await setUpGranted();
    await track(page, 1);
    const [{ method, headers, body }] = collector.requests as [(typeof collector.requests)[number]];
    expect([method, headers['content-type']]).toEqual(['POST', 'text/plain;charset=UTF-8']);
    expect([headers['cookie'], headers['referer']]).toEqual([undefined, undefined]);
    expect(Object.keys(JSON.parse(body) as object)).toEqual(['sentAt', 'events']);
  });

  it.each<[string, Answer]>([
    ['500', status(500)],
    ['502', status(502)],
    ['503', status(503)],
    ['429', status(429)],
    ['408', status(408)],
    ['425', status(425)],
    ['405', status(405)],
    ['a broken connection', reset()],
    ['a redirect to a page', redirectToHtml()],
    ['200 with a page', html()],
    ['200 with nothing', answering('')],
    ['200 with null', answering('null')],
    ['200 with an error in it', answering('{"error":"database is down"}')],
    ['200 that names none', answering(() => ({ accepted: [] }))],
    ['200 that names others', answering(() => ({ accepted: ['0191', 5, null] }))],
    ['200 with ids as text', answering((ids) => ({ accepted: ids.join() }))],
    ['200 cut off', answering('{"accepted":["')],
    ['200 whose rejections are text', answering('{"accepted":[],"rejected":"no"}')],
    ['200 whose rejections are an object', answering('{"accepted":[],"rejected":{}}')],
    ['200 whose rejections are null', answering('{"accepted":[],"rejected":[null]}')],
    ['200 whose rejections are a number', answering('{"accepted":[],"rejected":5}')],
  ])('are kept after %s, and delivered once when the collector is well again', async (_, answer) => {
    const { page, collector } = await setUpGranted();
    collector.answer(answer);
    const ids = await track(page, 3);
    expect(page.tally()).toMatchObject({ tracked: 3, buffered: 3, delivered: 0, rejected: 0 });
    collector.clear();
    collector.answer(ok());
    await page.pass(400_000);
    expect(
      collector
        .events()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...ids].sort());
    expect(ids.map((id) => collector.deliveries(id))).toEqual([1, 1, 1]);
    expect(page.tally()).toMatchObject({ tracked: 3, delivered: 3, buffered: 0 });
  });

  it.each([401, 403, 404])('are kept after %d, and the collector is not asked again on this page', async (code) => {
    const { page, collector, open } = await setUpGranted();
    collector.answer(status(code));
    const ids = await track(page, 2);
    await page.pass(1_000_000);
    await page.run(page.headgate.flush());
    expect(collector.requests).toHaveLength(1);
    expect(page.codes()).toContain('collector-blocked');
    expect(page.tally()).toMatchObject({ tracked: 2, buffered: 2 });
    collector.clear();
    collector.answer(ok());
    page.close();
    const next = open();
    await next.pass(20_000);
    // What rests on consent waited on the device for the next page.
    const waited = 'basis' in changes ? [] : ids;
    expect(collector.events().map(({ id }) => id)).toEqual(waited);
  });

  it('are rejected one by one where the answer says so, and delivered where it says so', async () => {
    const { page, collector } = await setUpGranted();
    collector.answer(rejecting(({ data }) => (isNumber(data, 1) ? 'too odd' : undefined)));
    const ids = await track(page, 3);
    expect(collector.events().map(({ id }) => id)).toEqual([ids[0], ids[2]]);
    expect(page.tally()).toMatchObject({ delivered: 2, rejected: 1, reasons: { 'rejected:too odd': 1 } });
    expect(page.codes()).toContain('collector-rejected');
  });

  it('are taken by id: what a partial answer leaves out is sent again, and nothing else is', async () => {
    const { page, collector } = await setUpGranted();
    const take = answering((ids) => ({ accepted: [ids[0], ids[2]] }));
    collector.answerNext(take);
    const ids = await track(page, 4);
    expect(page.tally()).toMatchObject({ delivered: 2, buffered: 2 });
    await page.pass(10_000);
    expect(collector.requests.map(({ events }) => events.map(({ id }) => id))).toEqual([ids, [ids[1], ids[3]]]);
    expect(page.tally()).toMatchObject({ delivered: 4, buffered: 0 });
  });

  it.each([400, 422, 413])(
    'are halved at %d until only the one that the collector cannot take is left',
    async (code) => {
      const most = Math.floor(2 * Math.log2(100) + 2);
      for (const position of [0, 1, 49, 50, 62, 98, 99]) {
        const { page, collector } = await setUpGranted({ limits: { maxEvents: 100 } });
        collector.answer(poison(({ data }) => isNumber(data, position), code));
        const ids = await track(page, 100);
        expect(
          collector
            .events()
            .map(({ id }) => id)
            .sort(),
        ).toEqual(ids.filter((_id, index) => index !== position).sort());
        expect(page.tally()).toMatchObject({ delivered: 99, rejected: 1, reasons: { [`rejected:status-${code}`]: 1 } });
        expect(collector.requests.length).toBeLessThanOrEqual(most);
      }
    },
  );

  it('are halved where a batch is larger than the collector takes', async () => {
    const { page, collector } = await setUpGranted();
    collector.answer(tooLargeAbove(10_000));
    const ids = await track(page, 60);
    expect(collector.events()).toHaveLength(60);
    expect(ids.every((id) => collector.deliveries(id) === 1)).toBe(true);
    expect(page.tally()).toMatchObject({ delivered: 60, rejected: 0 });
  });

  it('are never sent in a request that is larger than the collector says it takes', async () => {
    const { page, collector } = await setUpGranted({ limits: { maxBytes: 5000, maxEvents: 7 } });
    await track(page, 60);
    expect(collector.events()).toHaveLength(60);
    expect(Math.max(...collector.requests.map(({ bytes }) => bytes))).toBeLessThanOrEqual(5000);
    expect(Math.max(...collector.requests.map(({ events }) => events.length))).toBeLessThanOrEqual(7);
  });

  it('come to an end where the collector can take none of them', async () => {
    const { page, collector } = await setUpGranted();
    collector.answer(status(400));
    await track(page, 16);
    expect(page.tally()).toMatchObject({ rejected: 16, buffered: 0 });
    expect(collector.requests).toHaveLength(31);
  });

  it('are sent again after an answer that never came', async () => {
    const setting = { isNetworkHanging: true };
    const { page, collector, banner } = await setUp({ manifest }, setting);
    banner.say({ analytics: 'granted' });
    collector.answerNext(hang());
    page.headgate.track('step', { number: 1 });
    await page.pass(2000);
    await collector.until(() => collector.requests.length === 1);
    await page.pass(9000);
    await collector.until(() => collector.requests[0]!.dropped || collector.requests[0]!.aborted);
    await page.pass(60_000);
    await collector.until(() => collector.requests.length === 2);
    await collector.until(() => page.settle().then(() => page.tally().delivered === 1));
  });
});

describe('the wait for the next try', () => {
  const manifest = manifestOf({ step: eventOf({ basis: 'contract' }) });

  it.each<[string, number | string | undefined, number, number]>([
    ['seconds', 60, 60_000, 66_000],
    ['a date', 'Sat, 21 Nov 2026 12:01:00 GMT', 55_000, 68_000],
    ['a date that has passed', 'Sat, 21 Nov 2020 12:01:00 GMT', 0, 1_100],
    ['nothing', undefined, 0, 1_100],
    ['zero', 0, 0, 1_100],
    ['less than nothing', -5, 0, 1_100],
    ['words', 'soon', 0, 1_100],
    ['more than an hour', 1_000_000, 3_600_000, 3_960_000],
    ['a number without end', '9'.repeat(400), 3_600_000, 3_960_000],
  ])('is what the collector asks for in %s', async (_, retryAfter, least, most) => {
    const { page, collector } = await setUp({ manifest });
    collector.answerNext(status(503, retryAfter === undefined ? {} : { retryAfter }));
    await track(page, 1);
    await page.pass(Math.max(0, least - 2));
    expect(collector.requests).toHaveLength(least ? 1 : collector.requests.length);
    await page.pass(most - least + 10);
    expect(collector.requests).toHaveLength(2);
    expect(page.tally().delivered).toBe(1);
  });

  it('grows with every failure, and is over after the first success', async () => {
    const { page, collector } = await setUp({ manifest });
    collector.answer(status(503));
    await track(page, 1);
    await page.pass(3_600_000);
    // At most 10 minutes each: no fewer than 6 tries an hour, and far fewer than one a second.
    expect(collector.requests.length).toBeGreaterThan(6);
    expect(collector.requests.length).toBeLessThan(200);
  });

  it('is not shortened by more events', async () => {
    const { page, collector } = await setUp({ manifest });
    collector.answerNext(status(429, { retryAfter: 600 }));
    await track(page, 1);
    for (let count = 0; count < 150; count++) page.headgate.track('step', {});
    await page.pass(599_000);
    expect(collector.requests).toHaveLength(1);
    await page.pass(62_000);
    expect(page.tally()).toMatchObject({ delivered: 151, buffered: 0 });
  });

  it('of one collector does not hold up another', async () => {
    const step = eventOf({ basis: 'contract', collectors: ['warehouse', 'second'] });
    const { page, collector } = await setUp({
      lanes: ['warehouse', 'second'],
      manifest: manifestOf({ step }, { collectors: { warehouse: OURS, second: OURS } }),
    });
    collector.answer(status(503, { retryAfter: 600 }), '/warehouse');
    const [id] = await track(page, 1);
    expect(page.tally('warehouse')).toMatchObject({ buffered: 1, delivered: 0 });
    expect(page.tally('second')).toMatchObject({ buffered: 0, delivered: 1 });
    await page.pass(601_000);
    collector.answer(ok(), '/warehouse');
    await page.pass(3_600_000);
    expect(page.tally('warehouse').delivered).toBe(1);
    expect(
      collector.requests
        .filter(({ path }) => path === '/second')
        .flatMap(({ events }) => events.map((event) => event.id)),
    ).toEqual([id]);
  });
});
