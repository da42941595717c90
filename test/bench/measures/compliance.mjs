/** The compliance side on a large manifest: what each command takes as a process of its own, and what a page has to load. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { createLargeManifest } from '../large-manifest.mjs';

/** @import { Table } from '../print-report.mjs' */

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const EVENTS = 1000;
const SIZES = [10, 100, 1000];

export const compliance = {
  name: 'compliance',
  /** @param {{ quick: boolean, progress: (text: string) => void }} bench @returns {Promise<Table>} */
  async run({ quick, progress }) {
    // Inside the project, so that what is not bundled is found.
    const cache = join(root, 'node_modules/.cache/headgate-bench');
    const folder = await mkdtemp(join(tmpdir(), 'headgate-bench-'));
    try {
      progress('bundling the command');
      await bundle(cache);
      const seconds = await timeCommands(join(cache, 'cli.mjs'), folder, quick ? 2 : 7, progress);
      const sizes = await measureTables(cache);
      return {
        name: 'compliance',
        title: `The command on a manifest of ${EVENTS.toLocaleString('en-US')} events, and the table that a page loads`,
        columns: ['headgate'],
        rows: [
          ...Object.entries(seconds).map(([command, value]) => ({
            label: `headgate ${command} s`,
            values: { headgate: value },
            digits: 2,
            target: /** @type {const} */ ({ kind: 'max', limit: 2, unit: 's' }),
          })),
          ...sizes,
        ],
        notes: [
          'Whole processes, start of Node and reading of files included, at the full speed of this machine; the least disturbed of the rounds.',
          'The bytes of an event are what the compiled table grows by, by brotli, over one without events; those of a whole table are all of it, divided.',
        ],
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** @param {string} out */
async function bundle(out) {
  await mkdir(out, { recursive: true });
  await build({
    entryPoints: { cli: join(root, 'src/node/cli.ts'), table: join(root, 'src/node/to-manifest-table.ts') },
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
}

/** @param {string} cli @param {string} folder @param {number} rounds @param {(text: string) => void} progress */
async function timeCommands(cli, folder, rounds, progress) {
  await writeFile(join(folder, 'old.json'), JSON.stringify(createLargeManifest(EVENTS)));
  await writeFile(join(folder, 'new.json'), JSON.stringify(createLargeManifest(EVENTS, { seed: 2 })));
  const commands = {
    check: ['check', 'old.json'],
    types: ['types', 'old.json', '--out', 'old.d.ts'],
    report: ['report', 'old.json', '--format', 'all', '--out', 'report'],
    diff: ['diff', 'old.json', 'new.json', '--format', 'markdown'],
  };
  /** @type {Record<string, number | undefined>} */
  const seconds = {};
  for (const [name, args] of Object.entries(commands)) {
    const samples = [];
    for (let round = 0; round < rounds; round++) {
      progress(`headgate ${name}: round ${round + 1} of ${rounds}`);
      samples.push(await time(cli, args, folder));
    }
    seconds[name] = Math.min(...samples);
  }
  return seconds;
}

/** @param {string} cli @param {string[]} args @param {string} folder */
async function time(cli, args, folder) {
  const from = performance.now();
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (text) => (errors += String(text)));
  const code = await new Promise((done) => child.on('close', done));
  // What was found is no failure; what could not be done is.
  if (code !== 0 && code !== 1) throw new Error(`headgate ${args.join(' ')} ended with ${String(code)}: ${errors}`);
  return (performance.now() - from) / 1000;
}

/** @param {string} cache */
async function measureTables(cache) {
  const { toManifestTable } = await import(pathToFileURL(join(cache, 'table.mjs')).href);
  const bytes = (/** @type {number} */ count) =>
    brotliCompressSync(JSON.stringify(toManifestTable(createLargeManifest(count)))).length;
  const empty = bytes(0);
  return [
    { label: 'compiled table without events B', values: { headgate: empty }, digits: 0 },
    ...SIZES.map((count) => ({
      label: `compiled table of ${count.toLocaleString('en-US')} events, B an event`,
      values: { headgate: (bytes(count) - empty) / count },
      target: /** @type {const} */ ({ kind: 'max', limit: 60, unit: 'B' }),
    })),
    ...SIZES.map((count) => ({
      label: `whole table of ${count.toLocaleString('en-US')} events, B an event`,
      values: { headgate: bytes(count) / count },
    })),
  ];
}
