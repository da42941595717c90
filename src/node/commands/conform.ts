import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser } from 'puppeteer-core';
import { askTracker, openConformBrowser } from '../conform/ask-tracker.js';
import { bundleAdapter, installTracker, type Build } from '../conform/bundle-tracker.js';
import type { AskedTracker, Matrix } from '../conform/matrix.js';
import { printMatrix } from '../conform/print-matrix.js';
import type { Row } from '../conform/rows/row.js';
import { ROWS } from '../conform/rows/rows.js';
import { TRACKERS, type Tracker } from '../conform/trackers.js';
import { findPackages } from '../find-packages.js';
import { nearestName } from '../../manifest/nearest-name.js';
import { readVersion } from '../read-version.js';
import { findChromium } from '../verify/find-chromium.js';
import { loadPuppeteer } from '../verify/load-tools.js';
import { UsageError, type Command, type ExitCode, type Terminal } from './command.js';

/** Asks a tracker what it does with consent. */
export const conformCommand: Command = {
  summary: 'Ask any tracker what it does with consent, in a real browser before recording servers',
  usage: `headgate conform [TRACKER…] [options]
headgate conform --adapter FILE [options]
headgate conform --list

Runs a tracker on pages of a shop in a real Chromium, before servers that record and fail as networks do, and says for each
row what arrived and what lies on the device: before the choice, after the grant, denied, withdrawn, in two tabs, two releases,
two applications, a sandboxed frame, after outages. Every name is this machine to that browser: nothing leaves it.
Needs Chrome or Chromium, and: npm install --save-dev puppeteer-core esbuild

  TRACKER         Of those that --list names. Default: headgate. Others are installed from npm at their exact version
                  into a temporary folder
  --adapter FILE  A tracker of your own: a module that exports init, grant, deny, withdraw and track
  --name NAME     What the adapter's tracker is called. Default: the file's name
  --all           All that --list names
  --row NAME      A row that is asked; can be given several times. Default: all
  --folder DIR    Where trackers are installed, and kept for the next call
  --browser FILE  The Chromium. Default: HEADGATE_CHROMIUM, or an installed one
  --list          The trackers and the rows
  --json          The matrix as JSON

Exit codes: 0 every row passes, or is not offered by the vendor's documentation; 1 a row fails; 2 wrong call.`,
  run: runConform,
};

const OPTIONS = {
  adapter: { type: 'string' },
  name: { type: 'string' },
  all: { type: 'boolean', default: false },
  row: { type: 'string', multiple: true, default: [] },
  folder: { type: 'string' },
  browser: { type: 'string' },
  list: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const satisfies NonNullable<Parameters<typeof parseArgs>[0]>['options'];

const readArguments = (args: readonly string[]) =>
  parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });

type Values = ReturnType<typeof readArguments>['values'];

async function runConform(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = readArguments(args);
  if (values.list) return list(values, terminal);
  const rows = readRows(values.row);
  const chosen = chooseTrackers(values, positionals, terminal.folder);
  const chromium = findChromium(values.browser === undefined ? undefined : resolve(terminal.folder, values.browser));
  const found = findPackages(['puppeteer-core', 'esbuild'], terminal.folder, 'To ask a tracker');
  const { build } = (await import(pathToFileURL(found.esbuild).href)) as { build: Build };
  const puppeteer = await loadPuppeteer(found['puppeteer-core']);
  const scripts = await prepare(chosen, build, values.folder, terminal);
  const browser = await openConformBrowser(puppeteer, chromium);
  try {
    const matrix = await ask(browser, scripts, rows, terminal);
    terminal.print(values.json ? JSON.stringify(matrix, null, 2) : printMatrix(matrix, terminal.paint));
    const cells = matrix.trackers.flatMap((tracker) => Object.values(tracker.rows));
    return cells.some(({ verdict }) => verdict === 'fail') ? 1 : 0;
  } finally {
    await browser.close();
  }
}

/** A tracker with where its adapter lies, where that is the caller's. */
interface Chosen {
  readonly tracker: Tracker;
  readonly file?: string;
}

interface Ready {
  readonly tracker: Tracker;
  readonly script: string;
}

