import { JsonLogsSerializer } from '@opentelemetry/otlp-transformer';
import { describe, expect, it } from 'vitest';
import { openTelemetry } from '../../../src/delivery/collectors/open-telemetry.js';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';
import { NOW, sampleEvent, sampleEvents, sampleReceipt } from '../../support/sample-event.js';

const SENT_AT = new Date(NOW).toISOString();

const encode = (...events: TaggedEvent[]): Record<string, unknown> =>
  JSON.parse(openTelemetry({ url: '/v1/logs', service: 'shop' }).encode(events, SENT_AT).body);

describe('the golden body', () => {
  it('is a log record with an event name, its data as body and its legal metadata as attributes', () => {
    const granted = [
      { key: 'state', value: { stringValue: 'granted' } },
      { key: 'regime', value: { stringValue: 'opt-in' } },
      { key: 'evidence', value: { stringValue: 'explicit' } },
      { key: 'source', value: { stringValue: 'onetrust' } },
      { key: 'version', value: { stringValue: '7' } },
    ];
    const captured = {
      state: 'granted',
      regime: 'opt-in',
      evidence: 'explicit',
      source: 'onetrust',
      version: '7',
    } as const;
    const event = sampleEvent(3, {
      consent: { captured },
      data: { form: 'footer', step: 3, share: 0.5, confirmed: true },
    });
    const logRecord = {
      timeUnixNano: '1795255200000000000',
      observedTimeUnixNano: '1795255205000000000',
      severityNumber: 9,
      eventName: 'newsletter_signup',
      body: {
        kvlistValue: {
          values: [
            { key: 'form', value: { stringValue: 'footer' } },
            { key: 'step', value: { intValue: '3' } },
            { key: 'share', value: { doubleValue: 0.5 } },
            { key: 'confirmed', value: { boolValue: true } },
          ],
        },
      },
      attributes: [
        { key: 'log.record.uid', value: { stringValue: '019aa5c0-0000-7000-8000-000000000003' } },
        { key: 'headgate.tier', value: { stringValue: 'pseudonymous' } },
        { key: 'headgate.purpose', value: { stringValue: 'newsletter' } },
        { key: 'headgate.basis', value: { stringValue: 'consent' } },
        {
          key: 'headgate.categories',
          value: { arrayValue: { values: [{ stringValue: 'analytics' }, { stringValue: 'marketing' }] } },
        },
        { key: 'headgate.retentionDays', value: { intValue: '30' } },
        { key: 'headgate.expires', value: { stringValue: '2026-12-21T10:00:00.000Z' } },
        { key: 'headgate.manifest', value: { stringValue: '2026-11-01' } },
        {
          key: 'headgate.consent',
          value: { kvlistValue: { values: [{ key: 'captured', value: { kvlistValue: { values: granted } } }] } },
        },
      ],
    };
    expect(encode(event)).toEqual({
      resourceLogs: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
          scopeLogs: [{ scope: { name: 'headgate' }, logRecords: [logRecord] }],
        },
      ],
    });
  });

  it('writes an integer beyond 64 bits as a double', () => {
    const text = JSON.stringify(encode(sampleEvent(0, { data: { big: 1e21 } })));
    expect(text).toContain('{"key":"big","value":{"doubleValue":1e+21}}');
  });
});

/**
 * What differs from OpenTelemetry's own serializer, on purpose:
 * - integers are text, as the JSON mapping of 64-bit integers wants; the serializer writes numbers, and decoders take both;
 * - `droppedAttributesCount: 0` is left out: nothing is dropped, and 0 is what a missing count means.
 */
describe("OpenTelemetry's own serializer", () => {
  it('writes the same for the same records, but for the listed differences', () => {
    const events = [...sampleEvents(2), sampleReceipt()];
    const resource = { attributes: { 'service.name': 'shop' } };
    const instrumentationScope = { name: 'headgate' };
    const records = events.map(({ id, event, time, data, ...tags }) => ({
      hrTime: [Date.parse(time) / 1000, 0],
      hrTimeObserved: [NOW / 1000, 0],
      severityNumber: 9,
      eventName: event,
      body: data,
      attributes: {
        'log.record.uid': id,
        ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [`headgate.${name}`, value])),
      },
      droppedAttributesCount: 0,
      resource,
      instrumentationScope,
    }));
    const bytes = JsonLogsSerializer.serializeRequest(
      records as unknown as Parameters<typeof JsonLogsSerializer.serializeRequest>[0],
    )!;
    expect(encode(...events)).toEqual(normalise(JSON.parse(new TextDecoder().decode(bytes))));
  });
});

function normalise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'droppedAttributesCount');
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, key === 'intValue' ? String(inner) : normalise(inner)]),
  );
}
