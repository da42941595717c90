/**
 * `npm run walks`: a hundred random walks of a visitor in a real Chromium, where `npm test` takes forty. Needs a build.
 * `HEADGATE_FIRST_WALK=101 npm run walks` takes the next hundred.
 */
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/@playwright/test/cli.js'),
    'test',
    '--config',
    'test/playwright.config.ts',
    '--trace=off',
    'random-walks',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { HEADGATE_WALKS: '100', ...process.env } },
);
process.exitCode = status ?? 1;
