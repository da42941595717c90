import { buildSelfDescribingEvent, newTracker } from '@snowplow/node-tracker';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consentPreferences } from '../../../src/delivery/collectors/consent-preferences.js';
import { snowplow, type SelfDescribing, type SnowplowOptions } from '../../../src/delivery/collectors/snowplow.js';
import tagsSchema from '../../../src/delivery/collectors/headgate-tags.iglu.json' with { type: 'json' };
import type { LegalBasis } from '../../../src/manifest/manifest.js';
import type { ReceiptData, TaggedEvent } from '../../../src/tag/tagged-event.js';
import { differingFields } from '../../support/differing-fields.js';
import { igluFaults } from '../../support/iglu-schemas.js';
import { granted, sampleEvent, sampleEvents, sampleReceipt, sampleTags } from '../../support/sample-event.js';
import { openReceiver, type Receiver } from '../../support/send-to-collector.js';

const SENT_AT = '2026-11-21T10:00:05.000Z';
const TAGS = 'iglu:com.example/headgate_tags/jsonschema/1-0-0';
const IGLU = 'iglu:com.snowplowanalytics.snowplow';
const NOTICE = { url: 'https://shop.example/privacy', domains: ['shop.example'] };

const encode = (events: readonly TaggedEvent[], options: Partial<SnowplowOptions> = {}) =>
  snowplow({ url: 'https://collector.example', appId: 'shop', vendor: 'com.example', ...options }).encode(
    events,
    SENT_AT,
  );

type Payload = { readonly [parameter: string]: string };
interface Entities extends SelfDescribing {
  readonly data: readonly SelfDescribing[];
}

const payloadsOf = (body: string): Payload[] => (JSON.parse(body) as { data: Payload[] }).data;
const describedBy = ({ ue_pr }: Payload): SelfDescribing => (JSON.parse(ue_pr!) as { data: SelfDescribing }).data;
const entitiesOf = ({ co }: Payload): readonly SelfDescribing[] => (JSON.parse(co!) as Entities).data;
const encodeOne = (event: TaggedEvent, options?: Partial<SnowplowOptions>): Payload =>
  payloadsOf(encode([event], options).body)[0]!;

/** Everything self-describing in a request, at every depth. */
function faultsOf(body: string): string[] {
  const envelope = JSON.parse(body) as SelfDescribing;
  const inner = payloadsOf(body).flatMap((payload) => {
    const event = JSON.parse(payload['ue_pr']!) as SelfDescribing;
    return [event, describedBy(payload), JSON.parse(payload['co']!) as SelfDescribing, ...entitiesOf(payload)];
  });
  return [envelope, ...inner].flatMap((data) => igluFaults(data));
}

let receiver: Receiver;
beforeAll(async () => void (receiver = await openReceiver()));
afterAll(() => receiver.close());

it('posts to tp2 with the one content type that the pipeline takes', () => {
  expect(encode(sampleEvents(1))).toMatchObject({
    url: 'https://collector.example/com.snowplowanalytics.snowplow/tp2',
    type: 'application/json; charset=UTF-8',
  });
});

it('encodes an event as self-describing, with its legal basis and tags as entities', () => {
  const { ue_pr, co, ...rest } = encodeOne(sampleEvent(), { user: 'user', tags: TAGS });
  expect(rest).toEqual({
    e: 'ue',
    eid: '019aa5c0-0000-7000-8000-000000000000',
    p: 'web',
    tv: 'headgate',
    aid: 'shop',
    dtm: '1795255200000',
    stm: '1795255205000',
    uid: 'user-0001',
  });
  expect(JSON.parse(ue_pr!)).toEqual({
    schema: `${IGLU}/unstruct_event/jsonschema/1-0-0`,
    data: {
      schema: 'iglu:com.example/newsletter_signup/jsonschema/1-0-0',
      data: { user: 'user-0001', form: 'footer', step: 0, confirmed: true },
    },
  });
  expect(JSON.parse(co!)).toEqual({
    schema: `${IGLU}/contexts/jsonschema/1-0-0`,
    data: [
      {
        schema: `${IGLU}/gdpr/jsonschema/1-0-0`,
        data: {
          basisForProcessing: 'consent',
          documentId: 'event-manifest',
          documentVersion: '2026-11-01',
          documentDescription: 'newsletter',
        },
      },
      {
        schema: TAGS,
        data: sampleTags,
      },
    ],
  });
});

