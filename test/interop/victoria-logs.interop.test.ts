/** A log store that takes OTLP: VictoriaLogs, by an OpenTelemetry Collector, and without one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePort } from './support/find-free-port.js';
import { installGoProgram, makeFolder } from './support/install.js';
import { openSender, type Sender } from './support/open-sender.js';
import { COLLECTOR_VERSION, createOtelCollector } from './support/otel-collector.js';
import { recordAs, toFate } from './support/record.js';
import { hardEvents } from './support/sample.js';
import { hasTool } from './tools.mjs';

const recorded = recordAs('victoria-logs');
const PROGRAM = 'github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs@v1.52.1';
const VERSION = 'Go github.com/VictoriaMetrics/VictoriaLogs v1.52.1';

describe.skipIf(!hasTool('go'))('VictoriaLogs', () => {
  let origin: string;
  let store: ChildProcess;
  let sender: Sender;

  beforeAll(async () => {
    const program = await installGoProgram(PROGRAM);
    const address = `127.0.0.1:${await findFreePort()}`;
    origin = `http://${address}`;
    const folder = makeFolder(`victoria-logs-${Date.now()}`);
    store = spawn(program, [`-httpListenAddr=${address}`, `-storageDataPath=${folder}`, '-loggerLevel=ERROR'], {
      stdio: 'inherit',
    });
    for (let looks = 0; !(await isUp(origin)); looks++) {
      if (looks === 200) throw new Error('VictoriaLogs does not start.');
      await pause(50);
    }
    sender = await openSender();
  });
  afterAll(async () => {
    await sender?.close();
    const ended = once(store, 'exit');
    store.kill();
    await ended;
  });

  it('takes no JSON, which it says by 400 that no page of another origin can read: the events stay in the page', async () => {
    const url = `${origin}/insert/opentelemetry/v1/logs`;
    const sending = await sender.start('openTelemetry', { url });
    await sending.track(hardEvents);
    const sent = await sending.settle(() => sending.answers.length > 0);
    expect(toFate(sent)).toEqual({ delivered: 0, rejected: 0, kept: hardEvents.length, isBlocked: false });
    expect(await query('*')).toEqual([]);
    await sending.stop();

    // What a page of its own origin reads, or one behind a proxy.
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: sent.encoded[0]!.body });
    const body = await answer.text();
    recorded.answers.push({
      adapter: 'openTelemetry',
      options: {},
      says: 'what VictoriaLogs says to JSON',
      events: 3,
      status: answer.status,
      body,
      fate: { delivered: 0, rejected: 0, kept: 3, isBlocked: true },
    });
    recorded.rows.push({
      receiver: 'VictoriaLogs, asked by the page itself',
      version: VERSION,
      from: 'openTelemetry',
      sent: `${hardEvents.length} events`,
      readBack: 'none: put an OpenTelemetry Collector in front of it',
      refused: `all, by ${answer.status} \`${body.trim()}\`, which only its own origin can read; kept in the page`,
      retries: 'the backoff decides; who reads the answer does not ask again from this page',
    });
  });

  it('finds events by tier, purpose and consent behind a Collector', async () => {
    const collector = await createOtelCollector('otelcol-victoria', sender.origin, {
      exporters: {
        otlphttp: `{ logs_endpoint: "${origin}/insert/opentelemetry/v1/logs", sending_queue: { enabled: false } }`,
      },
    });
    await collector.start();
    const sending = await sender.start('openTelemetry', { url: collector.url });
    await sending.track(hardEvents);
    const sent = await sending.settle();
    await collector.stop();
    expect(sent.tally.delivered).toBe(hardEvents.length);
    const events = sent.encoded.flatMap(({ events }) => events);
    const personal = events.filter(({ tier }) => tier === 'personal').length;
    expect(await count('headgate.tier:=personal', personal)).toBe(personal);
    expect(await count('headgate.purpose:=feature_adoption')).toBe(events.length);
    expect(await count('"headgate.consent.captured.state":=granted')).toBe(events.length);
    const held = await query('*');
    expect(new Set(held.map((one) => one['log.record.uid']))).toEqual(new Set(events.map(({ id }) => id)));
    const empty = events.find(({ data }) => 'note' in data && data.note === '')!;
    expect(held.find((one) => one['log.record.uid'] === empty.id)).not.toHaveProperty('note');
    await sending.stop();
    recorded.rows.push({
      receiver: 'VictoriaLogs, behind an OpenTelemetry Collector',
      version: `${VERSION}; ${COLLECTOR_VERSION}`,
      from: 'openTelemetry',
      sent: `${events.length} events`,
      readBack: `${events.length}, by \`headgate.tier:=personal\`, \`headgate.purpose:=…\` and \`"headgate.consent.captured.state":=granted\`; all values are text there, and an empty text is no field`,
      refused: 'none',
      retries: '–',
    });
  });

  async function query(text: string): Promise<{ readonly [field: string]: string }[]> {
    const answer = await fetch(`${origin}/select/logsql/query?query=${encodeURIComponent(text)}`);
    const lines = (await answer.text()).split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line));
  }

  /** What was taken can be found about a second later. */
  async function count(text: string, atLeast = 0): Promise<number> {
    for (let looks = 0; looks < 100; looks++) {
      const found = await query(text);
      if (found.length >= atLeast && (atLeast > 0 || looks > 0)) return found.length;
      await pause(100);
    }
    return 0;
  }
});

const isUp = (origin: string): Promise<boolean> =>
  fetch(`${origin}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
