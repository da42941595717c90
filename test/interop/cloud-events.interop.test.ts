/** CloudEvents, received by the official SDKs of Go and Python. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaggedEvent } from '../../src/tag/tagged-event.js';
import { buildGo, preparePython, startProgram, type Running } from './support/install.js';
import { openSender, type Sender } from './support/open-sender.js';
import { recordAs, toFate } from './support/record.js';
import { hardEvents } from './support/sample.js';
import { hasTool } from './tools.mjs';

const recorded = recordAs('cloud-events');
const OPTIONS = { source: 'https://shop.example/', typePrefix: 'example.' };
const GO = 'Go github.com/cloudevents/sdk-go/v2 v2.16.2';
const PYTHON = 'PyPI cloudevents 2.2.0';

/** An event as the Go program printed it. */
interface Taken {
  readonly road: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly datatype: string;
  readonly extensions: { readonly [name: string]: unknown };
  readonly data: unknown;
}

let sender: Sender;
beforeAll(async () => void (sender = await openSender()));
afterAll(() => sender.close());

describe.skipIf(!hasTool('go'))('the Go SDK', () => {
  let receiver: Running;
  beforeAll(async () => {
    receiver = await startProgram(await buildGo('cloud-events', ['github.com/cloudevents/sdk-go/v2@v2.16.2']));
  });
  afterAll(() => receiver?.stop());

  it('reads a batch with every attribute, extension and value as it was', async () => {
    const options = { ...OPTIONS, url: `${receiver.origin}/batch` };
    const sending = await sender.start('cloudEvents', options);
    await sending.track(hardEvents);
    const sent = await sending.settle();
    expect(sent.tally.delivered).toBe(hardEvents.length);
    const events = sent.encoded.flatMap(({ events }) => events);
    expect(ofRoad(receiver, 'batch')).toEqual(events.map((event) => expectTaken(event, sent.encoded[0]!.sentAt)));
    keepRequest(options, sent.encoded[0]!);
    recorded.answers.push({
      adapter: 'cloudEvents',
      options: OPTIONS,
      says: 'what a handler of the Go SDK says to a batch',
      events: 3,
      ...sending.answers[0]!,
      fate: { delivered: 3, rejected: 0, kept: 0, isBlocked: false },
    });
    await sending.stop();
    recorded.rows.push({
      receiver: 'CloudEvents SDK, a handler with `NewEventsFromHTTPRequest`',
      version: GO,
      from: 'cloudEvents',
      sent: `${events.length} events in ${sent.encoded.length} batch`,
      readBack: `${events.length}, with all extensions: \`hgretentiondays\` as a number, the rest as text`,
      refused: 'none',
      retries: 'as the handler answers',
    });
  });

  it('has the one event refused that it does not want, and takes the others of the batch', async () => {
    const before = ofRoad(receiver, 'batch').length;
    const options = { ...OPTIONS, url: `${receiver.origin}/batch?unwanted` };
    const sending = await sender.start('cloudEvents', options);
    await sending.track(hardEvents);
    const sent = await sending.settle();
    expect(toFate(sent)).toEqual({ delivered: hardEvents.length - 1, rejected: 1, kept: 0, isBlocked: false });
    expect(
      new Set(
        ofRoad(receiver, 'batch')
          .slice(before)
          .map(({ id }) => id),
      ).size,
    ).toBe(hardEvents.length - 1);
    const refusal = sending.answers.find(({ status }) => status === 422)!;
    recorded.answers.push({
      adapter: 'cloudEvents',
      options: OPTIONS,
      says: 'a refusal of one event by a handler of the Go SDK',
      events: 1,
      ...refusal,
      fate: { delivered: 0, rejected: 1, kept: 0, isBlocked: false },
    });
    await sending.stop();
    recorded.rows.push({
      receiver: 'CloudEvents SDK, a handler that refuses one event of a batch by 422',
      version: GO,
      from: 'cloudEvents',
      sent: `${hardEvents.length} events, one of them unwanted`,
      readBack: `${hardEvents.length - 1}, once each`,
      refused: `1, found by halves in ${sending.answers.length} requests`,
      retries: 'never',
    });
  });

  it('answers a batch with 500 where its own receiving client stands, and takes the events one by one', async () => {
    const url = `${receiver.origin}/client`;
    const batched = await sender.start('cloudEvents', { ...OPTIONS, url });
    await batched.track(hardEvents.slice(0, 3));
    const stuck = await batched.settle(() => batched.answers.length > 0);
    expect(toFate(stuck)).toEqual({ delivered: 0, rejected: 0, kept: 3, isBlocked: false });
    expect(batched.answers[0]).toEqual({ status: 500, body: '' });
    recorded.answers.push({
      adapter: 'cloudEvents',
      options: OPTIONS,
      says: 'what the Go SDK’s receiving client says to a batch',
      events: 3,
      ...batched.answers[0]!,
      fate: toFate(stuck),
    });
    await batched.stop();
    expect(ofRoad(receiver, 'client')).toEqual([]);

    const options = { ...OPTIONS, url, batch: false };
    const single = await sender.start('cloudEvents', options);
    await single.track(hardEvents);
    const sent = await single.settle();
    expect(sent.tally.delivered).toBe(hardEvents.length);
    expect(ofRoad(receiver, 'client')).toEqual(
      sent.encoded.map(({ events, sentAt }) => expectTaken(events[0]!, sentAt)),
    );
    keepRequest(options, sent.encoded[0]!);
    await single.stop();
    recorded.rows.push({
      receiver: 'CloudEvents SDK, its receiving client',
      version: GO,
      from: 'cloudEvents',
      sent: `a batch, then ${hardEvents.length} events with \`batch: false\``,
      readBack: `none of the batch, ${hardEvents.length} of the others`,
      refused: 'a batch, by 500 without a body',
      retries: '500: again and again, so take `batch: false`',
    });
  });
});

