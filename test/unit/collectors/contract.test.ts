import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CollectorRequest, HttpCollector } from '../../../src/delivery/collector.js';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';
import { readCases, type AnswerRow } from '../../support/collector-contract.js';
import { NOW, sampleEvents, sampleReceipt } from '../../support/sample-event.js';
import { withAlteredPrototypes, withEveryObject } from '../../support/with-altered-prototypes.js';
import { playFaultyEvent } from '../../support/play-faulty-event.js';
import { openReceiver, sendTo, type Receiver } from '../../support/send-to-collector.js';

/**
 * What holds for every collector over HTTP: each row of each case goes through the real delivery stage to a real server.
 */

/** What any server may say, or what stands between: the same for all, but for what a case overrides. */
const COMMON: readonly AnswerRow[] = [
  { says: '503', reply: { status: 503 }, expected: {} },
  { says: '502 with a page', reply: { status: 502, body: '<h1>Bad gateway</h1>' }, expected: {} },
  { says: '500', reply: { status: 500 }, expected: {} },
  { says: '408', reply: { status: 408 }, expected: {} },
  { says: '425', reply: { status: 425 }, expected: {} },
  { says: '429', reply: { status: 429 }, expected: {} },
  {
    says: '429 with a readable Retry-After',
    reply: { status: 429, headers: { 'retry-after': '7' } },
    expected: { retryAfter: 7000 },
  },
  { says: '401', reply: { status: 401 }, expected: { blocked: true } },
  { says: '403', reply: { status: 403 }, expected: { blocked: true } },
  { says: '404', reply: { status: 404 }, expected: { blocked: true } },
  { says: 'a broken connection', reply: 'reset', expected: {} },
  { says: 'a redirect', reply: { status: 302, headers: { location: '/login' } }, expected: {} },
  {
    says: "200 with a portal's page",
    reply: { status: 200, body: '<!doctype html><title>Log in</title>' },
    expected: {},
  },
  { says: '200 with an error in JSON', reply: { status: 200, body: '{"error":"no database"}' }, expected: {} },
];

const { overHttp } = await readCases();
let receiver: Receiver;
beforeAll(async () => void (receiver = await openReceiver()));
beforeEach(() => receiver.clear());
afterAll(() => receiver.close());

it.each(overHttp)('$name has a case of its own', ({ name }) => {
  expect(overHttp.filter((other) => other.name === name)).toHaveLength(1);
});