it('has a schema for tags only where one is named, because an event with one that no registry has is lost', () => {
  expect(entitiesOf(encodeOne(sampleEvent())).map(({ schema }) => schema)).toEqual([`${IGLU}/gdpr/jsonschema/1-0-0`]);
});

it('has no user where the event has none', () => {
  expect(encodeOne(sampleEvent())).not.toHaveProperty('uid');
  expect(encodeOne(sampleEvent(), { user: 'who' })).not.toHaveProperty('uid');
});

it('describes an event by another schema where it is told to', () => {
  const described = { schema: 'iglu:com.example/signup/jsonschema/2-1-0', data: { form: 'footer' } };
  expect(describedBy(encodeOne(sampleEvent(), { describe: () => described }))).toEqual(described);
});

describe('the schemas', () => {
  const bases: LegalBasis[] = [
    'consent',
    'contract',
    'legal_obligation',
    'vital_interests',
    'public_task',
    'legitimate_interests',
  ];
  const options = { user: 'user', tags: TAGS, describe: consentPreferences(NOTICE) };

  it.each(bases)('find no fault with an event on the basis of %s', (basis) => {
    expect(faultsOf(encode([sampleEvent(0, { basis })], options).body)).toEqual([]);
  });

  it('find no fault with receipts, numbers as users, and long versions', () => {
    const long = 'v'.repeat(40);
    const captured = { ...granted, version: long };
    const events = [
      sampleReceipt(),
      sampleReceipt('withdrawn'),
      sampleEvent(1, { data: { user: 7 } }),
      sampleEvent(2, { manifest: long, consent: { captured } }),
      { ...sampleReceipt(), manifest: long, consent: { captured } },
    ];
    expect(faultsOf(encode(events, options).body)).toEqual([]);
  });

  it('would find fault with a number for a time, an unknown parameter and an empty batch', () => {
    const payload = encodeOne(sampleEvent());
    const schema = `${IGLU}/payload_data/jsonschema/1-0-4`;
    expect(igluFaults({ schema, data: [{ ...payload, dtm: 1 }] })).toHaveLength(1);
    expect(igluFaults({ schema, data: [{ ...payload, tier: '2' }] })).toHaveLength(1);
    expect(igluFaults({ schema, data: [] })).toHaveLength(1);
    expect(igluFaults({ schema: `${IGLU}/gdpr/jsonschema/1-0-0`, data: { basisForProcessing: 'hope' } })).toHaveLength(
      1,
    );
  });
});

describe('the schema of the tags', () => {
  const { $schema, self, ...schema } = tagsSchema;
  const ajv = new Ajv();
  formats.default(ajv);
  const validate = ajv.compile(schema);
  const tagsOf = (event: TaggedEvent): object => entitiesOf(encodeOne(event, { tags: TAGS }))[1]!.data as object;

  it.each([
    ['an event', sampleEvent()],
    ['a receipt', sampleReceipt()],
    ['an event whose consent was only seen', sampleEvent(0, { consent: { captured: sampleEvent().consent.captured } })],
  ])('takes those of %s', (_, event) => {
    expect(validate(tagsOf(event)) || validate.errors).toBe(true);
  });

  it('takes none without a tier, or with something else beside', () => {
    expect(validate({ ...tagsOf(sampleEvent()), tier: undefined })).toBe(false);
    expect(validate({ ...tagsOf(sampleEvent()), url: 'https://shop.example/' })).toBe(false);
  });
});

