import type { ColumnMap } from './column-map.js';
import { toCsv } from './csv-cell.js';
import { TABLES, type Row, type TableName } from './csv-tables.js';
import type { Report } from './report-schema.js';

/** Spreadsheets take a file without it for one of an old encoding. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Returns one table of the report as CSV for people: every column under its own name.
 *
 * @example
 * ```ts
 * import { readManifest, renderCsv, toReport } from 'headgate/node';
 *
 * const csv = renderCsv(toReport(readManifest('headgate.manifest.json'), { date: '2026-11-21' }), 'events');
 * ```
 */
export function renderCsv(report: Report, table: TableName): string {
  const { columns, toRows } = TABLES[table];
  const lines = toRows(report).map((row) => columns.map((column) => row[column] ?? ''));
  return BYTE_ORDER_MARK + toCsv([columns, ...lines]);
}

/**
 * Returns the table that a column map chooses as CSV for an import form: its headings, in its order. Without the byte order
 * mark, which importers take for a part of the first heading.
 *
 * @example
 * ```ts
 * import { parseColumnMap, readManifest, renderMappedCsv, toReport } from 'headgate/node';
 *
 * const columns = parseColumnMap({ table: 'events', columns: { Event: 'event', Purpose: 'purpose' } });
 * const csv = renderMappedCsv(toReport(readManifest('headgate.manifest.json'), { date: '2026-11-21' }), columns);
 * ```
 */
export function renderMappedCsv(report: Report, { table, columns }: ColumnMap): string {
  const toLine = (row: Row): string[] =>
    Object.values(columns).map((source) => (typeof source === 'string' ? (row[source] ?? '') : source.value));
  return toCsv([Object.keys(columns), ...TABLES[table].toRows(report).map(toLine)]);
}
