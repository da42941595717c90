/** OTLP, received by a real OpenTelemetry Collector. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSender, type Sender } from './support/open-sender.js';
import {
  buildCollector,
  COLLECTOR_VERSION,
  createOtelCollector,
  type OtelCollector,
  type OtlpRecord,
  type OtlpValue,
  type Parts,
} from './support/otel-collector.js';
import { toEvent } from './support/otlp-to-event.js';
import { recordAs, toFate } from './support/record.js';
import type { Row } from './support/recorded.js';
import { hardEvents } from './support/sample.js';
import { hasTool } from './tools.mjs';

const recorded = recordAs('open-telemetry');
const OPTIONS = { service: 'shop' };

describe.skipIf(!hasTool('go'))('an OpenTelemetry Collector', () => {
  let sender: Sender;
  let collector: OtelCollector | undefined;

  beforeAll(async () => {
    await buildCollector();
    sender = await openSender();
  });
  afterEach(() => collector?.stop());
  afterAll(() => sender?.close());

  async function open(parts?: Parts): Promise<OtelCollector> {
    collector = await createOtelCollector('otelcol-run', sender.origin, parts);
    await collector.start();
    return collector;
  }

  it('holds every event once, with its types, its legal metadata, and what its processors group by', async () => {
    // What groups by an attribute has it as the type that a rule of the Collector compares with.
    const { url, records } = await open({ processors: { groupbyattrs: '{ keys: [headgate.tier] }' } });
    const sending = await sender.start('openTelemetry', { ...OPTIONS, url });
    await sending.track(hardEvents);
    const sent = await sending.settle();
    expect(toFate(sent)).toEqual({ delivered: hardEvents.length, rejected: 0, kept: 0, isBlocked: false });
    await collector!.stop();
    const events = sent.encoded.flatMap(({ events }) => events);
    expect(records().map(toEvent).sort(byId)).toEqual(events.map(({ expires: _, ...event }) => event).sort(byId));
    const types = new Set(records().flatMap(({ body }) => body?.kvlistValue?.values?.map(typeOf) ?? []));
    expect([...types].sort()).toEqual([
      'count:intValue',
      'isNew:boolValue',
      'note:stringValue',
      'share:doubleValue',
      'share:intValue',
      'user:stringValue',
    ]);
    recorded.requests.push({ adapter: 'openTelemetry', options: { ...OPTIONS, url: '/v1/logs' }, ...sent.encoded[0]! });
    recorded.answers.push({
      adapter: 'openTelemetry',
      options: OPTIONS,
      says: 'what a Collector says to a batch',
      events: 3,
      ...sending.answers[0]!,
      fate: { delivered: 3, rejected: 0, kept: 0, isBlocked: false },
    });
    await sending.stop();
    row({
      receiver: 'OpenTelemetry Collector, file exporter, `groupbyattrs` on `headgate.tier`',
      sent: `${events.length} events in ${sent.encoded.length} request`,
      readBack: `${events.length}, once each; integers as \`intValue\`, also where a number has no fraction`,
      refused: 'none',
      retries: '–',
    });
  });

  it('refuses while its memory limiter does, and holds everything once it takes again', async () => {
    const { url, change, records } = await open({
      processors: { memory_limiter: '{ check_interval: 100ms, limit_mib: 1 }' },
    });
    // It measures first.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const sending = await sender.start('openTelemetry', { ...OPTIONS, url });
    await sending.track(hardEvents);
    const refused = await sending.settle(() => sending.answers.length > 0);
    expect(toFate(refused)).toEqual({ delivered: 0, rejected: 0, kept: hardEvents.length, isBlocked: false });
    const answer = sending.answers[0]!;
    recorded.answers.push({
      adapter: 'openTelemetry',
      options: OPTIONS,
      says: 'the refusal of a Collector’s memory limiter',
      events: 3,
      ...answer,
      fate: { delivered: 0, rejected: 0, kept: 3, isBlocked: false },
    });
    await change({});
    const sent = await sending.settle();
    expect(sent.tally.delivered).toBe(hardEvents.length);
    await collector!.stop();
    expect(idsOf(records())).toEqual(
      sent.encoded
        .at(-1)!
        .events.map(({ id }) => id)
        .sort(),
    );
    await sending.stop();
    row({
      receiver: 'OpenTelemetry Collector, memory limiter over its limit',
      sent: `${hardEvents.length} events, then again without the limiter`,
      readBack: `${hardEvents.length}, once each`,
      refused: `all, by ${answer.status} \`${answer.body.trim()}\``,
      retries: answer.retryAfter ? `\`Retry-After: ${answer.retryAfter}\`` : 'says no time: the backoff decides',
    });
  });

  it('is sent again what does not fit its largest request, in parts', async () => {
    const { url, records } = await open({ http: 'max_request_body_size: 8000' });
    const sending = await sender.start('openTelemetry', { ...OPTIONS, url });
    await sending.track(hardEvents);
    const sent = await sending.settle();
    expect(toFate(sent)).toEqual({ delivered: hardEvents.length, rejected: 0, kept: 0, isBlocked: false });
    await collector!.stop();
    expect(idsOf(records())).toHaveLength(hardEvents.length);
    const refusal = sending.answers.find(({ status }) => status !== 200)!;
    await sending.stop();
    row({
      receiver: 'OpenTelemetry Collector, `max_request_body_size: 8000`',
      sent: `${hardEvents.length} events of ${sent.encoded[0]!.body.length} bytes`,
      readBack: `${hardEvents.length}, once each, in ${sending.answers.length} requests`,
      refused: `the large ones, by ${refusal.status} \`${refusal.body.trim()}\``,
      retries: 'halves, at once',
    });
  });

  it('keeps everything in the page while it is not there, and holds it once when it is back', async () => {
    const { url, stop, start, records } = await open();
    const sending = await sender.start('openTelemetry', { ...OPTIONS, url });
    await sending.track(hardEvents.slice(0, 7));
    await sending.settle();
    await stop('SIGTERM');
    await sending.track(hardEvents.slice(7));
    const waiting = await sending.settle(() => sending.answers.some(({ status }) => status === 0));
    expect(toFate(waiting)).toEqual({ delivered: 7, rejected: 0, kept: hardEvents.length - 7, isBlocked: false });
    await start();
    const sent = await sending.settle();
    expect(sent.tally.delivered).toBe(hardEvents.length);
    await stop();
    expect(idsOf(records())).toHaveLength(hardEvents.length);
    await sending.stop();
    row({
      receiver: 'OpenTelemetry Collector, file exporter with `append: true`, stopped and started',
      sent: `7 events, ${hardEvents.length - 7} while it was away`,
      readBack: `${hardEvents.length}, once each`,
      refused: 'no connection',
      retries: 'the backoff decides',
    });
  });

  it('empties the file of its exporter at each start, unless it is told to append', async () => {
    const { url, stop, start, records } = await open({ file: 'flush_interval: 100ms' });
    const sending = await sender.start('openTelemetry', { ...OPTIONS, url });
    await sending.track(hardEvents.slice(0, 7));
    await sending.settle();
    await stop();
    expect(records()).toHaveLength(7);
    await start();
    await sending.track(hardEvents.slice(7));
    const sent = await sending.settle();
    await stop();
    expect(sent.tally.delivered).toBe(hardEvents.length);
    expect(idsOf(records())).toHaveLength(hardEvents.length - 7);
    await sending.stop();
    row({
      receiver: 'OpenTelemetry Collector, file exporter as it comes, stopped and started',
      sent: `7 events, then ${hardEvents.length - 7}`,
      readBack: `${hardEvents.length - 7}: the file begins anew at each start. Say \`append: true\``,
      refused: 'none',
      retries: '–',
    });
  });

  const row = (told: Omit<Row, 'version' | 'from'>): void =>
    void recorded.rows.push({ ...told, version: COLLECTOR_VERSION, from: 'openTelemetry' });
});

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
const idsOf = (records: readonly OtlpRecord[]): string[] => records.map((record) => toEvent(record).id).sort();
const typeOf = ({ key, value }: { key: string; value: OtlpValue }): string => `${key}:${Object.keys(value).join()}`;
