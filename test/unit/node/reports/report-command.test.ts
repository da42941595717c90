import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportCommand } from '../../../../src/node/commands/report.js';
import { ManifestError } from '../../../../src/node/manifest-error.js';
import { createNotebook } from '../build/notebook.js';
import { golden } from './saas-report.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'headgate-report-'));
  copyFileSync(
    resolve(import.meta.dirname, '../../../../examples/saas/manifest.json'),
    join(folder, 'headgate.manifest.json'),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = async (...args: string[]) => {
  const notebook = createNotebook(folder);
  return { code: await reportCommand.run(args, notebook), notebook };
};

test('the report goes to standard output, or where it is told to', async () => {
  const { code, notebook } = await run('--format', 'markdown', '--date', '2026-11-22');
  expect(code).toBe(0);
  const body = (text: string): string => text.slice(text.indexOf('## 1.')).trimEnd();
  expect(body(notebook.printed())).toBe(body(readFileSync(golden('report.md'), 'utf8')));
  expect(notebook.printed()).toMatch(/SHA-256 [0-9a-f]{64}/);
  await run('--out', 'deep/report.html');
  expect(readFileSync(join(folder, 'deep/report.html'), 'utf8')).toMatch(/^<!doctype html>/);
});

test('all of it goes into a folder', async () => {
  await run('--format', 'all', '--out', 'all');
  expect(readdirSync(join(folder, 'all')).sort()).toEqual([
    'events.csv',
    'fields.csv',
    'recipients.csv',
    'record.csv',
    'report.html',
    'report.json',
    'report.md',
  ]);
});

test('the day is that of SOURCE_DATE_EPOCH where none is given', async () => {
  process.env['SOURCE_DATE_EPOCH'] = '1767225600';
  try {
    const { notebook } = await run('--json');
    expect(JSON.parse(notebook.printed())).toMatchObject({ date: '2026-01-01', format: 'headgate-report/1' });
  } finally {
    delete process.env['SOURCE_DATE_EPOCH'];
  }
});

test('the report speaks the language that it is told to, and says which there are where it speaks none', async () => {
  const { notebook } = await run('--format', 'markdown', '--language', 'de');
  expect(notebook.printed()).toContain('## 4. Verzeichnis von Verarbeitungstätigkeiten');
  await expect(run('--language', 'es')).rejects.toThrow('--language takes en, de, fr.');
});

test('a column map is read from a file', async () => {
  writeFileSync(join(folder, 'map.json'), '{ "table": "recipients", "columns": { "Vendor": "recipient" } }');
  const { notebook } = await run('--format', 'csv', '--columns', 'map.json');
  expect(parse(notebook.printed())[0]).toEqual(['Vendor']);
});

test('the JSON Schema of the JSON form is printed', async () => {
  const { notebook } = await run('--schema');
  expect(JSON.parse(notebook.printed())).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
});

test('of a manifest with errors the report lists them first, reports what could be read, and is a finding', async () => {
  const manifest = JSON.parse(readFileSync(join(folder, 'headgate.manifest.json'), 'utf8')) as {
    events: { [name: string]: { tier: string } };
  };
  manifest.events['add_to_cart']!.tier = 'secret';
  writeFileSync(join(folder, 'faulty.json'), JSON.stringify(manifest));
  for (const format of ['html', 'markdown']) {
    const { code, notebook } = await run('faulty.json', '--format', format);
    const text = notebook.printed();
    expect(code).toBe(1);
    const place = (part: string): number => text.search(new RegExp(`(<h2|##)[^\\n]*${part}`));
    expect(place('Errors and other findings')).toBeGreaterThan(0);
    expect(place('Errors and other findings')).toBeLessThan(place('Event inventory'));
    expect(text).toContain('events.add_to_cart.tier');
  }
  const { notebook } = await run('faulty.json', '--json');
  const report = JSON.parse(notebook.printed()) as { isSound: boolean; inventory: { event: string }[] };
  expect(report.isSound).toBe(false);
  expect(report.inventory.length).toBe(Object.keys(manifest.events).length - 1);
});

test('of what is no manifest at all there is none', async () => {
  writeFileSync(join(folder, 'text.json'), '"a text"');
  await expect(run('text.json')).rejects.toThrow(ManifestError);
});

test.each([
  [['--format', 'pdf'], '--format takes'],
  [['--format', 'all'], 'needs a folder'],
  [['--table', 'events'], 'go with --format csv'],
  [['--format', 'csv', '--table', 'x'], '--table takes'],
  [['--date', '2026-13-45'], '--date takes'],
  [['--json', '--format', 'html'], 'Either'],
  [['--format', 'csv', '--columns', 'gone.json'], 'gone.json'],
])('refuses %j', async (args, message) => {
  await expect(run(...args)).rejects.toThrow(message);
});
