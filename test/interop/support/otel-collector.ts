/** An OpenTelemetry Collector of the parts that a test names, on loopback. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from './find-free-port.js';
import { buildGo, makeFolder } from './install.js';

const CORE = 'go.opentelemetry.io/collector';
const CONTRIB = 'github.com/open-telemetry/opentelemetry-collector-contrib';

export const buildCollector = (): Promise<string> =>
  buildGo('otelcol', [
    `${CORE}/otelcol@v0.165.0`,
    `${CORE}/receiver/otlpreceiver@v0.165.0`,
    `${CORE}/processor/memorylimiterprocessor@v0.165.0`,
    `${CORE}/exporter/otlphttpexporter@v0.165.0`,
    `${CORE}/confmap/provider/fileprovider@v1.71.0`,
    `${CONTRIB}/exporter/fileexporter@v0.165.1`,
    `${CONTRIB}/exporter/kafkaexporter@v0.165.1`,
    `${CONTRIB}/extension/storage/filestorage@v0.165.1`,
    `${CONTRIB}/processor/groupbyattrsprocessor@v0.165.1`,
  ]);

export const COLLECTOR_VERSION = 'Go go.opentelemetry.io/collector v0.165.0, contrib v0.165.1';

export interface OtelCollector {
  /** Its logs endpoint, the same after a restart. */
  readonly url: string;
  /** What the file exporter wrote, record by record. */
  records(): OtlpRecord[];
  start(): Promise<void>;
  /** In order, or as a power cut. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Stops, and starts with other parts. */
  change(parts: Parts): Promise<void>;
}

export interface Parts {
  /** Members of the OTLP receiver's `http`, in YAML's flow style. */
  readonly http?: string;
  /** Members of the file exporter. */
  readonly file?: string;
  /** By name, each in YAML's flow style. */
  readonly processors?: { readonly [name: string]: string };
  /** Instead of the file exporter. */
  readonly exporters?: { readonly [name: string]: string };
}

export interface OtlpValue {
  readonly stringValue?: string;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values?: readonly OtlpValue[] };
  readonly kvlistValue?: { readonly values?: readonly OtlpPair[] };
}

interface OtlpPair {
  readonly key: string;
  readonly value: OtlpValue;
}

export interface OtlpRecord {
  readonly resource: readonly OtlpPair[];
  readonly timeUnixNano: string;
  readonly eventName: string;
  readonly body?: OtlpValue;
  readonly attributes: readonly OtlpPair[];
}

interface OtlpLogs {
  readonly resourceLogs: readonly {
    readonly resource: { readonly attributes?: readonly OtlpPair[] };
    readonly scopeLogs: readonly { readonly logRecords: readonly Omit<OtlpRecord, 'resource'>[] }[];
  }[];
}

export async function createOtelCollector(name: string, origin: string, parts: Parts = {}): Promise<OtelCollector> {
  const program = await buildCollector();
  const folder = makeFolder(`${name}-${Date.now()}`);
  const port = await findFreePort();
  const file = join(folder, 'logs.jsonl');
  let child: ReturnType<typeof spawn> | undefined;
  let wanted = parts;

  async function start(): Promise<void> {
    writeFileSync(join(folder, 'config.yaml'), toConfig(port, origin, file, wanted));
    child = spawn(program, ['--config', `file:${join(folder, 'config.yaml')}`], { stdio: 'inherit' });
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`The Collector ended with ${child.exitCode}.`);
      await pause(50);
    }
  }

  async function stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  return {
    url: `http://127.0.0.1:${port}/v1/logs`,
    records: () => readRecords(file),
    start,
    stop,
    async change(next) {
      await stop();
      wanted = next;
      await start();
    },
  };
}

function toConfig(port: number, origin: string, path: string, parts: Parts): string {
  const { http, file = 'append: true', processors = {}, exporters } = parts;
  const all = exporters ?? { file: `{ path: ${JSON.stringify(path)}, ${file} }` };
  const list = (parts: { readonly [name: string]: string }): string =>
    Object.entries(parts)
      .map(([name, settings]) => `\n  ${name}: ${settings}`)
      .join('');
  return `
receivers:
  otlp:
    protocols:
      http: { endpoint: "127.0.0.1:${port}", cors: { allowed_origins: ["${origin}"] }${http ? `, ${http}` : ''} }
processors:${list(processors) || ' {}'}
exporters:${list(all)}
service:
  telemetry: { metrics: { level: none }, logs: { level: fatal } }
  pipelines:
    logs: { receivers: [otlp], processors: [${Object.keys(processors).join()}], exporters: [${Object.keys(all).join()}] }
`;
}

const readRecords = (file: string): OtlpRecord[] =>
  existsSync(file) ? toRecords(readFileSync(file, 'utf8').split('\n').filter(Boolean)) : [];

/** Texts of OTLP/JSON, record by record. */
export function toRecords(texts: readonly string[]): OtlpRecord[] {
  return texts.flatMap((line) =>
    (JSON.parse(line) as OtlpLogs).resourceLogs.flatMap(({ resource, scopeLogs }) =>
      scopeLogs.flatMap(({ logRecords }) =>
        logRecords.map((record) => ({ ...record, resource: resource.attributes ?? [] })),
      ),
    ),
  );
}

/** Any answer: a GET is refused. */
const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