describe.skipIf(!hasTool('python'))('the Python SDK', () => {
  let receiver: Running;
  beforeAll(async () => {
    const [python, program] = await preparePython('cloud-events', ['cloudevents==2.2.0']);
    receiver = await startProgram(python, [program]);
  });
  afterAll(() => receiver?.stop());

  it('cannot read a batch, and reads the events one by one with every attribute and value', async () => {
    const batched = await sender.start('cloudEvents', { ...OPTIONS, url: receiver.origin });
    await batched.track(hardEvents.slice(0, 2));
    const refused = await batched.settle();
    expect(toFate(refused)).toEqual({ delivered: 0, rejected: 2, kept: 0, isBlocked: false });
    const says = batched.answers[0]!;
    await batched.stop();

    const single = await sender.start('cloudEvents', { ...OPTIONS, url: receiver.origin, batch: false });
    await single.track(hardEvents);
    const sent = await single.settle();
    expect(sent.tally.delivered).toBe(hardEvents.length);
    const taken = receiver.read<{ attributes: { [name: string]: string }; data: unknown }>();
    expect(
      taken.map(({ attributes, data }) => [attributes['id'], attributes['hgconsent'], attributes['hgtier'], data]),
    ).toEqual(
      sent.encoded.flatMap(({ events }) =>
        events.map(({ id, consent, tier, data }) => [id, JSON.stringify(consent), tier, data]),
      ),
    );
    await single.stop();
    recorded.rows.push({
      receiver: 'CloudEvents SDK, `from_http_event`',
      version: PYTHON,
      from: 'cloudEvents',
      sent: `a batch, then ${hardEvents.length} events with \`batch: false\``,
      readBack: `none of the batch, ${hardEvents.length} of the others`,
      refused: `a batch (${says.body.split(':')[0]})`,
      retries: 'as the handler answers',
    });
  });
});

const ofRoad = (receiver: Running, road: string): Taken[] =>
  receiver.read<Taken>().filter((taken) => taken.road === road);

/** What an SDK has to hold of an event. */
function expectTaken(event: TaggedEvent, sentAt: string): object {
  return {
    road: expect.any(String),
    id: event.id,
    source: OPTIONS.source,
    type: `example.${event.event}`,
    // Go writes no trailing zeros of a second.
    time: expect.stringMatching(new RegExp(`^${event.time.replace(/\.?0*Z$/, '')}`)),
    datatype: 'application/json',
    extensions: {
      recordedtime: sentAt,
      expirytime: event.expires,
      dataclassification: expect.any(String),
      dataregulation: 'GDPR',
      datacategory: expect.any(String),
      hgtier: event.tier,
      hgpurpose: event.purpose,
      hglegalbasis: event.basis,
      hgcategories: event.categories.join(),
      hgretentiondays: event.retentionDays,
      hgmanifest: event.manifest,
      hgconsent: JSON.stringify(event.consent),
    },
    data: event.data,
  };
}

function keepRequest(options: object, encoded: { events: readonly TaggedEvent[]; sentAt: string; body: string }): void {
  recorded.requests.push({ adapter: 'cloudEvents', options: { ...options, url: '/in' }, ...encoded });
}