describe.each(overHttp)('$name', (subject) => {
  const open = (): HttpCollector => subject.create({ url: receiver.url });
  const encode = (events: readonly TaggedEvent[], now = NOW): CollectorRequest =>
    open().encode(events, new Date(now).toISOString());
  const sizeOf = (events: readonly TaggedEvent[]): number => Buffer.byteLength(encode(events).body);

  it('takes events and receipts into one request, each under its own id, in their order', () => {
    const events = [...sampleEvents(3), sampleReceipt(), sampleReceipt('withdrawn')].map((event, number) => ({
      ...event,
      id: sampleEvents(5)[number]!.id,
    }));
    expect(subject.ids(encode(events).body)).toEqual(events.map(({ id }) => id));
  });

  // A webhook's body is written by the page itself.
  it.skipIf(subject.name === 'webhook')(
    'sends and erases the same in a page whose scripts gave arrays and objects a JSON of their own',
    () => {
      const events = [...sampleEvents(2), sampleReceipt()];
      const write = () => [encode(events), open().erase?.(['1', '2'], { user: 'pseudonym' })];
      expect(withAlteredPrototypes(write)).toEqual(write());
    },
  );

  it('takes nothing for a field that the page gave every object', () => {
    const anonymous = sampleEvents(2, () => ({ data: { form: 'footer' } }));
    const properties = { user: 'alice', anonymous: 'alice' };
    expect(withEveryObject(properties, () => encode(anonymous))).toEqual(encode(anonymous));
  });

  it('sends the same bytes again on a retry, but for the time of sending', () => {
    const later = NOW + 3_600_000;
    const again = encode(sampleEvents(3), later).body;
    expect(withoutTime(again, later)).toBe(withoutTime(encode(sampleEvents(3)).body, NOW));
  });

  it(`is ${subject.facts.preflight ? 'asked for by a preflight' : 'sent without a preflight'}`, () => {
    expect(!isSimple(encode(sampleEvents(1)))).toBe(subject.facts.preflight);
  });

  it.each(Object.entries(subject.facts.endpoints))('has its address for %s', (region, address) => {
    const sent = subject.create({ region }).encode(sampleEvents(1), new Date(NOW).toISOString());
    expect(sent.url.startsWith(address)).toBe(true);
  });

  const regions = Object.keys(subject.facts.endpoints).filter((region) => /^[A-Z]{2}$/.test(region));
  it.skipIf(!regions[0])('knows in which region it sends: the one that it was told, else its own default', () => {
    expect(regions.map((region) => subject.create({ region }).region)).toEqual(regions);
    const { url } = subject.create({}).encode(sampleEvents(1), new Date(NOW).toISOString());
    expect(url.startsWith(subject.facts.endpoints[subject.create({}).region!]!)).toBe(true);
  });

  it('leaves it to the manifest where the host in front of it lies', () => {
    expect(open().region).toBeUndefined();
    if (regions[0]) expect(subject.create({ url: receiver.url, region: regions.at(-1)! }).region).toBe(regions.at(-1));
  });

  it('sends to no region for one that it does not know', () => {
    const { url } = subject.create({ region: 'nowhere' }).encode(sampleEvents(1), new Date(NOW).toISOString());
    expect(Object.values(subject.facts.endpoints).filter((address) => url.startsWith(address))).toEqual([]);
  });

  it('posts to the host that it was given, and names it', async () => {
    receiver.answer(({ body }) => subject.taken(subject.ids(body)));
    await sendTo(open(), sampleEvents(1));
    expect(receiver.arrivals.map(({ method }) => method)).toEqual(['POST']);
  });

  describe('reads', () => {
    const all = { says: 'that it took everything', reply: subject.taken, expected: { delivered: 'all' } } as const;
    const common = COMMON.map((row) => ({ ...row, expected: subject.overrides?.[row.says] ?? row.expected }));
    it.each<AnswerRow>([all, ...common, ...subject.answers])('$says', async ({ reply, expected }) => {
      receiver.answer(({ body }) => (typeof reply === 'function' ? reply(subject.ids(body)) : reply));
      const outcome = await sendTo(open(), sampleEvents(4));
      expect({ ...outcome, requests: receiver.arrivals.length }).toEqual(toOutcome(expected, 4));
    });

    it('overrides no answer that the contract does not play', () => {
      const played = new Set(COMMON.map(({ says }) => says));
      expect(Object.keys(subject.overrides ?? {}).filter((says) => !played.has(says))).toEqual([]);
    });
  });

  describe('keeps its limits', () => {
    // Each event stays small, as real ones are: the request is what is filled.
    const countFor = ({ maxEvents, maxBytes }: HttpCollector): number =>
      Math.min(maxEvents, Math.ceil(maxBytes / 5000) + 1);

    it('sends a request of exactly its bytes whole, and one byte more in two', async () => {
      receiver.answer(({ body }) => subject.taken(subject.ids(body)));
      const { maxBytes } = open();
      const count = countFor(open());
      for (const [bytes, requests] of [
        [maxBytes - 1, 1],
        [maxBytes, 1],
        [maxBytes + 1, 2],
      ] as const) {
        receiver.clear();
        const events = fill(count, bytes, sizeOf);
        expect(sizeOf(events)).toBe(bytes);
        expect((await sendTo(open(), events)).delivered).toHaveLength(count);
        expect(receiver.arrivals).toHaveLength(requests);
      }
    });

    it('counts bytes, not characters', async () => {
      receiver.answer(({ body }) => subject.taken(subject.ids(body)));
      const { maxBytes } = open();
      const count = countFor(open());
      const characters = Math.ceil(maxBytes / 2 / count);
      const events = sampleEvents(count, () => ({ data: { user: 'user-0001', form: '\u20AC'.repeat(characters) } }));
      expect((await sendTo(open(), events)).delivered).toHaveLength(count);
      expect(receiver.arrivals.length).toBeGreaterThan(1);
      expect(receiver.arrivals.filter(({ bytes }) => bytes > maxBytes)).toEqual([]);
      const ids = receiver.arrivals.flatMap(({ body }) => subject.ids(body));
      expect(ids).toEqual(events.map(({ id }) => id));
    });
  });

  it('halves a batch that the receiver finds too large, and sends no event twice', async () => {
    const events = sampleEvents(64);
    const most = sizeOf(events.slice(0, 20));
    receiver.answer(({ body, bytes }) => (bytes > most ? { status: 413 } : subject.taken(subject.ids(body))));
    expect(await sendTo(open(), events)).toEqual(toOutcome({ delivered: 'all' }, 64, false));
    const taken = receiver.arrivals.filter(({ bytes }) => bytes <= most);
    expect(taken.flatMap(({ body }) => subject.ids(body))).toEqual(events.map(({ id }) => id));
  });

  // At each of the hundred places in the property tests.
  it('delivers 99 of 100 with one faulty among them, wherever it stands', async () => {
    await playFaultyEvent(subject, receiver, [0, 1, 50, 99]);
  });
});

/** What `sendTo` says, and the number of requests with it. */
function toOutcome(expected: AnswerRow['expected'], count: number, withRequests = true) {
  const { delivered = [], rejected = {}, retryAfter = 0, blocked = false, requests = 1 } = expected;
  const positions = Array.from({ length: count }, (_, position) => position);
  const taken = delivered === 'all' ? positions : delivered;
  const kept = positions.filter((position) => !taken.includes(position) && !(position in rejected));
  return {
    delivered: [...taken],
    rejected,
    kept,
    retryAfter: kept.length && !blocked ? retryAfter : undefined,
    isBlocked: blocked,
    ...(withRequests ? { requests } : {}),
  };
}

/** Events whose request has exactly so many bytes. */
function fill(count: number, bytes: number, sizeOf: (events: readonly TaggedEvent[]) => number): TaggedEvent[] {
  const padded = (each: number, rest: number): TaggedEvent[] =>
    sampleEvents(count, (number) => ({
      data: { user: 'user-0001', form: 'x'.repeat(each + (number ? 0 : rest)) },
    }));
  const missing = bytes - sizeOf(padded(0, 0));
  return padded(Math.floor(missing / count), missing % count);
}

/** The three content types that CORS lets through unasked, and no other header of ours. */
function isSimple({ type = 'text/plain;charset=UTF-8', headers = {} }: CollectorRequest): boolean {
  const [essence] = type.split(';');
  const safe = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];
  return safe.includes(essence!) && Object.keys(headers).length === 0;
}

/** The time of sending in every form that a format may have it in. */
function withoutTime(body: string, now: number): string {
  const iso = new Date(now).toISOString();
  return [iso, encodeURIComponent(iso), String(now), String(now / 1000), String(Math.floor(now / 1000))].reduce(
    (text, form) => text.replaceAll(form, '<now>'),
    body,
  );
}
