/**
 * `npm run conform`: what trackers do with consent, each in its vendor's documented consent-first mode, in a real Chromium
 * before recording servers. No part of `npm test`: it installs the trackers from npm, at exact versions, into a temporary folder.
 * Nothing leaves the machine: every name is this machine to the browser.
 *
 * `npm run conform -- posthog segment` asks these alone, `npm run conform -- two-tabs` all of them this alone. What was seen is kept in `recorded/matrix.json`; `npm test` prints the
 * page of the documentation from it.
 */
import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from '../support/open-browser.mjs';
import { ROWS } from './rows.mjs';
import { bundleTracker, installTrackers } from './support/build-trackers.mjs';
import { openVisit } from './support/open-visit.mjs';
import { TRACKERS } from './trackers.mjs';

/** @import { Browser } from '@playwright/test' */
/** @import { Finding, Row } from './rows.mjs' */
/** @import { Cell, Recorded, RecordedTracker } from './support/recorded.js' */
/** @import { Tracker } from './trackers.mjs' */

const FILE = join(import.meta.dirname, 'recorded/matrix.json');
const PACKAGE = join(import.meta.dirname, '../../package.json');

const asked = new Set(process.argv.slice(2));
const trackers = pick(TRACKERS, ({ adapter }) => asked.has(adapter));
const questions = pick(ROWS, ({ id }) => asked.has(id));

const names = new Set([...TRACKERS.map(({ adapter }) => adapter), ...ROWS.map(({ id }) => id)]);
const unknown = [...asked].filter((name) => !names.has(name));
if (unknown.length > 0) {
  console.error(`Neither a tracker nor a row: ${unknown.join(', ')}. There are ${[...names].join(', ')}.`);
  process.exit(2);
}

/** `CONFORM_FOLDER=/tmp/conform` keeps what was installed for the next run. */
const kept = process.env['CONFORM_FOLDER'];
if (kept) mkdirSync(kept, { recursive: true });
const folder = kept ?? mkdtempSync(join(tmpdir(), 'headgate-conform-'));

try {
  installTrackers(trackers, folder);
  const browser = await openBrowser();
  for (const tracker of trackers) {
    try {
      record(await ask(browser, tracker), browser.version());
    } catch (error) {
      // What it did before stays in the record.
      console.error(`  LEFT OUT: ${String(error)}`);
      process.exitCode = 1;
    }
  }
  await browser.close();
} finally {
  if (!kept) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Those that were named, or all.
 *
 * @template T
 * @param {readonly T[]} all
 * @param {(one: T) => boolean} isNamed
 */
function pick(all, isNamed) {
  const named = all.filter(isNamed);
  return named.length > 0 ? named : all;
}

async function openBrowser() {
  const launch = await launchOptions({
    args: ['--host-resolver-rules=MAP * 127.0.0.1', '--disable-blink-features=AutomationControlled'],
  });
  return chromium.launch(launch);
}

/**
 * @param {Browser} browser
 * @param {Tracker} tracker
 * @returns {Promise<RecordedTracker>}
 */
async function ask(browser, tracker) {
  const { name, packages, mode, documentation, notOffered = {} } = tracker;
  const script = await bundleTracker(tracker, folder);
  console.log(`\n${name} ${Object.values(packages).join(', ')}`);
  /** @type {RecordedTracker['rows']} */
  const rows = {};
  // Most of a row is waiting.
  const findings = await Promise.all(questions.map((row) => playRow(browser, script, row)));
  for (const [at, { id, title }] of questions.entries()) {
    const cell = toCell(findings[at], notOffered[id]);
    console.log(`  ${cell.verdict.padEnd(12)} ${title}: ${cell.seen}`);
    rows[id] = cell;
  }
  const versions = Object.keys(packages).length > 0 ? packages : { headgate: readVersion() };
  const date = new Date().toISOString().slice(0, 10);
  return { name, packages: versions, mode, documentation, date, rows };
}

/**
 * @param {Browser} browser
 * @param {string} script
 * @param {Row} row
 */
async function playRow(browser, script, row) {
  const visit = await openVisit(browser, script);
  try {
    return await row.play(visit);
  } finally {
    await visit.close();
  }
}

/**
 * @param {Finding | undefined} finding
 * @param {string} [reason] Why a vendor's documentation promises nothing of the kind.
 * @returns {Cell}
 */
function toCell(finding, reason) {
  if (!finding) throw new Error('A row ended without a finding.');
  if (finding.passed) return { verdict: 'pass', seen: finding.seen };
  return reason
    ? { verdict: 'not offered', seen: `${finding.seen}: ${reason}` }
    : { verdict: 'fail', seen: finding.seen };
}

/**
 * In its place among the others, which stay as they were seen last.
 *
 * @param {RecordedTracker} seen
 * @param {string} browser
 */
function record(seen, browser) {
  /** @type {Recorded} */
  const before = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : { browser, rows: [], trackers: [] };
  const last = before.trackers.find(({ name }) => name === seen.name);
  const isSame = JSON.stringify(last?.packages) === JSON.stringify(seen.packages);
  /** @type {RecordedTracker['rows']} */
  const merged = { ...(isSame ? last?.rows : {}), ...seen.rows };
  const cells = ROWS.flatMap(({ id }) => (merged[id] ? [/** @type {const} */ ([id, merged[id]])] : []));
  const complete = { ...seen, rows: Object.fromEntries(cells) };
  const all = [...before.trackers.filter(({ name }) => name !== seen.name), complete];
  const trackers = TRACKERS.flatMap(({ name }) => all.filter((one) => one.name === name));
  const rows = ROWS.map(({ id, title, counts }) => ({ id, title, counts }));
  mkdirSync(join(FILE, '..'), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify({ browser, rows, trackers }, null, 2)}\n`);
}

function readVersion() {
  return JSON.parse(readFileSync(PACKAGE, 'utf8')).version;
}