describe('receipts', () => {
  const preferencesOf = (action: ReceiptData['action'], categories: ReceiptData['categories']) => {
    const receipt = sampleReceipt();
    const data = { ...(receipt.data as ReceiptData), action, categories };
    return describedBy(encodeOne({ ...receipt, data }, { describe: consentPreferences(NOTICE) })).data;
  };

  it.each<[string, ReceiptData['action'], ReceiptData['categories'], object]>([
    [
      'every category',
      'granted',
      { a: 'granted', b: 'granted' },
      { eventType: 'allow_all', consentScopes: ['a', 'b'] },
    ],
    ['one of two', 'granted', { a: 'granted', b: 'denied' }, { eventType: 'allow_selected', consentScopes: ['a'] }],
    ['one, the other open', 'granted', { a: 'undecided', b: 'granted' }, { consentScopes: ['b'] }],
    ['one taken back', 'withdrawn', { a: 'granted', b: 'denied' }, { eventType: 'withdrawn', consentScopes: ['b'] }],
    ['all taken back', 'withdrawn', { a: 'denied', b: 'denied' }, { consentScopes: ['a', 'b'] }],
  ])('of %s are consent preferences in Snowplow’s words', (_, action, categories, expected) => {
    expect(preferencesOf(action, categories)).toMatchObject({
      basisForProcessing: 'consent',
      consentUrl: NOTICE.url,
      consentVersion: '7',
      domainsApplied: NOTICE.domains,
      ...expected,
    });
  });

  it('are events of the operator’s own schema where no notice is named', () => {
    expect(describedBy(encodeOne(sampleReceipt())).schema).toBe('iglu:com.example/consent_receipt/jsonschema/1-0-0');
  });

  it('leave other events as they are', () => {
    const described = describedBy(encodeOne(sampleEvent(), { describe: consentPreferences(NOTICE) }));
    expect(described.schema).toBe('iglu:com.example/newsletter_signup/jsonschema/1-0-0');
  });
});

/** What differs from the request of Snowplow's own tracker for the same event, and why. */
const DIFFERS = {
  '+data.0.dtm': 'Tracked on the visitor’s clock, which `stm` corrects; theirs was given as the true time.',
  '-data.0.tna': 'A page has one tracker: a name for it says nothing.',
  '-data.0.ttm': 'See `dtm`.',
  '~data.0.eid': 'The event’s own id, where the tracker makes one up.',
  '~data.0.p': 'A browser, not a server.',
  '~data.0.stm': 'The clock of the moment.',
  '~data.0.tv': 'The tracker’s own name and version.',
};

it('differs from the official tracker in nothing but what is listed', async () => {
  const arrived = new Promise<void>((resolve) =>
    receiver.answer(() => {
      resolve();
      return { status: 200, body: 'ok' };
    }),
  );
  const { time, data, event } = sampleEvent();
  const tracker = newTracker(
    { namespace: 'sp', appId: 'shop', encodeBase64: false },
    { endpoint: receiver.url, eventMethod: 'post', bufferSize: 1 },
  );
  tracker.setUserId('user-0001');
  const gdpr = entitiesOf(encodeOne(sampleEvent()))[0] as { schema: string; data: { [name: string]: unknown } };
  tracker.track(
    buildSelfDescribingEvent({
      event: { schema: `iglu:com.example/${event}/jsonschema/1-0-0`, data: data as { [name: string]: unknown } },
    }),
    [gdpr],
    { type: 'ttm', value: Date.parse(time) },
  );
  await arrived;
  const [{ method, path, headers, body }] = receiver.arrivals as [(typeof receiver.arrivals)[number]];
  const ours = encode([sampleEvent()], { user: 'user', url: receiver.url });
  expect(differingFields(JSON.parse(ours.body), JSON.parse(body))).toEqual(Object.keys(DIFFERS));
  expect([method, `${receiver.url}${path}`, headers['content-type']]).toEqual(['POST', ours.url, ours.type]);
});
