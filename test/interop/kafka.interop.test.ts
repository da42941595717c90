/** By an OpenTelemetry Collector into a real Kafka, and out again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKafka, KAFKA_VERSION, type Kafka } from './support/kafka.js';
import { openSender, type Sender, type Sending } from './support/open-sender.js';
import { COLLECTOR_VERSION, createOtelCollector, toRecords, type OtelCollector } from './support/otel-collector.js';
import { toEvent } from './support/otlp-to-event.js';
import { recordAs, toFate } from './support/record.js';
import type { Row } from './support/recorded.js';
import { hardEvents } from './support/sample.js';
import { hasTool } from './tools.mjs';

const recorded = recordAs('kafka');

describe.skipIf(!hasTool('java') || !hasTool('go'))('an OpenTelemetry Collector in front of Kafka', () => {
  let kafka: Kafka;
  let sender: Sender;
  let collector: OtelCollector;

  beforeAll(async () => {
    kafka = await createKafka();
    await kafka.start();
    sender = await openSender();
    collector = await createOtelCollector('otelcol-kafka', sender.origin, {
      exporters: {
        // Without a queue of its own it answers when the broker has, and the page is the queue.
        kafka:
          `{ brokers: ["${kafka.broker}"], logs: { topic: events, encoding: otlp_json }, timeout: 2s, ` +
          `producer: { required_acks: -1 }, metadata: { full: false }, ` +
          `sending_queue: { enabled: false }, retry_on_failure: { enabled: false } }`,
      },
    });
    await collector.start();
  });
  afterAll(async () => {
    await collector?.stop();
    await sender?.close();
    await kafka?.stop();
  });

  it('holds every event once, as it was', async () => {
    const sending = await start();
    await sending.track(hardEvents);
    const sent = await sending.settle();
    expect(toFate(sent)).toEqual({ delivered: hardEvents.length, rejected: 0, kept: 0, isBlocked: false });
    const events = sent.encoded.flatMap(({ events }) => events);
    const held = toRecords(await kafka.read('events')).map(toEvent);
    expect(held.sort(byId)).toEqual(events.map(({ expires: _, ...event }) => event).sort(byId));
    await sending.stop();
    row({
      receiver: 'Kafka, behind an OpenTelemetry Collector without a queue of its own',
      sent: `${hardEvents.length} events`,
      readBack: `${hardEvents.length}, once each, by a consumer`,
      refused: 'none',
      retries: '–',
    });
  });

  it('loses no event while the broker is killed: the page keeps them until it is back', async () => {
    const sending = await start();
    const before = toRecords(await kafka.read('events')).length;
    await kafka.stop('SIGKILL');
    await sending.track(hardEvents);
    const waiting = await sending.settle(() => sending.answers.length > 0);
    expect(toFate(waiting)).toEqual({ delivered: 0, rejected: 0, kept: hardEvents.length, isBlocked: false });
    const answer = sending.answers[0]!;
    await kafka.start();
    const sent = await sending.settle();
    expect(sent.tally.delivered).toBe(hardEvents.length);
    const held = toRecords(await kafka.read('events')).map((record) => toEvent(record).id);
    const ids = new Set(sent.encoded.flatMap(({ events }) => events.map(({ id }) => id)));
    const again = held.filter((id) => ids.has(id)).length - ids.size;
    expect(ids.size).toBe(hardEvents.length);
    expect([...ids].filter((id) => !held.includes(id))).toEqual([]);
    expect(new Set(held).size).toBe(before + hardEvents.length);
    await sending.stop();
    row({
      receiver: 'Kafka, killed and started again, behind the same Collector',
      sent: `${hardEvents.length} events while it was away`,
      readBack: `${hardEvents.length}, none lost${again > 0 ? `, ${again} twice, to be folded by \`log.record.uid\`` : ''}`,
      refused: answer.status === 0 ? 'no answer in the 8 s that a page waits' : `all meanwhile, by ${answer.status}`,
      retries: 'the backoff decides',
    });
  });

  const start = (): Promise<Sending> => sender.start('openTelemetry', { service: 'shop', url: collector.url });
  const row = (told: Omit<Row, 'version' | 'from'>): void =>
    void recorded.rows.push({ ...told, version: `${KAFKA_VERSION}; ${COLLECTOR_VERSION}`, from: 'openTelemetry' });
});

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
