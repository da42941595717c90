import Mixpanel from 'mixpanel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mixpanel, type MixpanelOptions } from '../../../src/delivery/collectors/mixpanel.js';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';
import { differingFields } from '../../support/differing-fields.js';
import { granted, sampleEvent, sampleEvents, sampleReceipt, sampleTags } from '../../support/sample-event.js';
import { openReceiver, sendTo, type Receiver } from '../../support/send-to-collector.js';
import { readMixpanel } from './cases/mixpanel.js';

const SENT_AT = '2026-11-21T10:00:05.000Z';
const encode = (events: readonly TaggedEvent[], options: Partial<MixpanelOptions> = {}) =>
  mixpanel({ token: 'TOKEN', user: 'user', ...options }).encode(events, SENT_AT);
const propertiesOf = (event: TaggedEvent, options?: Partial<MixpanelOptions>) =>
  readMixpanel(encode([event], options).body)[0]!.properties;
const withUser = (user: string | number): TaggedEvent => sampleEvent(0, { data: { user } });

let receiver: Receiver;
beforeAll(async () => void (receiver = await openReceiver()));
afterAll(() => receiver.close());

it('posts a form to the host of the region, without the address of the visitor', () => {
  expect(encode(sampleEvents(1), { region: 'EU' })).toMatchObject({
    url: 'https://api-eu.mixpanel.com/track?verbose=1&ip=0',
    type: 'application/x-www-form-urlencoded',
  });
});

it('encodes an event with its token, identity and legal tags', () => {
  expect(readMixpanel(encode([sampleEvent()]).body)).toEqual([
    {
      event: 'newsletter_signup',
      properties: {
        user: 'user-0001',
        form: 'footer',
        step: 0,
        confirmed: true,
        token: 'TOKEN',
        time: 1795255200000,
        distinct_id: 'user-0001',
        $insert_id: '019aa5c0-0000-7000-8000-000000000000',
        headgate: sampleTags,
      },
    },
  ]);
});

it('keeps what a form needs escaped', () => {
  const text = 'a&b=c+d %41 "ü" 😀';
  expect(propertiesOf(sampleEvent(0, { data: { text } }))).toMatchObject({ text });
});

it('nests no deeper than Mixpanel reads', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? 1 + Math.max(0, ...Object.values(value).map((inner) => depthOf(inner)))
      : 0;
  const events = [sampleEvent(), sampleReceipt()].map((event) => propertiesOf(event));
  // The properties themselves, and two in them.
  expect(events.map(depthOf)).toEqual([3, 3]);
});

describe('the identity', () => {
  it.each(['anon', 'Anonymous', 'nil', 'none', 'null', 'n/a', 'na', 'undefined', 'unknown', '<nil>', '0', '-1'])(
    'of a user called %s is empty, because Mixpanel refuses the event otherwise',
    (user) => {
      expect(propertiesOf(withUser(user))['distinct_id']).toBe('');
    },
  );

  it.each(['true', 'false', '[]', '{}', '00000000-0000-0000-0000-000000000000', ''])('of %j is empty too', (user) => {
    expect(propertiesOf(withUser(user))['distinct_id']).toBe('');
  });

  it.each(['anonymous-7', 'nobody', '10', 'nana', 'a-1'])('of a user called %s is theirs', (user) => {
    expect(propertiesOf(withUser(user))['distinct_id']).toBe(user);
  });

  it('is empty where no field is named, or the event does not have it: never made up', () => {
    expect(propertiesOf(sampleEvent(), { user: undefined as never })['distinct_id']).toBe('');
    expect(propertiesOf(sampleReceipt())['distinct_id']).toBe('');
  });

  it('cannot be overwritten by a declared field of the same name', () => {
    const data = { token: 'other', time: 1, distinct_id: 'other', $insert_id: 'other', headgate: 'other' };
    expect(propertiesOf(sampleEvent(0, { data }))).toMatchObject({
      token: 'TOKEN',
      time: 1795255200000,
      distinct_id: '',
      $insert_id: sampleEvent().id,
      headgate: { tier: 'pseudonymous' },
    });
  });

  it('is the same four values in every attempt, in any batch and under a later consent', async () => {
    const collector = mixpanel({ token: 'TOKEN', user: 'user', url: receiver.url });
    const events = sampleEvents(4);
    const later = events.map((event) => ({
      ...event,
      consent: { ...event.consent, released: { ...granted, version: '8' } },
    }));
    receiver.answer(() => ({ status: 503 }));
    await sendTo(collector, events);
    receiver.answer(({ bytes }) => ({ status: bytes > 3000 ? 413 : 200, body: '{"status":1}' }));
    await sendTo(collector, later);
    const identities = receiver.arrivals.map(({ body }) =>
      readMixpanel(body).map(({ event, properties: { time, distinct_id: user, $insert_id: id } }) =>
        JSON.stringify([event, time, user, id]),
      ),
    );
    expect(identities.length).toBeGreaterThan(2);
    expect([...new Set(identities.flat())]).toEqual(identities[0]);
  });
});

/** What differs from the body of Mixpanel's own client for the same event, and why. */
const DIFFERS = {
  '+0.properties.headgate': 'The legal tags.',
};

it('differs from the official client in nothing but what is listed', async () => {
  receiver.clear();
  receiver.answer(() => ({ status: 200, body: '{"status":1}' }));
  const host = receiver.url.replace('http://', '');
  const client = Mixpanel.init('TOKEN', { host, protocol: 'http', verbose: true, geolocate: false });
  const { id, time, data, event } = sampleEvent();
  const properties = { ...data, distinct_id: 'user-0001', time: new Date(time), $insert_id: id };
  await new Promise<void>((resolve, reject) => {
    // The batch call: its single one adds its own name and version.
    client.track_batch([{ event, properties }], (errors) => (errors ? reject(errors[0]) : resolve()));
  });
  const [{ method, path, headers, body }] = receiver.arrivals as [(typeof receiver.arrivals)[number]];
  const base64 = new URLSearchParams(body).get('data')!;
  const theirs = JSON.parse(Buffer.from(base64, 'base64').toString()) as unknown;
  const ours = encode([sampleEvent()], { url: receiver.url });
  expect(differingFields(readMixpanel(ours.body), theirs)).toEqual(Object.keys(DIFFERS));
  const [wanted, url] = [new URL(path, receiver.url), new URL(ours.url)];
  expect([method, headers['content-type']]).toEqual(['POST', ours.type]);
  // The order of the query is another; the form holds base64 in theirs and text in ours, as in the browser client's.
  for (const { searchParams } of [wanted, url]) searchParams.sort();
  expect(url.href).toBe(wanted.href);
});
