import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleAdapter, shippedAdapter } from '../../../src/node/conform/bundle-tracker.js';
import { fetchFile } from '../../../src/node/conform/fetch-file.js';
import { printMatrix } from '../../../src/node/conform/print-matrix.js';
import { ROWS } from '../../../src/node/conform/rows/rows.js';
import { TRACKERS } from '../../../src/node/conform/trackers.js';
import { createPaint } from '../../../src/node/terminal/create-paint.js';
import { runCommand } from '../node/cli/run-command.js';

const folder = mkdtempSync(join(tmpdir(), 'headgate-conform-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('a wrong call of headgate conform', () => {
  write('adapter.js', '');
  it.each<[string, readonly string[], string]>([
    ['a tracker that nobody knows', ['posthig'], 'There is no tracker posthig; was posthog meant?'],
    ['a row that there is not', ['--row', 'two-tab'], 'There is no row two-tab; was two-tabs meant?'],
    ['an adapter that is not there', ['--adapter', 'nowhere.js'], 'There is no adapter at'],
    ['a tracker and an adapter', ['segment', '--adapter', 'adapter.js'], 'Either trackers by name, or --adapter'],
    ['a name without an adapter', ['--name', 'Mine'], '--name is for a tracker of your own'],
    ['a browser that is not there', ['--browser', 'nowhere'], 'There is no browser at'],
    ['an unknown option', ['--rows', 'two-tabs'], "Unknown option '--rows'"],
  ])('with %s is said', async (_what, args, message) => {
    const { code, notes } = await runCommand(['conform', ...args], { folder });
    expect([code, notes]).toEqual([2, expect.stringContaining(message)]);
  });

  it('with an adapter that lacks a function says which', async () => {
    const file = write('half.js', 'export function init() {} export const grant = () => {}; export const track = 1;');
    await expect(bundleAdapter(build, file)).rejects.toThrow(/half\.js exports no deny, withdraw\./);
  });

  it('with an adapter whose package is not installed says so', async () => {
    const file = write('lost.js', "import 'nowhere-to-be-found'; export const init = 1;");
    await expect(bundleAdapter(build, file)).rejects.toThrow(/cannot be bundled[\s\S]*nowhere-to-be-found/);
  });
});

describe('what headgate conform lists', () => {
  it('is every tracker with its mode, and every row', async () => {
    const { code, out } = await runCommand(['conform', '--list', '--json']);
    const { trackers, rows } = JSON.parse(out) as { trackers: { tracker: string }[]; rows: { row: string }[] };
    expect(code).toBe(0);
    expect(trackers.map(({ tracker }) => tracker)).toEqual(TRACKERS.map(({ adapter }) => adapter));
    expect(rows.map(({ row }) => row)).toEqual(ROWS.map(({ id }) => id));
    const text = await runCommand(['conform', '--list']);
    for (const { id } of ROWS) expect(text.out).toMatch(new RegExp(`^${id} `, 'm'));
  });

  it('has an adapter that ships, and rows that are not offered among those that there are', () => {
    for (const { adapter, notOffered = {} } of TRACKERS) {
      expect(shippedAdapter(adapter)).toMatch(new RegExp(`adapters/${adapter}\\.js$`));
      expect(Object.keys(notOffered).filter((row) => !ROWS.some(({ id }) => id === row))).toEqual([]);
    }
  });
});

describe('a file of a tracker', () => {
  it('is taken where it lies and is the right one, and asked for where it is another', async () => {
    const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    const file = { name: 'tracker.js', version: '1', url: 'http://127.0.0.1:9/tracker.js', sha256 };
    write('tracker.js', '');
    await expect(fetchFile(file, folder)).resolves.toBeUndefined();
    write('tracker.js', 'another');
    await expect(fetchFile(file, folder)).rejects.toThrow(/tracker\.js cannot be had .*Put it at .*yourself/);
  });
});

describe('the printed matrix', () => {
  const asked = (name: string, verdict: 'pass' | 'fail') => ({
    name,
    packages: {},
    mode: '',
    documentation: '',
    date: '2026-11-30',
    rows: { sandbox: { verdict, seen: `seen of ${name}` } },
  });
  const rows = [{ id: 'sandbox', title: 'In a frame', counts: '' }];

  it('has what was seen for each tracker, and a table where there are several', () => {
    const paint = createPaint(false);
    const one = printMatrix({ browser: '1', rows, trackers: [asked('One', 'pass')] }, paint);
    expect(one).toBe('One\n  pass In a frame (sandbox)\n    seen of One\n\nChromium 1');
    const both = printMatrix({ browser: '1', rows, trackers: [asked('One', 'pass'), asked('Two', 'fail')] }, paint);
    expect(both).toContain('         One          Two\nsandbox  pass         fail');
  });
});
