import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ROOT, TESTS } from './files.mjs';
import { createEvent, createRandom } from './random-events.mjs';
import { load } from './load.mjs';

/** @typedef {{ file: string, name: string, url: string, adapter: Record<string, unknown>, options: Record<string, string>, answers: [number, string][] }} Format */

const U = 'https://collector.example';
const ALL = /** @type {[number, string][]} */ ([
  [200, '<html>portal</html>'],
  [200, ''],
  [204, ''],
  [200, '{}'],
  [408, ''],
  [410, ''],
  [415, ''],
  [500, ''],
]);

/** Each format with the options of its adapter, how the shop's configuration writes them, and answers to read. @type {Format[]} */
const FORMATS = [
  {
    file: 'json',
    name: 'json',
    url: `${U}/v1/events`,
    adapter: {},
    options: {},
    answers: [
      [200, '{"accepted":["ID0"],"rejected":[{"id":"ID1","reason":"x"}]}'],
      [200, '{"accepted":[]}'],
    ],
  },
  {
    file: 'cloud-events',
    name: 'cloudEvents',
    url: U,
    adapter: { source: 'https://shop.example/', typePrefix: 'com.example.', regulation: 'GDPR,CCPA' },
    options: { source: 'https://shop.example/', typePrefix: 'com.example.', regulation: 'GDPR,CCPA' },
    answers: [
      [202, 'ok'],
      [200, '{"error":"full"}'],
      [200, '{"errors":[]}'],
    ],
  },
  {
    file: 'open-telemetry',
    name: 'openTelemetry',
    url: `${U}/v1/logs`,
    adapter: { service: 'shop' },
    options: { service: 'shop' },
    answers: [
      [200, '{"partialSuccess":{"rejectedLogRecords":"2"}}'],
      [200, '{"partialSuccess":{}}'],
      [200, '{"message":"?"}'],
      [500, '{}'],
      [400, `cannot parse: json encoding isn't supported for opentelemetry format`],
      [400, '{"code":3}'],
    ],
  },
  {
    file: 'segment',
    name: 'segment',
    url: U,
    adapter: { writeKey: 'k', user: 'sku', anonymous: 'visitor', categories: { analytics: 'C2' } },
    options: { writeKey: 'k', user: 'sku', anonymous: 'visitor', 'categories.analytics': 'C2' },
    answers: [
      [200, '{"success":true}'],
      [200, '{"success":false}'],
    ],
  },
  {
    file: 'rudderstack',
    name: 'rudderstack',
    url: U,
    adapter: { writeKey: 'k/1', user: 'visitor', provider: 'oneTrust', categories: { analytics: 'C2' } },
    options: { writeKey: 'k/1', user: 'visitor', provider: 'oneTrust', 'categories.analytics': 'C2' },
    answers: [
      [200, 'OK'],
      [200, '"ok"\n'],
      [200, 'okay'],
    ],
  },
  {
    file: 'mixpanel',
    name: 'mixpanel',
    url: 'https://api-eu.mixpanel.com',
    adapter: { token: 't', region: 'EU', user: 'size' },
    options: { token: 't', user: 'size' },
    answers: [
      [200, '{"status":1,"error":null}'],
      [200, '{"status":0,"error":"some"}'],
      [200, '{"status":0,"error":"token, invalid"}'],
    ],
  },
  {
    file: 'posthog',
    name: 'posthog',
    url: 'https://eu.i.posthog.com',
    adapter: { apiKey: 'phc_1', region: 'EU', user: 'sku', profiles: true },
    options: { apiKey: 'phc_1', user: 'sku', profiles: 'true' },
    answers: [
      [200, '{"status":1}'],
      [200, '{"status":"Ok","quota_limited":["events"]}'],
      [200, '{"status":2}'],
    ],
  },
  {
    file: 'amplitude',
    name: 'amplitude',
    url: 'https://api.eu.amplitude.com',
    adapter: { apiKey: 'a', region: 'EU', device: 'sku' },
    options: { apiKey: 'a', device: 'sku' },
    answers: [
      [200, '{"code":200,"events_ingested":3}'],
      [400, '{"code":400,"error":"x","events_with_invalid_fields":{"time":[0,2]},"silenced_events":[1]}'],
      [400, '{"code":400,"error":"Invalid API key: a"}'],
      [400, '{"code":400,"error":"request missing","missing_field":"api_key"}'],
      [400, '{"code":400,"error":"none is named"}'],
      [429, '{"code":429,"error":"too many","throttled_devices":{"d":1}}'],
    ],
  },
  {
    file: 'matomo',
    name: 'matomo',
    url: `${U}/matomo.php`,
    adapter: { siteId: 7, parameters: { e_n: 'data.sku', uid: 'id', dimension1: 'tier', dimension2: 'categories' } },
    options: {
      siteId: '7',
      'parameters.e_n': 'data.sku',
      'parameters.uid': 'id',
      'parameters.dimension1': 'tier',
      'parameters.dimension2': 'categories',
    },
    answers: [
      [200, '{"status":"success","tracked":2,"invalid":1}'],
      [200, '{"status":"error","tracked":0}'],
    ],
  },
  {
    file: 'snowplow',
    name: 'snowplow',
    url: U,
    adapter: { appId: 'shop', vendor: 'com.acme', user: 'sku', tags: 'iglu:com.acme/tags/jsonschema/1-0-0' },
    options: { appId: 'shop', vendor: 'com.acme', user: 'sku', tags: 'iglu:com.acme/tags/jsonschema/1-0-0' },
    answers: [
      [200, 'ok'],
      [200, 'ok\n'],
    ],
  },
];

