import { createRequire } from 'node:module';
import { CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, it } from 'vitest';
import { cloudEvents } from '../../../src/delivery/collectors/cloud-events.js';
import type { Tier } from '../../../src/manifest/manifest.js';
import { NOW, sampleEvent, sampleEvents, sampleReceipt } from '../../support/sample-event.js';

/** The specification's JSON Schema, as the official package ships it: compiled by ajv. */
const validate = createRequire(import.meta.url)('cloudevents/dist/schema/v1.js') as {
  (event: unknown): boolean;
  errors?: unknown;
};
const SENT_AT = new Date(NOW).toISOString();
const collector = cloudEvents({ url: '/in', source: 'https://shop.example/', typePrefix: 'com.example.' });
const encode = (...events: Parameters<typeof collector.encode>[0][number][]): Record<string, unknown>[] =>
  JSON.parse(collector.encode(events, SENT_AT).body);
const everyTier = (['anonymous', 'pseudonymous', 'personal', 'sensitive'] as Tier[]).map((tier, number) =>
  sampleEvent(number, { tier }),
);

describe('the golden body', () => {
  it('is a batch of one event with its classification, its expiry and its consent', () => {
    const event = sampleEvent(3);
    expect(collector.encode([event], SENT_AT).type).toBe('application/cloudevents-batch+json; charset=UTF-8');
    expect(encode(event)).toEqual([
      {
        specversion: '1.0',
        id: '019aa5c0-0000-7000-8000-000000000003',
        source: 'https://shop.example/',
        type: 'com.example.newsletter_signup',
        time: '2026-11-21T10:00:00.000Z',
        recordedtime: '2026-11-21T10:00:05.000Z',
        expirytime: '2026-12-21T10:00:00.000Z',
        datacontenttype: 'application/json',
        dataclassification: 'confidential',
        dataregulation: 'GDPR',
        datacategory: 'standard',
        hgtier: 'pseudonymous',
        hgpurpose: 'newsletter',
        hglegalbasis: 'consent',
        hgcategories: 'analytics,marketing',
        hgretentiondays: 30,
        hgmanifest: '2026-11-01',
        hgconsent: JSON.stringify(event.consent),
        data: { user: 'user-0001', form: 'footer', step: 3, confirmed: true },
      },
    ]);
  });

  it('is one event alone for a receiver that takes no batch', () => {
    const single = cloudEvents({ url: '/in', source: 'https://shop.example/', batch: false });
    const { type, body } = single.encode([sampleEvent(3)], SENT_AT);
    expect(single.maxEvents).toBe(1);
    expect(type).toBe('application/cloudevents+json; charset=UTF-8');
    expect(JSON.parse(body)).toEqual({ ...encode(sampleEvent(3))[0], type: 'newsletter_signup' });
  });

  it('says each tier in the words of the data classification extension', () => {
    expect(encode(...everyTier).map((event) => [event['dataclassification'], event['datacategory']])).toEqual([
      ['internal', 'non-sensitive'],
      ['confidential', 'standard'],
      ['confidential', 'standard'],
      ['restricted', 'special-category'],
    ]);
  });
});

describe('the specification', () => {
  const all = encode(...everyTier, ...sampleEvents(2), sampleReceipt());

  it.each(all.map((event) => [`${String(event['type'])} (${String(event['hgtier'])})`, event] as const))(
    'finds %s valid by its JSON Schema',
    (_, event) => {
      expect(validate(event) || validate.errors).toBe(true);
    },
  );

  it('would find an event without a source invalid by its JSON Schema', () => {
    expect(validate({ ...all[0], source: undefined })).toBe(false);
  });

  // Neither the schema nor the official package looks at these.
  it('allows the names and values of every attribute', () => {
    for (const event of all) {
      for (const [name, value] of Object.entries(event)) {
        if (name === 'data') continue;
        expect(name).toMatch(/^[a-z0-9]{1,20}$/);
        expect(['string', 'number', 'boolean']).toContain(typeof value);
        if (typeof value === 'number') expect(Number.isInteger(value) && Math.abs(value) < 2 ** 31).toBe(true);
        expect(value).not.toBe('');
      }
    }
  });
});

/** Nothing differs from the official package. */
describe('the official package', () => {
  const events = [...everyTier, ...sampleEvents(2), sampleReceipt()];
  const request = collector.encode(events, SENT_AT);

  it('reads the same batch out of the request', () => {
    const read = HTTP.toEvent<unknown>({ headers: { 'content-type': request.type! }, body: request.body });
    expect((read as CloudEvent<unknown>[]).map((event) => event.toJSON())).toEqual(JSON.parse(request.body));
  });

  it('writes the same JSON for the same event', () => {
    for (const event of encode(...events)) {
      const official = HTTP.structured(new CloudEvent(event as unknown as ConstructorParameters<typeof CloudEvent>[0]));
      expect(JSON.parse(official.body as string)).toEqual(event);
    }
  });
});
