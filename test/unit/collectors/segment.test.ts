import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { segment, type SegmentOptions } from '../../../src/delivery/collectors/segment.js';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';
import { differingFields } from '../../support/differing-fields.js';
import { granted, sampleEvent, sampleReceipt, sampleTags } from '../../support/sample-event.js';
import { openReceiver, type Receiver } from '../../support/send-to-collector.js';

const SENT_AT = '2026-11-21T10:00:05.000Z';
const encode = (events: readonly TaggedEvent[], options: Partial<SegmentOptions> = {}) =>
  segment({ writeKey: 'KEY', ...options }).encode(events, SENT_AT);

interface Message {
  readonly event: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly context: { readonly consent: { readonly categoryPreferences: object } };
}

const encodeOne = (event: TaggedEvent, options?: Partial<SegmentOptions>): Message =>
  (JSON.parse(encode([event], options).body) as { batch: Message[] }).batch[0]!;

let receiver: Receiver;
beforeAll(async () => void (receiver = await openReceiver()));
afterAll(() => receiver.close());

it('encodes a batch with the write key in its body, and each event with its consent and legal tags', () => {
  expect(JSON.parse(encode([sampleEvent()], { user: 'user' }).body)).toEqual({
    batch: [
      {
        type: 'track',
        event: 'newsletter_signup',
        messageId: '019aa5c0-0000-7000-8000-000000000000',
        timestamp: '2026-11-21T10:00:00.000Z',
        userId: 'user-0001',
        properties: { user: 'user-0001', form: 'footer', step: 0, confirmed: true },
        context: {
          consent: { categoryPreferences: { analytics: true, marketing: true } },
          headgate: sampleTags,
        },
      },
    ],
    writeKey: 'KEY',
    sentAt: SENT_AT,
  });
});

describe('category preferences', () => {
  const preferencesOf = (event: TaggedEvent, options?: Partial<SegmentOptions>) =>
    encodeOne(event, options).context.consent.categoryPreferences;
  const stateOf = (state: 'granted' | 'denied' | 'undecided') => ({ consent: { captured: { ...granted, state } } });

  it('are under Segment’s ids where the options map them', () => {
    expect(preferencesOf(sampleEvent(), { categories: { analytics: 'C0002' } })).toEqual({
      C0002: true,
      marketing: true,
    });
  });

  it.each(['denied', 'undecided'] as const)('are all closed on an event whose consent is %s', (state) => {
    const event = sampleEvent(0, { basis: 'legitimate_interests', ...stateOf(state) });
    expect(preferencesOf(event)).toEqual({ analytics: false, marketing: false });
  });

  it('are what the event was released under, rather than captured', () => {
    const { captured } = stateOf('denied').consent;
    expect(preferencesOf(sampleEvent(0, { consent: { captured, released: granted } }))).toEqual({
      analytics: true,
      marketing: true,
    });
    expect(preferencesOf(sampleEvent(0, { consent: { captured: granted, released: captured } }))).toEqual({
      analytics: false,
      marketing: false,
    });
  });

  it('are there and empty on an event without categories: then Segment closes, without them it would open', () => {
    expect(preferencesOf(sampleEvent(0, { basis: 'contract', categories: [] }))).toEqual({});
  });

  it.each(['granted', 'withdrawn'] as const)('of a receipt of what was %s are those of each category', (action) => {
    const receipt = encodeOne(sampleReceipt(action));
    expect(receipt).toMatchObject({ event: 'Segment Consent Preference Updated' });
    expect(receipt.context.consent.categoryPreferences).toEqual({ analytics: true, marketing: action === 'granted' });
  });

  it('take no notice of a declared field of that name', () => {
    expect(preferencesOf(sampleEvent(0, { data: { categories: 'shoes' } }))).toEqual({
      analytics: true,
      marketing: true,
    });
  });
});

describe('the identity', () => {
  it('is a user, an anonymous id or both, as the options name the fields', () => {
    const event = sampleEvent(0, { data: { who: 'alice', visitor: 'v-1' } });
    expect(encodeOne(event, { user: 'who' })).toMatchObject({ userId: 'alice' });
    expect(encodeOne(event, { user: 'who' })).not.toHaveProperty('anonymousId');
    expect(encodeOne(event, { user: 'who', anonymous: 'visitor' })).toMatchObject({
      userId: 'alice',
      anonymousId: 'v-1',
    });
  });

  it('is the event’s own id where it has neither, because Segment takes no event without one', () => {
    const [one, other] = [encodeOne(sampleEvent(1)), encodeOne(sampleEvent(2))];
    expect([one.anonymousId, other.anonymousId]).toEqual([sampleEvent(1).id, sampleEvent(2).id]);
    expect([one.userId, other.userId]).toEqual([undefined, undefined]);
  });
});

/** What differs from the body of Segment's own client for the same event, and why. */
const DIFFERS = {
  '+batch.0.context.headgate': 'The legal tags.',
  '-batch.0._metadata': 'Versions of Node.',
  '-batch.0.context.library': 'The version of Segment’s client.',
  '-batch.0.integrations': 'Empty in theirs: every destination, as without it. Consent decides which.',
  '~sentAt': 'The clock of the moment.',
};

it('differs from the official client in nothing but what is listed', async () => {
  receiver.answer(() => ({ status: 200, body: '{"success":true}' }));
  const client = new Analytics({ writeKey: 'KEY', host: receiver.url, path: '/v1/batch', maxEventsInBatch: 1 });
  const { id, time, data, event } = sampleEvent();
  client.track({
    event,
    userId: 'user-0001',
    messageId: id,
    timestamp: new Date(time),
    properties: data,
    context: { consent: { categoryPreferences: { analytics: true, marketing: true } } },
  });
  await client.closeAndFlush();
  const [{ method, path, headers, body }] = receiver.arrivals as [(typeof receiver.arrivals)[number]];
  const ours = encode([sampleEvent()], { user: 'user', url: receiver.url });
  expect(differingFields(JSON.parse(ours.body), JSON.parse(body))).toEqual(Object.keys(DIFFERS));
  expect([method, `${receiver.url}${path}`]).toEqual(['POST', ours.url]);
  // Theirs names the key here too and says application/json: in a browser each would cost a preflight.
  expect(headers).toMatchObject({ authorization: `Basic ${btoa('KEY:')}`, 'content-type': 'application/json' });
  expect([ours.type, ours.headers]).toEqual([undefined, undefined]);
});
