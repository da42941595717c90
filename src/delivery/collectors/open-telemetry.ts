import { toJson } from '../../safety/to-json.js';
import type { HttpCollector } from '../collector.js';

export interface OpenTelemetryOptions {
  /** The logs endpoint, such as `https://otel.example/v1/logs`. */
  readonly url: string;
  /** `service.name` of the resource. @defaultValue `'unknown_service'` */
  readonly service?: string;
  /** @defaultValue `100` */
  readonly maxEvents?: number;
  /** @defaultValue `65536`, far below the 20 MiB that an OpenTelemetry Collector takes: small requests keep tasks short. */
  readonly maxBytes?: number;
}

/**
 * Log records with an `eventName` over OTLP/HTTP in JSON, which any OpenTelemetry Collector fans out. The event's data is
 * the body; tier, purpose, legal basis, categories, retention and consent are attributes under `headgate.` by the names
 * that the tagged event has for them, because OpenTelemetry has none. Receivers deduplicate by `log.record.uid`. The content type needs a CORS
 * preflight: allow the page's origin in the collector's `cors`.
 *
 * As OTLP demands, what is partly rejected and what failed with 500 is not sent again. A partial answer counts the
 * rejected records without naming them: as many of the batch, its last ones, are counted as rejected. A receiver that takes
 * no JSON is left alone, and the events are kept.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp-response
 *
 * @example
 * ```ts
 * import { createHeadgate, openTelemetry } from 'headgate';
 *
 * const warehouse = openTelemetry({ url: 'https://otel.example/v1/logs', service: 'shop' });
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function openTelemetry({
  url,
  service = 'unknown_service',
  maxEvents = 100,
  maxBytes = 65_536,
}: OpenTelemetryOptions): HttpCollector {
  return {
    maxEvents,
    maxBytes,
    encode(events, sentAt) {
      const logRecords = events.map(({ id, event, time, data, ...tags }) => ({
        timeUnixNano: toNanoseconds(time),
        observedTimeUnixNano: toNanoseconds(sentAt),
        severityNumber: 9,
        eventName: event,
        body: toValue(data),
        attributes: [...toPairs({ 'log.record.uid': id }), ...toPairs(tags, 'headgate.')],
      }));
      const resource = { attributes: toPairs({ 'service.name': service }) };
      const scopeLogs = [{ scope: { name: 'headgate' }, logRecords }];
      return { url, type: 'application/json', body: toJson({ resourceLogs: [{ resource, scopeLogs }] }) };
    },
    reads: [400, 408, 415, 500, 501],
    read(body, events, status) {
      // VictoriaLogs says with 400 that it takes no JSON: it is at fault, and no event.
      const takesNoJson = status === 415 || (status === 400 && /json encoding isn't supported/.test(body));
      if (takesNoJson) return { accepted: [], isBlocked: true };
      if (status === 400) return undefined;
      // 204: Loki's answer.
      const { partialSuccess, ...unknown } = status === 204 || status > 299 ? {} : JSON.parse(body);
      if (Object.keys(unknown)[0]) return undefined;
      // A 64-bit integer may be text.
      const taken = status > 299 ? 0 : Math.max(0, events.length - (partialSuccess?.rejectedLogRecords ?? 0));
      const ids = events.map(({ id }) => id);
      const reason = status > 299 ? `status-${status}` : 'partial-success';
      return {
        accepted: ids.slice(0, taken),
        rejected: ids.slice(taken).map((id) => ({ id, reason })),
      };
    },
  };
}

/** As text: a number would lose the last digits. */
const toNanoseconds = (time: string): string => `${Date.parse(time)}000000`;

function toPairs(record: object, prefix = ''): object[] {
  return Object.entries(record).map(([key, value]) => ({ key: prefix + key, value: toValue(value) }));
}

/** `AnyValue`, with 64-bit integers as text. */
function toValue(value: unknown): object {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toValue) } };
  if (typeof value === 'object') return { kvlistValue: { values: toPairs(value!) } };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'string') return { stringValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
