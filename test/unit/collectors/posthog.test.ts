import { PostHog } from 'posthog-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { posthog, type PostHogOptions } from '../../../src/delivery/collectors/posthog.js';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';
import { differingFields } from '../../support/differing-fields.js';
import { sampleEvent, sampleTags } from '../../support/sample-event.js';
import { openReceiver, type Receiver } from '../../support/send-to-collector.js';

const SENT_AT = '2026-11-21T10:00:05.000Z';
const encode = (events: readonly TaggedEvent[], options: Partial<PostHogOptions> = {}) =>
  posthog({ apiKey: 'phc_key', ...options }).encode(events, SENT_AT);
const encodeOne = (event: TaggedEvent, options?: Partial<PostHogOptions>) =>
  (JSON.parse(encode([event], options).body) as { batch: { properties: { [name: string]: unknown } }[] }).batch[0]!;

let receiver: Receiver;
beforeAll(async () => void (receiver = await openReceiver()));
afterAll(() => receiver.close());

it('encodes a batch with its key, the time of sending, and each event with its legal tags', () => {
  expect(JSON.parse(encode([sampleEvent()], { user: 'user' }).body)).toEqual({
    api_key: 'phc_key',
    batch: [
      {
        event: 'newsletter_signup',
        uuid: '019aa5c0-0000-7000-8000-000000000000',
        distinct_id: 'user-0001',
        timestamp: '2026-11-21T10:00:00.000Z',
        properties: {
          user: 'user-0001',
          form: 'footer',
          step: 0,
          confirmed: true,
          headgate: sampleTags,
          $process_person_profile: false,
          $geoip_disable: true,
          $ip: '0.0.0.0',
          $lib: 'headgate',
        },
      },
    ],
    sent_at: SENT_AT,
  });
});

describe('the identity', () => {
  it('is the event’s own id where it has no user, because PostHog refuses the batch otherwise', () => {
    expect(encodeOne(sampleEvent(3))).toMatchObject({ distinct_id: sampleEvent(3).id });
    expect(encodeOne(sampleEvent(3), { user: 'who' })).toMatchObject({ distinct_id: sampleEvent(3).id });
  });

  it.each([
    ['a user, where profiles are asked for', 'user', true, true],
    ['a user, where they are not', 'user', false, false],
    ['no user, even where profiles are asked for', 'who', true, false],
  ])('makes a profile as expected of %s', (_, user, profiles, expected) => {
    const { properties } = encodeOne(sampleEvent(), { user, profiles });
    expect(properties['$process_person_profile']).toBe(expected);
  });

  it('cannot be overwritten by a declared field of PostHog’s names', () => {
    const data = { $ip: '1.2.3.4', $geoip_disable: false, $process_person_profile: true };
    expect(encodeOne(sampleEvent(0, { data })).properties).toMatchObject({
      $ip: '0.0.0.0',
      $geoip_disable: true,
      $process_person_profile: false,
    });
  });
});

/** What differs from the body of PostHog's own client for the same event, and why. */
const DIFFERS = {
  '+batch.0.properties.$ip': 'The visitor’s address must not become the event’s.',
  '+batch.0.properties.headgate': 'The legal tags.',
  '-batch.0.properties.$is_server': 'A browser sends this, not a server.',
  '-batch.0.properties.$lib_version': 'The version of the client.',
  '~batch.0.properties.$lib': 'The client’s own name.',
  '~sent_at': 'The clock of the moment.',
};

it('differs from the official client in nothing but what is listed', async () => {
  receiver.answer(() => ({ status: 200, body: '{"status":"Ok"}' }));
  const client = new PostHog('phc_key', { host: receiver.url, flushAt: 1, disableCompression: true });
  const { id, time, data, event } = sampleEvent();
  client.capture({
    event,
    distinctId: 'user-0001',
    uuid: id,
    timestamp: new Date(time),
    disableGeoip: true,
    properties: { ...data, $process_person_profile: false },
  });
  await client.shutdown();
  const [{ method, path, body }] = receiver.arrivals as [(typeof receiver.arrivals)[number]];
  const ours = encode([sampleEvent()], { user: 'user', url: receiver.url });
  expect(differingFields(JSON.parse(ours.body), JSON.parse(body))).toEqual(Object.keys(DIFFERS));
  expect([method, `${receiver.url}${path}`]).toEqual(['POST', ours.url]);
});
