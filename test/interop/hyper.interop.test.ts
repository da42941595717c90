/** What a page sent to the reference collector, exported as CSV, read by the engine that is behind Tableau's extracts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChdbDatabase } from '../../examples/products/collector/src/chdb-database.mjs';
import { createCollector, type Collector } from '../../examples/products/collector/src/create-collector.mjs';
import type { Database } from '../../examples/products/collector/src/database.mjs';
import type { TaggedEvent } from '../../src/tag/tagged-event.js';
import { installPython, makeFolder, type Program } from './support/install.js';
import { openSender } from './support/open-sender.js';
import { recordAs } from './support/record.js';
import { hardEvents, manifest } from './support/sample.js';
import { hasTool } from './tools.mjs';

const recorded = recordAs('hyper');
const VERSION = 'PyPI tableauhyperapi 0.0.26963';
/** ClickHouse writes `\N` for what is missing unless it is told. */
const FOR_HYPER = "format_csv_null_representation = ''";
const FIELDS = ['note', 'count', 'share', 'isNew'];

type Answer = unknown[][] | { readonly error: string };

interface Data {
  readonly [field: string]: unknown;
}

const COLUMNS = [
  'id:TEXT',
  'time:TIMESTAMPTZ',
  'tier:TEXT',
  'note:TEXT',
  'count:BIGINT',
  'share:DOUBLE PRECISION',
  'isNew:BOOL',
];

describe.skipIf(!hasTool('python'))('Tableau’s Hyper engine', () => {
  const folder = makeFolder(`hyper-${Date.now()}`);
  let hyper: Program;
  let database: Database;
  let collector: Collector;
  let events: readonly TaggedEvent[];

  beforeAll(async () => {
    hyper = await installPython('hyper', ['tableauhyperapi==0.0.26963']);
    const sender = await openSender();
    database = await openChdbDatabase({ directory: join(folder, 'database') });
    collector = await createCollector({ manifest, name: 'far', database, allowedOrigins: [sender.origin] });
    const origin = await collector.listen({ host: '127.0.0.1', port: 0 });
    const sending = await sender.start('json', { url: `${origin}/v1/events` });
    await sending.track(hardEvents);
    const sent = await sending.settle();
    expect(sent.tally.delivered).toBe(hardEvents.length);
    events = sent.encoded.flatMap(({ events }) => events).filter(({ event }) => event === 'product_viewed');
    await sender.close();
  });
  afterAll(async () => {
    await collector?.close();
    await database?.close();
  });

  it('reads every type, time, null and text of the view of an event as it was sent', async () => {
    const written = namesOf(COLUMNS).replace('"time"', `toString(time) || '+00:00' AS "time"`);
    const file = await save('events.csv', `SELECT ${written} FROM product_viewed ORDER BY id`, FOR_HYPER);
    const selected = namesOf(COLUMNS).replace('"time"', `CAST("time" AT TIME ZONE 'UTC' AS TEXT)`);
    const rows = await query(file, COLUMNS, `SELECT ${selected} FROM events ORDER BY "id"`);
    const expected = events.map(({ id, time, tier, data }) => [
      id,
      toUtcText(time),
      tier,
      ...FIELDS.map((name) => (data as Data)[name] ?? null),
    ]);
    expect(rows).toEqual(expected.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
    row(
      `${events.length} events as CSV, with \`${FOR_HYPER}\` and \`toString(time) || '+00:00'\``,
      'all, with their types; the empty text is no null',
      'none',
    );
  });

  it('reads integers of nineteen digits exactly', async () => {
    const texts = ['9223372036854775807', '1234567890123456789', '-9223372036854775808'];
    const file = await save('large.csv', `SELECT arrayJoin([${texts.join()}]) AS large`, FOR_HYPER);
    const rows = await query(file, ['large:BIGINT'], 'SELECT CAST("large" AS TEXT) FROM events');
    expect(new Set((rows as string[][]).map(([text]) => text))).toEqual(new Set(texts));
    row(`integers of nineteen digits`, 'to the last digit, as `BIGINT`', 'none');
  });

  it('takes a time in UTC for one of the machine’s zone, with a Z as without a zone, and heeds an offset', async () => {
    const time = "toDateTime64('2026-07-01 10:00:00.123', 3, 'UTC')";
    const plain = await save('plain-zone.csv', `SELECT ${time} AS time`, '');
    const iso = await save('iso.csv', `SELECT ${time} AS time`, "date_time_output_format = 'iso'");
    const offset = await save('offset.csv', `SELECT toString(${time}) || '+00:00' AS time`, '');
    const read = (file: string) =>
      query(file, ['time:TIMESTAMPTZ'], `SELECT CAST("time" AT TIME ZONE 'UTC' AS TEXT) FROM events`);
    expect(await read(plain)).toEqual([['2026-07-01 14:00:00.123']]);
    expect(readFileSync(iso, 'utf8')).toContain('2026-07-01T10:00:00.123Z');
    expect(await read(iso)).toEqual([['2026-07-01 14:00:00.123']]);
    expect(await read(offset)).toEqual([['2026-07-01 10:00:00.123']]);
    row(
      'a time of 10:00 UTC, on a machine in New York, into `TIMESTAMPTZ`',
      '10:00 UTC with `+00:00`; 14:00 UTC with `Z` and without a zone',
      'none',
    );
  });

  it('refuses the CSV that ClickHouse writes unless it is told: a missing integer is `\\N`', async () => {
    const file = await save('plain.csv', `SELECT ${namesOf(COLUMNS)} FROM product_viewed ORDER BY id`, '');
    const refused = await query(file, COLUMNS, 'SELECT 1');
    expect(refused).toEqual({ error: expect.any(String) });
    const { error } = refused as { readonly error: string };
    row('the first CSV without these settings', 'none', `all: ${error.split(':')[0]}`);
  });

  async function save(name: string, select: string, settings: string): Promise<string> {
    const file = join(folder, name);
    await database.exec(`${select} INTO OUTFILE '${file}' FORMAT CSVWithNames${settings && ` SETTINGS ${settings}`}`);
    return file;
  }

  /** The rows of each query, or why the file cannot be read. */
  async function query(file: string, columns: readonly string[], text: string): Promise<Answer> {
    return JSON.parse(await hyper([file, ...columns, '--', text])) as Answer;
  }

  const row = (sent: string, readBack: string, refused: string): void =>
    void recorded.rows.push({
      receiver: 'Tableau’s Hyper engine, behind the reference collector',
      version: VERSION,
      from: 'json',
      sent,
      readBack,
      refused,
      retries: '–',
    });
});

const namesOf = (columns: readonly string[]): string => columns.map((column) => `"${column.split(':')[0]}"`).join(', ');

/** As Hyper writes a time: no trailing zeros. */
const toUtcText = (time: string): string => time.replace('T', ' ').replace(/\.?0*Z$/, '');
