/**
 * `npm run fuzz`: a million hostile inputs against everything that takes input from outside: payloads, manifests, stored
 * records, messages of frames, consent platforms, cookies, collectors' answers. None may throw into the page, change a
 * prototype or open what consent has not opened.
 *
 *   HEADGATE_FUZZ_CASES=100000   fewer cases, or more
 *   HEADGATE_FUZZ_SEED=7         other cases; the same number gives the same ones
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = join(root, 'test-results/fuzz');
const cases = Number(process.env['HEADGATE_FUZZ_CASES'] ?? 1_000_000);

rmSync(folder, { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    'test/fuzz/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=test-results/fuzz.json',
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, HEADGATE_FUZZ_CASES: String(cases) } },
);
process.exitCode = printTable() && status === 0 ? 0 : 1;

/** Whether there were as many cases as there should be. */
function printTable() {
  /** @type {{ name: string, cases: number, seconds: number }[]} */
  const rows = (existsSync(folder) ? readdirSync(folder) : []).map((file) =>
    JSON.parse(readFileSync(join(folder, file), 'utf8')),
  );
  const all = rows.reduce((sum, row) => sum + row.cases, 0);
  console.log();
  for (const row of rows) {
    console.log(`${row.name.padEnd(52)} ${format(row.cases).padStart(10)} ${row.seconds.toFixed(1).padStart(8)} s`);
  }
  console.log(`${format(all)} cases, seed ${process.env['HEADGATE_FUZZ_SEED'] ?? 'pinned'}`);
  if (all < cases) console.error(`Fewer than the ${format(cases)} that were asked for.`);
  return all >= cases;
}

/** @param {number} count */
function format(count) {
  return count.toLocaleString('en-US');
}
