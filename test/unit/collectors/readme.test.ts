import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CollectorLimits } from '../../../src/delivery/collector.js';
import { readCases, type CollectorCase, type Cases, type InPageCase } from '../../support/collector-contract.js';
import { root } from '../../support/dist.js';

const FILE = join(root, 'src/delivery/collectors/README.md');
const cases = await readCases();

describe('the table of collectors', () => {
  it('says what the cases say that the tests play', () => {
    const text = print(cases);
    if (process.env['UPDATE_README']) writeFileSync(FILE, text);
    expect(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '').toBe(text);
  });

  it('names no package that is not installed, and no cell is empty', () => {
    const rows = print(cases)
      .split('\n')
      .filter((line) => line.startsWith('| ['));
    const identified = cases.overHttp.filter(({ facts }) => facts.withoutIdentifier);
    expect(rows).toHaveLength(cases.overHttp.length + identified.length + cases.inPage.length);
    expect(rows.filter((row) => /\|\s*\|/.test(row) || row.includes('npm:'))).toEqual([]);
  });
});

function print({ overHttp, inPage }: Cases): string {
  return `# Collectors

Printed from the cases that the tests play (\`test/unit/collectors/cases/\`): change them, then run the tests of
\`test/unit/collectors/readme.test.ts\` with \`UPDATE_README=1\`.

A request is as large as *sends* says at most, well below what the receiver *takes*: small requests keep the page's tasks
short. An event that is older than *age* expires for that collector alone, and is counted. *Preflight*: whether the browser
asks the receiver first, because the format has a content type or a header that it must. *Partial answers*: how the
receiver tells of a part of the batch; for the others, the delivery stage halves a batch that was refused until the faulty
event is found.

The word before an address is its region, which the adapter knows: what is bound to another region does not go there, whatever
the page says. A host of your own lies where the manifest or the page says.

No collector here needs a secret in the page. What needs one (Google's Measurement Protocol, Salesforce's ingestion API,
Kafka, ClickHouse, Kinesis) belongs behind an endpoint of your own: \`json\` or \`webhook\` to it, or an OpenTelemetry
Collector with \`openTelemetry\`.

\`snowplow({ tags })\` wants the schema of its entity in your Iglu registry: [\`headgate-tags.iglu.json\`](headgate-tags.iglu.json),
under your vendor.

## Over HTTP

${table(
  [
    'collector',
    'endpoint',
    'sends',
    'takes',
    'age',
    'preflight',
    'dedupe',
    'partial answers',
    'consent and tags',
    'verified against',
  ],
  overHttp.map((subject) => toRow(subject)),
)}

## An event without an identifier

The identifier of a receiver comes from a declared field that the options name (\`user\`, \`device\`, \`anonymous\`), and is
never made up. Where an event has none, these have in its place:

${table(
  ['collector', 'in its place'],
  overHttp.flatMap(({ name, facts }) => (facts.withoutIdentifier ? [[link(name), facts.withoutIdentifier]] : [])),
)}

## In the page

${table(
  ['collector', 'calls', 'sends', 'takes', 'dedupe', 'partial answers', 'consent and tags', 'verified against'],
  inPage.map((subject) => toPageRow(subject)),
)}
`;
}

function toRow({ name, create, facts }: CollectorCase): string[] {
  const { endpoints, takes, preflight, dedupe = 'none', partial, consent, verified } = facts;
  const limits = create({});
  const addresses = Object.entries(endpoints).map(([region, url]) => `${region} \`${url}\``);
  return [
    link(name),
    addresses.join('<br>') || 'your own',
    printLimits(limits),
    takes,
    limits.maxAge === undefined ? 'any' : printAge(limits.maxAge),
    preflight ? 'yes' : 'no',
    dedupe,
    partial,
    consent,
    verified.map(printSource).join(', '),
  ];
}

function toPageRow({ name, call, maxEvents, facts }: InPageCase): string[] {
  const { takes, dedupe = 'none', partial, consent, verified } = facts;
  const sends = maxEvents === 1 ? 'one by one' : `${maxEvents} events`;
  return [link(name), call, sends, takes, dedupe, partial, consent, verified.map(printSource).join(', ')];
}

/** A collector's file: its name in the words of file names. */
function link(name: string): string {
  const file = `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
  if (!existsSync(join(root, 'src/delivery/collectors', file))) throw new Error(`There is no ${file}.`);
  return `[\`${name}\`](${file})`;
}

function printLimits({ maxEvents, maxBytes }: CollectorLimits): string {
  return `${maxEvents} events, ${maxBytes % 1024 ? `${maxBytes} B` : `${maxBytes / 1024} KiB`}`;
}

function printAge(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes > 1440) return `${minutes / 1440} days`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
}

/** `npm:name` becomes the package with its installed version. */
function printSource(source: string): string {
  return source.replace(/npm:((?:@[\w.-]+\/)?[\w.-]+)/g, (_, name: string) => {
    const file = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
    return `\`${name}\` ${(JSON.parse(file) as { version: string }).version}`;
  });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
