import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rudderstack, type RudderStackOptions } from '../../../src/delivery/collectors/rudderstack.js';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';
import { differingFields } from '../../support/differing-fields.js';
import { granted, sampleEvent, sampleReceipt, sampleTags } from '../../support/sample-event.js';
import { openReceiver, type Receiver } from '../../support/send-to-collector.js';

const SENT_AT = '2026-11-21T10:00:05.000Z';
const encode = (events: readonly TaggedEvent[], options: Partial<RudderStackOptions> = {}) =>
  rudderstack({ url: 'https://data-plane.example', writeKey: 'KEY', ...options }).encode(events, SENT_AT);

interface Message {
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly context: { readonly consentManagement: object };
}

const encodeOne = (event: TaggedEvent, options?: Partial<RudderStackOptions>): Message =>
  (JSON.parse(encode([event], options).body) as { batch: Message[] }).batch[0]!;

let receiver: Receiver;
beforeAll(async () => void (receiver = await openReceiver()));
afterAll(() => receiver.close());

it('posts to the beacon endpoint of the data plane, with the write key in the address', () => {
  expect(encode([], { writeKey: 'a&b' }).url).toBe('https://data-plane.example/beacon/v1/batch?writeKey=a%26b');
});

it('encodes a batch with the time of sending, and each event with its consent and legal tags', () => {
  expect(JSON.parse(encode([sampleEvent()], { user: 'user' }).body)).toEqual({
    batch: [
      {
        type: 'track',
        channel: 'web',
        event: 'newsletter_signup',
        messageId: '019aa5c0-0000-7000-8000-000000000000',
        originalTimestamp: '2026-11-21T10:00:00.000Z',
        sentAt: SENT_AT,
        userId: 'user-0001',
        properties: { user: 'user-0001', form: 'footer', step: 0, confirmed: true },
        context: {
          library: { name: 'headgate' },
          consentManagement: {
            allowedConsentIds: ['analytics', 'marketing'],
            deniedConsentIds: [],
            provider: 'custom',
            resolutionStrategy: 'and',
          },
          headgate: sampleTags,
        },
      },
    ],
    sentAt: SENT_AT,
  });
});

describe('consent management', () => {
  const consentOf = (event: TaggedEvent, options?: Partial<RudderStackOptions>) =>
    encodeOne(event, options).context.consentManagement;

  it('is under the ids of the platform that the options name', () => {
    const options = { provider: 'oneTrust', categories: { analytics: 'C0002', marketing: 'C0004' } } as const;
    expect(consentOf(sampleEvent(), options)).toMatchObject({
      allowedConsentIds: ['C0002', 'C0004'],
      deniedConsentIds: [],
      provider: 'oneTrust',
    });
  });

  it.each(['denied', 'undecided'] as const)('allows nothing on an event whose consent is %s', (state) => {
    const event = sampleEvent(0, { consent: { captured: { ...granted, state } } });
    expect(consentOf(event)).toMatchObject({ allowedConsentIds: [], deniedConsentIds: ['analytics', 'marketing'] });
  });

  it('of a receipt is that of each category', () => {
    expect(consentOf(sampleReceipt('withdrawn'))).toMatchObject({
      allowedConsentIds: ['analytics'],
      deniedConsentIds: ['marketing'],
    });
  });
});

it('has the event’s own id for an anonymous one where it has none, because one without refuses the whole batch', () => {
  const data = { who: 'alice', visitor: 'v-1' };
  const both = encodeOne(sampleEvent(0, { data }), { user: 'who', anonymous: 'visitor' });
  expect([both.userId, both.anonymousId]).toEqual(['alice', 'v-1']);
  const neither = encodeOne(sampleEvent(3, { data }));
  expect([neither.userId, neither.anonymousId]).toEqual([undefined, sampleEvent(3).id]);
});

/** What differs from the body of RudderStack's own client for the same event, and why. */
const DIFFERS = {
  '+batch.0.context.headgate': 'The legal tags.',
  '-batch.0._metadata': 'Versions of Node.',
  '-batch.0.context.library.version': 'The version of the client.',
  '-timestamp': 'Of the batch: the same moment as sentAt beside it.',
  '~batch.0.channel': 'A browser sends this, not a server.',
  '~batch.0.context.library.name': 'The client’s own name.',
  '~batch.0.sentAt': 'The clock of the moment.',
  '~sentAt': 'The clock of the moment.',
};

interface OfficialClient {
  track(message: object): void;
  flush(done: () => void): void;
}

it('differs from the official client in nothing but what is listed', async () => {
  receiver.answer(() => ({ status: 200, body: 'OK' }));
  // Its types are those of a default export, and what it exports is the class itself.
  const Official = createRequire(import.meta.url)('@rudderstack/rudder-sdk-node') as new (
    writeKey: string,
    options: object,
  ) => OfficialClient;
  const client = new Official('KEY', { dataPlaneUrl: receiver.url, gzip: false, flushAt: 20 });
  const { id, time, data, event } = sampleEvent();
  const consentManagement = {
    allowedConsentIds: ['analytics', 'marketing'],
    deniedConsentIds: [],
    provider: 'custom',
    resolutionStrategy: 'and',
  };
  client.track({
    event,
    userId: 'user-0001',
    messageId: id,
    originalTimestamp: new Date(time),
    properties: data,
    context: { consentManagement },
  });
  await new Promise<void>((resolve) => client.flush(() => resolve()));
  const [{ method, path, headers, body }] = receiver.arrivals as [(typeof receiver.arrivals)[number]];
  const ours = encode([sampleEvent()], { user: 'user', url: receiver.url });
  expect(differingFields(JSON.parse(ours.body), JSON.parse(body))).toEqual(Object.keys(DIFFERS));
  // The same batch to the endpoint for beacons: theirs has the key in a header, which in a browser costs a preflight.
  expect([method, path]).toEqual(['POST', '/v1/batch']);
  expect(headers['authorization']).toBe(`Basic ${btoa('KEY:')}`);
  expect(ours.url).toBe(`${receiver.url}/beacon/v1/batch?writeKey=KEY`);
});
