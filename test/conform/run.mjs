/**
 * `npm run conform`: asks all trackers everything by the built command, in one run, and keeps what was seen in
 * `recorded/matrix.json`; `npm test` prints the page of the documentation from it. No part of `npm test`: it installs trackers
 * from npm, at exact versions, and takes a quarter of an hour.
 *
 * `npm run conform -- posthog segment` asks these alone, and replaces what was seen of them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @import { Matrix } from '../../src/node/conform/matrix.js' */

const FILE = join(import.meta.dirname, 'recorded/matrix.json');
const COMMAND = join(import.meta.dirname, '../../dist/cli.js');

const asked = process.argv.slice(2);
/** `CONFORM_FOLDER=/tmp/conform` keeps what was installed for the next run. */
const kept = process.env['CONFORM_FOLDER'];
const words = [...(asked.length > 0 ? asked : ['--all']), '--json', ...(kept ? ['--folder', kept] : [])];

const { stdout, status } = spawnSync(process.execPath, [COMMAND, 'conform', ...words], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
  maxBuffer: 100_000_000,
});
// Exit code 1 says that a row fails somewhere, as some do.
if (status !== 0 && status !== 1) process.exit(status ?? 2);

/** @type {Matrix} */
const seen = JSON.parse(stdout);
mkdirSync(dirname(FILE), { recursive: true });
writeFileSync(FILE, `${JSON.stringify(asked.length > 0 ? merge(seen) : seen, null, 2)}\n`);
for (const { name, rows } of seen.trackers) {
  console.log(`\n${name}`);
  for (const [row, { verdict, seen }] of Object.entries(rows)) console.log(`  ${verdict.padEnd(12)} ${row}: ${seen}`);
}

/**
 * In its place among the others, which stay as they were seen last.
 *
 * @param {Matrix} seen
 * @returns {Matrix}
 */
function merge(seen) {
  if (!existsSync(FILE)) return seen;
  /** @type {Matrix} */
  const before = JSON.parse(readFileSync(FILE, 'utf8'));
  const trackers = before.trackers.map((one) => seen.trackers.find(({ name }) => name === one.name) ?? one);
  return { ...seen, trackers };
}
