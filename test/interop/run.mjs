/**
 * `npm run interop`: installs real receivers at pinned versions into a temporary folder, sends to them from a real Chromium
 * with the built package, and reads back at the far end. No part of `npm test`: it needs package registries and other
 * languages, and says which receivers it left out. Arguments go to vitest: `npm run interop -- cloud-events`.
 *
 * What it saw is written into `recorded/`, a file for each receiver; `npm test` holds it against the adapters, and prints the
 * page of the documentation from it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findMissing } from './tools.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

for (const needs of findMissing()) console.log(`  LEFT OUT, for want of ${needs}: what is written in that language`);

/** `INTEROP_FOLDER=/tmp/interop` keeps what was installed for the next run. */
const kept = process.env['INTEROP_FOLDER'];
const folder = kept ?? mkdtempSync(join(tmpdir(), 'headgate-interop-'));
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    'test/interop/vitest.config.ts',
    '--reporter=verbose',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, INTEROP_FOLDER: folder } },
);
if (!kept) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
process.exitCode = status ?? 1;
