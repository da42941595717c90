import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { parseColumnMap } from '../../../../src/node/reports/column-map.js';
import { TABLE_NAMES, TABLES } from '../../../../src/node/reports/csv-tables.js';
import { renderCsv, renderMappedCsv } from '../../../../src/node/reports/render-csv.js';
import { golden, readSaasManifest, reportOn } from './saas-report.js';

const manifest = readSaasManifest();
const report = reportOn(manifest);

test.each(TABLE_NAMES)('the table %s is as it was reviewed, and is read back as it was written', async (table) => {
  const text = renderCsv(report, table);
  await expect(text).toMatchFileSnapshot(golden(`${table}.csv`));
  const rows: unknown = parse(text, { columns: true, bom: true });
  expect(rows).toEqual(TABLES[table].toRows(report));
});

test('a table without rows still has its headings', () => {
  const empty = reportOn({ version: '1', categories: {}, collectors: {}, events: {} });
  expect(parse(renderCsv(empty, 'events'), { bom: true })).toEqual([[...TABLES.events.columns]]);
});

test('a column map gives an import form its own headings, order and fixed texts', () => {
  const map = parseColumnMap({
    table: 'record',
    columns: { 'Processing Activity': 'activity', Status: { value: 'Active' }, 'Legal Basis': 'legal_bases' },
  });
  const rows = parse(renderMappedCsv(report, map), { columns: true }) as { [heading: string]: string }[];
  expect(Object.keys(rows[0]!)).toEqual(['Processing Activity', 'Status', 'Legal Basis']);
  expect(rows).toHaveLength(report.record.length);
  expect(rows[0]).toMatchObject({ 'Processing Activity': report.record[0]!.purpose.title, Status: 'Active' });
});

test('a column map that names a column that the table has not is told the nearest', () => {
  expect(() => parseColumnMap({ table: 'record', columns: { Name: 'actvity' } })).toThrow(/"actvity".*"activity"\?/s);
  expect(() => parseColumnMap({ table: 'nothing', columns: {} })).toThrow('The column map is not one');
});

test.each(['onetrust-processing-activities.json', 'trustarc-data-inventory.json'])(
  'the example map %s fits the tables',
  (name) => {
    const file = resolve(import.meta.dirname, '../../../../examples/saas/columns', name);
    const map = parseColumnMap(JSON.parse(readFileSync(file, 'utf8')));
    const rows = parse(renderMappedCsv(report, map), { columns: true }) as { [heading: string]: string }[];
    expect(rows.length).toBeGreaterThan(0);
    expect(Object.keys(rows[0]!)).toEqual(Object.keys(map.columns));
  },
);
