import { createInstance } from '@amplitude/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amplitude, type AmplitudeOptions } from '../../../src/delivery/collectors/amplitude.js';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';
import { differingFields } from '../../support/differing-fields.js';
import { sampleEvent, sampleEvents, sampleReceipt, sampleTags } from '../../support/sample-event.js';
import { openReceiver, sendTo, type Receiver } from '../../support/send-to-collector.js';

const SENT_AT = '2026-11-21T10:00:05.000Z';
const encode = (events: readonly TaggedEvent[], options: Partial<AmplitudeOptions> = {}) =>
  amplitude({ apiKey: 'KEY', ...options }).encode(events, SENT_AT);
const encodeOne = (event: TaggedEvent, options?: Partial<AmplitudeOptions>) =>
  (JSON.parse(encode([event], options).body) as { events: { [name: string]: unknown }[] }).events[0]!;

let receiver: Receiver;
beforeAll(async () => void (receiver = await openReceiver()));
afterAll(() => receiver.close());

it.each<[Partial<AmplitudeOptions>, string]>([
  [{}, 'https://api2.amplitude.com/2/httpapi'],
  [{ region: 'EU' }, 'https://api.eu.amplitude.com/2/httpapi'],
  [{ batch: true }, 'https://api2.amplitude.com/batch'],
  [{ region: 'EU', batch: true }, 'https://api.eu.amplitude.com/batch'],
  [{ url: 'https://shop.example/a' }, 'https://shop.example/a/2/httpapi'],
])('with %j posts to %s', (options, url) => {
  expect(encode(sampleEvents(1), options)).toMatchObject({ url });
});

it('encodes a batch with its key, the time of sending, and each event with its legal tags', () => {
  expect(JSON.parse(encode([sampleEvent()], { user: 'user' }).body)).toEqual({
    api_key: 'KEY',
    events: [
      {
        event_type: 'newsletter_signup',
        user_id: 'user-0001',
        time: 1795255200000,
        insert_id: '019aa5c0-0000-7000-8000-000000000000',
        event_properties: {
          user: 'user-0001',
          form: 'footer',
          step: 0,
          confirmed: true,
          headgate: sampleTags,
        },
        plan: { version: '2026-11-01' },
      },
    ],
    options: { min_id_length: 1 },
    client_upload_time: SENT_AT,
  });
});

describe('the identity', () => {
  it('is a user, a device or both, as the options name the fields', () => {
    const event = sampleEvent(0, { data: { who: 7, phone: 'device-1' } });
    expect(encodeOne(event, { user: 'who' })).toMatchObject({ user_id: '7' });
    expect(encodeOne(event, { user: 'who' })).not.toHaveProperty('device_id');
    expect(encodeOne(event, { device: 'phone' })).toMatchObject({ device_id: 'device-1' });
    expect(encodeOne(event, { device: 'phone' })).not.toHaveProperty('user_id');
    expect(encodeOne(event, { user: 'who', device: 'phone' })).toMatchObject({ user_id: '7', device_id: 'device-1' });
  });

  it.each([
    ['no field is named', sampleEvent(), {}],
    ['the event does not have the field', sampleEvent(), { user: 'who', device: 'phone' }],
    ['the field is empty', sampleEvent(0, { data: { user: '' } }), { user: 'user' }],
    ['the event is a receipt', sampleReceipt(), { user: 'user' }],
  ])('is the event’s own id for a device where %s: never shared, never made up', (_, event, options) => {
    expect(encodeOne(event, options)).toMatchObject({ device_id: event.id });
    expect(encodeOne(event, options)).not.toHaveProperty('user_id');
  });

  it('is the same in every attempt, so that Amplitude knows a duplicate', async () => {
    const collector = amplitude({ apiKey: 'KEY', url: receiver.url });
    receiver.answer(() => ({ status: 503 }));
    await sendTo(collector, sampleEvents(3));
    await sendTo(collector, sampleEvents(3));
    const [first, second] = receiver.arrivals.map(({ body }) =>
      (JSON.parse(body) as { events: { [name: string]: unknown }[] }).events.map(({ insert_id, device_id, time }) => [
        insert_id,
        device_id,
        time,
      ]),
    );
    expect(second).toEqual(first);
  });
});

/** What differs from the body of Amplitude's own client for the same event, and why. */
const DIFFERS = {
  '+events.0.event_properties.headgate': 'The legal tags.',
  '+events.0.plan': 'Amplitude’s place for the version of the tracking plan: the manifest’s.',
  '+options.min_id_length': 'Pages may have ids that are shorter than Amplitude’s five characters.',
  '-events.0.event_id': 'A counter by session: there is no session here.',
  '-events.0.library': 'Names the client and its version.',
  '~client_upload_time': 'The clock of the moment.',
};

describe('beside the official client', () => {
  it('differs in nothing but what is listed', async () => {
    receiver.clear();
    receiver.answer(() => ({ status: 200, body: '{"code":200,"events_ingested":1,"payload_size_bytes":9}' }));
    const client = createInstance();
    await client.init('KEY', { serverUrl: `${receiver.url}/2/httpapi`, flushIntervalMillis: 1 }).promise;
    const { id, time, data, event } = sampleEvent();
    const sent = client.track(event, data, { user_id: 'user-0001', insert_id: id, time: Date.parse(time) });
    expect(await sent.promise).toMatchObject({ code: 200 });
    const [{ method, path, body }] = receiver.arrivals as [(typeof receiver.arrivals)[number]];
    const ours = encode([sampleEvent()], { user: 'user', url: receiver.url });
    expect(differingFields(JSON.parse(ours.body), JSON.parse(body))).toEqual(Object.keys(DIFFERS));
    expect([method, `${receiver.url}${path}`]).toEqual(['POST', ours.url]);
  });

  it('rejects the same events after an answer that names them, where the client gives up too', async () => {
    const answer = JSON.stringify({
      code: 400,
      error: 'Invalid field values on some events',
      events_with_invalid_fields: { time: [0] },
      events_with_missing_fields: { event_type: [2] },
      events_with_invalid_id_lengths: { user_id: [3] },
      silenced_events: [4],
    });
    let isFirst = true;
    receiver.answer(() => {
      const reply = { status: isFirst ? 400 : 200, body: isFirst ? answer : '{"code":200}' };
      isFirst = false;
      return reply;
    });
    const client = createInstance();
    await client.init('KEY', { serverUrl: receiver.url, flushIntervalMillis: 200, logLevel: 0 }).promise;
    const results = sampleEvents(6).map(
      ({ event, data }) => client.track(event, data, { user_id: 'user-0001' }).promise,
    );
    const theirs = (await Promise.all(results)).flatMap(({ code }, position) => (code === 200 ? [] : position));
    isFirst = true;
    const ours = await sendTo(amplitude({ apiKey: 'KEY', url: receiver.url }), sampleEvents(6));
    expect(Object.keys(ours.rejected).map(Number)).toEqual(theirs);
    expect(ours.kept).toEqual([1, 5]);
  });
});