function chooseTrackers({ adapter, name, all }: Values, names: readonly string[], folder: string): readonly Chosen[] {
  if ([adapter !== undefined, all, names.length > 0].filter(Boolean).length > 1) {
    throw new UsageError('Either trackers by name, or --adapter, or --all.');
  }
  if (adapter !== undefined) return [{ tracker: ownTracker(adapter, name), file: findAdapter(adapter, folder) }];
  if (name !== undefined) throw new UsageError('--name is for a tracker of your own: it takes --adapter.');
  if (all) return TRACKERS.map((tracker) => ({ tracker }));
  const wanted = names.length > 0 ? names : ['headgate'];
  const known = TRACKERS.map(({ adapter }) => adapter);
  return wanted.map((one) => {
    const tracker = TRACKERS.find(({ adapter }) => adapter === one);
    if (!tracker) throw new UsageError(unknown('tracker', one, known));
    return { tracker };
  });
}

function ownTracker(adapter: string, name: string | undefined): Tracker {
  const title = name ?? basename(adapter, extname(adapter));
  return { name: title, adapter: title, packages: {}, mode: 'as the adapter starts it', documentation: '' };
}

function findAdapter(adapter: string, folder: string): string {
  const file = resolve(folder, adapter);
  if (existsSync(file)) return file;
  throw new UsageError(`There is no adapter at ${file}.`);
}

function readRows(names: readonly string[]): readonly Row[] {
  const known = ROWS.map(({ id }) => id);
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) throw new UsageError(unknown('row', wrong, known));
  return names.length > 0 ? ROWS.filter(({ id }) => names.includes(id)) : ROWS;
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return `There is no ${what} ${name}${nearest ? `; was ${nearest} meant?` : `. There are ${known.join(', ')}.`}`;
}

function list({ json }: Values, { print }: Terminal): ExitCode {
  const trackers = TRACKERS.map(({ adapter, name, packages, mode, documentation }) => ({
    tracker: adapter,
    name,
    packages,
    mode,
    documentation,
  }));
  const rows = ROWS.map(({ id, title, counts }) => ({ row: id, title, counts }));
  if (json) {
    print(JSON.stringify({ trackers, rows }, null, 2));
    return 0;
  }
  const lines = [
    ...trackers.map(({ tracker, mode }) => [tracker, mode] as const),
    ['', ''] as const,
    ...rows.map(({ row, title }) => [row, title] as const),
  ];
  print(lines.map(([name, text]) => `${name.padEnd(22)} ${text}`.trimEnd()).join('\n'));
  return 0;
}

async function prepare(
  chosen: readonly Chosen[],
  build: Build,
  kept: string | undefined,
  { folder, progress }: Terminal,
): Promise<readonly Ready[]> {
  const place = kept === undefined ? mkdtempSync(join(tmpdir(), 'headgate-conform-')) : resolve(folder, kept);
  mkdirSync(place, { recursive: true });
  try {
    const ready: Ready[] = [];
    for (const { tracker, file } of chosen) {
      progress(`${tracker.name}: installing`);
      ready.push({ tracker, script: await bundleAdapter(build, file ?? (await installTracker(tracker, place))) });
    }
    return ready;
  } finally {
    if (kept === undefined) rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function ask(
  browser: Browser,
  ready: readonly Ready[],
  rows: readonly Row[],
  { progress }: Terminal,
): Promise<Matrix> {
  const trackers: AskedTracker[] = [];
  for (const { tracker, script } of ready) {
    const { name, mode, documentation, notOffered = {} } = tracker;
    let count = 0;
    progress(`${name}: 0 of ${rows.length} rows`);
    const cells = await askTracker({
      browser,
      script,
      rows,
      notOffered,
      onCell(row, { verdict }) {
        count += 1;
        progress(`${name}: ${count} of ${rows.length} rows, ${row.id} ${verdict}`);
      },
    });
    const date = new Date().toISOString().slice(0, 10);
    trackers.push({ name, packages: versionsOf(tracker), mode, documentation, date, rows: cells });
  }
  const version = (await browser.version()).replace(/^[^/]*\//, '');
  return { browser: version, rows: rows.map(({ id, title, counts }) => ({ id, title, counts })), trackers };
}

function versionsOf({ adapter, packages, files = [] }: Tracker): { readonly [name: string]: string } {
  if (adapter === 'headgate') return { headgate: readVersion() };
  const others = files.map(({ name, version }) => [name, version] as const);
  return { ...packages, ...Object.fromEntries(others) };
}