/**
 * What the shop forwards must be what the adapter in the browser sends of the same events, and both must read the same answers
 * alike.
 *
 * @param {number} count of events for each format
 */
export async function compareForwards(count) {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'examples/manifest.json'), 'utf8'));
  const now = Date.parse('2026-11-22T10:00:00.000Z');
  const sentAt = '2026-11-22T10:00:00.123Z';
  const random = createRandom(20261123);
  const events = Array.from({ length: count }, () => createEvent(manifest, now, random));
  const batches = [events, ...events.map((event) => [event])];
  const jobs = FORMATS.map(({ name, url, options, answers }) => {
    const few = events.slice(0, 3);
    return { name, url, options, sentAt, batches, few, answers: fillIn(answers, few) };
  });
  const output = execFileSync('php', [join(TESTS, 'support/forward-events.php')], {
    input: JSON.stringify(jobs),
    maxBuffer: 64 << 20,
  });
  const actual = JSON.parse(output.toString());
  const differences = [];
  let compared = 0;
  for (const [index, format] of FORMATS.entries()) {
    const adapter = await createAdapter(format);
    const { requests, readings, reads, maxAge } = actual[index];
    batches.forEach((batch, at) => {
      compared += 1;
      const expected = toComparable(adapter.encode(batch, sentAt));
      if (!isDeepStrictEqual(toComparable(requests[at]), expected)) {
        differences.push(
          `${format.name} ${at}: ${JSON.stringify(requests[at])} instead of ${JSON.stringify(expected)}`,
        );
      }
    });
    const { answers, few } = /** @type {typeof jobs[number]} */ (jobs[index]);
    for (const [at, [status, body]] of answers.entries()) {
      compared += 1;
      if (status > 299 && !reads.includes(status)) continue;
      const expected = toReading(() => adapter.read(body, few, status));
      if (!isDeepStrictEqual(readings[at], expected)) {
        differences.push(
          `${format.name} reads ${status} ${body}: ${JSON.stringify(readings[at])}, not ${JSON.stringify(expected)}`,
        );
      }
    }
    // A shop sends Headgate's own format in full, which every receiver understands: no status says that it does not.
    if (format.name !== 'json' && !isDeepStrictEqual(adapter.reads ?? [], reads))
      differences.push(`${format.name} reads ${reads}, not ${adapter.reads}`);
    if ((adapter.maxAge ?? null) !== maxAge) differences.push(`${format.name} takes ${maxAge}, not ${adapter.maxAge}`);
  }
  return { compared, formats: FORMATS.map(({ name }) => name), differences };
}

/** @param {[number, string][]} answers @param {{ id: string }[]} events @returns {[number, string][]} */
function fillIn(answers, events) {
  return [...ALL, ...answers].map(([status, body]) => [
    status,
    body.replace(/ID(\d)/g, (_, at) => /** @type {{ id: string }} */ (events[Number(at)]).id),
  ]);
}

/** @param {Format} format */
async function createAdapter({ file, name, url, adapter }) {
  const { [name]: create } = await load(`src/delivery/collectors/${file}.ts`);
  return create({ url, ...adapter });
}

/** Text of JSON is compared by what it says; forms and queries as they are. @param {any} request */
function toComparable({ url, type = 'text/plain;charset=UTF-8', body }) {
  const text = body.startsWith('data=') ? decodeURIComponent(body.slice(5)) : body;
  return { url, type, body: unfold(JSON.parse(text)) };
}

/** @param {any} value @returns {any} */
function unfold(value) {
  if (typeof value === 'string') return /^[[{]/.test(value) ? unfold(JSON.parse(value)) : value;
  if (Array.isArray(value)) return value.map(unfold);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unfold(inner)]));
}

/** @param {() => any} read */
function toReading(read) {
  try {
    const { accepted, rejected = [] } = read();
    return { accepted, rejected: rejected.map((/** @type {{ id: string }} */ { id }) => id) };
  } catch {
    return null;
  }
}
