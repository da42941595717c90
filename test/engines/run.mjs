/**
 * `npm run engines`: the suites of `scenarios` in real Chromium, Firefox and WebKit. As root on Debian it installs the
 * engines that are missing; elsewhere it says which it leaves out, and what would bring them. Arguments go to vitest:
 * `npm run engines -- firefox -t 'five tabs'`.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from '../prepare/install-packages.mjs';
import { findEngines } from '../support/find-engines.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const wanted = (await findEngines()).filter(({ missing }) => missing.length > 0);
if (wanted.length > 0) installPackages(wanted.flatMap(({ packages }) => packages));
for (const { title, missing, packages } of await findEngines()) {
  const state = missing.length > 0 ? `LEFT OUT, without ${missing.join(', ')} (${packages.join(', ')})` : 'there';
  console.log(`  ${title}: ${state}`);
}

const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    'test/engines/vitest.config.ts',
    '--reporter=verbose',
    '--reporter=json',
    '--outputFile.json=test-results/engines.json',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
