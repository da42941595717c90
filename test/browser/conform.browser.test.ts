import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Matrix } from '../../src/node/conform/matrix.js';
import { readSnippets, findSnippet } from '../package/read-snippets.js';
import { findBrowser } from '../support/find-browser.mjs';
import { installPackage, type Application } from '../support/install-package.js';
import { problemsOf, schemaOf } from '../unit/node/cli/output-schemas.js';

/** The kit as its users run it: from the package that npm publishes, in a folder of their own. */

test.describe.configure({ timeout: 240_000 });

let application: Application;
test.beforeAll(() => {
  application = installPackage('puppeteer-core', 'esbuild');
  const { code } = findSnippet(readSnippets(['docs/conform.md']), 'adapter');
  writeFileSync(join(application.folder, 'my-tracker.js'), code);
});
test.afterAll(() => rmSync(application.folder, { recursive: true }));

async function conform(...words: readonly string[]) {
  const browser = await findBrowser({ full: true });
  const named = browser ? ['--browser', browser.executablePath] : [];
  const command = join(application.installed, 'dist/cli.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'conform', ...words, ...named, '--json'], {
    cwd: application.folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(problemsOf(schemaOf('conform.schema'), stdout)).toEqual([]);
  const { trackers } = JSON.parse(stdout) as Matrix;
  const cells = trackers.flatMap(({ name, rows }) =>
    Object.entries(rows).map(([row, { verdict, seen }]) => `${name} ${row}: ${verdict}, ${seen}`),
  );
  return { status, cells };
}

test('the adapter of the documentation is asked, and fails where it sends what was withdrawn', async () => {
  const rows = ['before-choice', 'held-event', 'two-tabs'].flatMap((row) => ['--row', row]);
  expect(await conform('--adapter', 'my-tracker.js', ...rows)).toEqual({
    status: 1,
    cells: [
      'my-tracker before-choice: pass, nothing on the device, no request',
      'my-tracker held-event: pass, arrived after the grant',
      'my-tracker two-tabs: fail, the other tab sent it',
    ],
  });
});

test('Headgate of that very package is asked where nothing is named', async () => {
  expect(await conform('--row', 'held-event', '--row', 'sandbox')).toEqual({
    status: 0,
    cells: [
      'Headgate held-event: pass, arrived after the grant',
      'Headgate sandbox: pass, nothing thrown, arrived after the grant',
    ],
  });
});
