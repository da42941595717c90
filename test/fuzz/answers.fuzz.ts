// @vitest-environment happy-dom
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { askCollector } from '../../src/delivery/ask-collector.js';
import type { Collector, HttpCollector } from '../../src/delivery/collector.js';
import { adobeDataLayer, dataLayer, hotjar, salesforce } from '../../src/index.js';
import { readCases } from '../support/collector-contract.js';
import { ModelBrowser } from '../support/model-browser.js';
import { NOW, sampleEvents } from '../support/sample-event.js';
import { fuzz } from './fuzz.js';
import { addUp, openModelPage } from './model-page.js';
import { build, digitless, hostile, hostileJson, text } from './hostile.js';

/** What collectors answer, by HTTP or in the page. */

const { overHttp } = await readCases();
const collectors: readonly [string, HttpCollector][] = overHttp.map((one) => [
  one.name,
  one.create({ url: 'http://127.0.0.1:1' }),
]);
const events = sampleEvents(3);
const question = {
  events,
  subject: undefined,
  flight: new AbortController(),
  onAnswer() {},
  room: undefined,
  compress: async (body: Uint8Array<ArrayBuffer>) => body,
};
const ids = events.map(({ id }) => id);
const NAMES = [
  'accepted',
  'rejected',
  'id',
  'reason',
  'status',
  'error',
  'errors',
  'code',
  'message',
  'partialSuccess',
  'events_with_invalid_fields',
  'events_with_missing_fields',
  'silenced_events',
  'throttled_events',
  'num_records',
  'failed_records',
  'index',
  'requestId',
  'handle',
  'rejectedLogRecords',
  'success',
  'quota_limited',
  'statuses',
];
const answer = fc.record({
  collector: fc.nat(collectors.length - 1),
  status: fc.constantFrom(200, 200, 200, 201, 204, 207, 299, 400, 401, 413, 422, 429, 500, 503),
  body: fc.oneof(
    { weight: 3, arbitrary: hostileJson(...NAMES, ...ids).map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: text },
    { weight: 1, arbitrary: digitless.map((inner) => `<!doctype html><html>${inner}</html>`) },
  ),
  retryAfter: fc.oneof(
    fc.constantFrom('', '0', '-1', '3', '1e9', '99999999999999999999', 'Fri, 31 Dec 9999 23:59:59 GMT', 'soon'),
    digitless,
  ),
});

it('reads any answer over HTTP without a throw, and ends only events that were sent', async () => {
  expect(collectors.length).toBeGreaterThan(10);
  const { environment } = new ModelBrowser().openTab();
  await fuzz({
    name: 'answers: over HTTP',
    share: 0.07,
    input: answer,
    async run({ collector, status, body, retryAfter }) {
      const [name, adapter] = collectors[collector]!;
      const headers = { get: () => retryAfter };
      const response = { status, ok: status < 300, headers, text: async () => (status === 204 ? '' : body) } as never;
      const ask = { ...environment, after: () => () => {}, now: () => NOW, fetch: async () => response };
      const said = await askCollector({ ...question, collector: adapter, environment: ask });
      const ends = said.kind === 'answered' ? said.ends : [];
      if (ends.length > events.length) throw new Error(`${name}: more ends than events`);
      const isTaken = ends.includes(true);
      if (isTaken && ((status !== 204 && body.startsWith('<')) || status >= 400))
        throw new Error(`${name}: took a page for an answer`);
      const { retryAfter: wait } = said.kind === 'answered' || said.kind === 'failed' ? said : {};
      if (wait !== undefined && !(wait >= 0)) throw new Error(`${name}: waits ${wait}`);
    },
  });
});

const whole = fc.record({
  status: fc.constantFrom(200, 200, 200, 207, 400, 413, 500),
  accepted: hostileJson(),
  rejected: fc.array(fc.tuple(fc.nat(3), hostileJson('toString', 'valueOf', 'length')), { maxLength: 4 }),
  rest: hostileJson('accepted', 'rejected'),
  isPlain: fc.boolean(),
});

it('counts every event once, whatever the collector says of it', async () => {
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', onRejection);
  await fuzz({
    name: 'answers: the whole way',
    share: 0.012,
    input: whole,
    async run({ status, accepted, rejected, rest, isPlain }) {
      const page = openModelPage(new ModelBrowser(), 'granted', (sent) => {
        const named = rejected.map(([index, reason]) => ({ id: sent[index]?.id, reason }));
        return { status, body: JSON.stringify(isPlain ? rest : { accepted, rejected: named }) };
      });
      for (let number = 0; number < 3; number++) page.headgate.track('step', { number });
      await page.pass(3000);
      const [sum, tracked] = addUp(page);
      if (sum !== tracked || tracked !== 3) throw new Error(`the tally does not add up: ${sum} of ${tracked}`);
      const { delivered } = page.tally();
      if (status >= 400 && delivered) throw new Error('took a failure for a yes');
      page.headgate.stop();
      if (rejections.length) throw new Error(`nobody caught: ${String(rejections.splice(0))}`);
    },
  });
  process.off('unhandledRejection', onRejection);
});

const inPage: readonly (readonly [string, () => Collector, string])[] = [
  ['dataLayer', dataLayer, 'dataLayer'],
  ['adobeDataLayer', adobeDataLayer, 'adobeDataLayer'],
  ['hotjar', hotjar, 'hj'],
  ['salesforce', salesforce, 'SalesforceInteractions'],
];

it('asks anything that stands where a collector in the page should, without a throw', async () => {
  const { environment } = new ModelBrowser().openTab();
  const input = fc.record({
    which: fc.nat(inPage.length - 1),
    recipe: hostile('push', '_init', 'sendEvent', 'length'),
  });
  await fuzz({
    name: 'answers: in the page',
    share: 0.01,
    input,
    async run({ which, recipe }) {
      const [, create, global] = inPage[which]!;
      Object.defineProperty(globalThis, global, { configurable: true, writable: true, value: build(recipe) });
      const said = await askCollector({ ...question, collector: create(), environment });
      Reflect.deleteProperty(globalThis, global);
      if (said.kind === 'answered' && said.ends.length > events.length) throw new Error('more ends than events');
    },
  });
});
