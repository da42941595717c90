import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openReadableManifest } from '../open-sound-manifest.js';
import { parseColumnMap } from '../reports/column-map.js';
import { TABLE_NAMES, type TableName } from '../reports/csv-tables.js';
import { renderHtml } from '../reports/html/render-html.js';
import { LANGUAGES, type Language } from '../reports/languages/languages.js';
import { renderCsv, renderMappedCsv } from '../reports/render-csv.js';
import { renderJson } from '../reports/render-json.js';
import { renderMarkdown } from '../reports/render-markdown.js';
import { reportJsonSchema, type Report } from '../reports/report-schema.js';
import { toReport } from '../reports/to-report.js';
import { UsageError, type Command, type ExitCode, type Terminal } from './command.js';

/** Prints what an auditor asks for. */
export const reportCommand: Command = {
  summary: 'Print the record of event tracking from a manifest',
  usage: `headgate report [MANIFEST] [options]

Prints what a manifest says as an auditor asks for it: event inventory, compliance mapping, technical controls, and the
record of processing activities (GDPR Art. 30), screening and balance for each purpose. Of a manifest with errors it lists
them first and reports what could be read; the exit code is 1 then.

  MANIFEST          JSON, comments allowed. Default: headgate.manifest.json or .jsonc
  --format FORMAT   html, markdown, json, csv, or all (into the folder of --out). Default: html
  --language LANG   ${LANGUAGES.join(', ')}: what the report says itself; what the manifest says stays as it is. Default: en
  --table TABLE     With csv: ${TABLE_NAMES.join(', ')}. Default: events
  --columns FILE    With csv: a column map, which matches the file to the import form of another tool
  --date DATE       The day of the report, such as 2026-11-22. Default: today, or the day of SOURCE_DATE_EPOCH
  --out FILE        Write there instead of to standard output
  --json            The same as --format json
  --schema          Print the JSON Schema of the JSON form, and report nothing`,
  run: runReport,
};

const FORMATS = ['html', 'markdown', 'json', 'csv', 'all'] as const;
type Format = (typeof FORMATS)[number];

function runReport(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string' },
      language: { type: 'string', default: 'en' },
      table: { type: 'string' },
      columns: { type: 'string' },
      date: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
      schema: { type: 'boolean', default: false },
    },
  });
  if (values.schema) {
    terminal.print(JSON.stringify(reportJsonSchema(), null, 2));
    return 0;
  }
  if (positionals.length > 1) throw new UsageError('One manifest at a time.');
  const format = readFormat(values);
  const { manifest, name: file, findings } = openReadableManifest(positionals[0], terminal.folder);
  const report = toReport(manifest, {
    date: readDate(values.date),
    file,
    sha256: createHash('sha256')
      .update(readFileSync(resolve(terminal.folder, file)))
      .digest('hex'),
    findings,
    language: readLanguage(values.language),
  });
  const out = values.out === undefined ? undefined : resolve(terminal.folder, values.out);
  const code = report.isSound ? 0 : 1;
  if (code) terminal.note(`${file} has errors: the report lists them first, and what could be read.`);
  if (format === 'all') {
    writeAll(report, out, terminal);
    return code;
  }
  const text = format === 'csv' ? toCsv(report, values, terminal) : RENDERERS[format](report);
  if (out === undefined) terminal.print(text.replace(/\r?\n$/, ''));
  else write(out, text, terminal);
  return code;
}

const RENDERERS = { html: renderHtml, markdown: renderMarkdown, json: renderJson } as const;

interface Values {
  readonly format?: string;
  readonly json: boolean;
  readonly table?: string;
  readonly columns?: string;
}

function readFormat({ format, json, table, columns }: Values): Format {
  const chosen = FORMATS.find((one) => one === (format ?? (json ? 'json' : 'html')));
  if (!chosen) throw new UsageError(`--format takes ${FORMATS.join(', ')}.`);
  if (json && chosen !== 'json') throw new UsageError('Either --json or --format.');
  if (chosen !== 'csv' && (table !== undefined || columns !== undefined)) {
    throw new UsageError('--table and --columns go with --format csv.');
  }
  if (table !== undefined && columns !== undefined) throw new UsageError('A column map names its table: no --table.');
  return chosen;
}

function readLanguage(given: string): Language {
  const language = LANGUAGES.find((one) => one === given);
  if (!language) throw new UsageError(`--language takes ${LANGUAGES.join(', ')}.`);
  return language;
}

const SECOND = 1000;

/** Builds that must be the same again say their day themselves. */
function readDate(given: string | undefined): string {
  const epoch = Number(process.env['SOURCE_DATE_EPOCH'] ?? Number.NaN);
  const date = given ?? new Date(Number.isNaN(epoch) ? Date.now() : epoch * SECOND).toISOString().slice(0, 10);
  const isDate = /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date));
  if (!isDate) throw new UsageError('--date takes a day such as 2026-11-22.');
  return date;
}

function toCsv(report: Report, { table = 'events', columns }: Values, { folder }: Terminal): string {
  if (columns !== undefined) return renderMappedCsv(report, readColumnMap(resolve(folder, columns)));
  const chosen = TABLE_NAMES.find((name) => name === table);
  if (!chosen) throw new UsageError(`--table takes ${TABLE_NAMES.join(', ')}.`);
  return renderCsv(report, chosen);
}

function readColumnMap(file: string): ReturnType<typeof parseColumnMap> {
  try {
    return parseColumnMap(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function writeAll(report: Report, out: string | undefined, terminal: Terminal): void {
  if (out === undefined) throw new UsageError('--format all needs a folder: --out FOLDER.');
  write(resolve(out, 'report.html'), renderHtml(report), terminal);
  write(resolve(out, 'report.md'), renderMarkdown(report), terminal);
  write(resolve(out, 'report.json'), renderJson(report), terminal);
  for (const table of TABLE_NAMES) writeTable(out, report, table, terminal);
}

function writeTable(out: string, report: Report, table: TableName, terminal: Terminal): void {
  write(resolve(out, `${table}.csv`), renderCsv(report, table), terminal);
}

function write(file: string, text: string, terminal: Terminal): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  terminal.note(`wrote ${file}`);
}
