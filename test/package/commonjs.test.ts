import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../support/dist.js';
import { installPackage } from '../support/install-package.js';

const ENTRIES = ['', '/frame', '/debug', '/inspector', '/seal', '/react', '/plugin', '/node'];

/** Programs, test runners and type checkers that know no ES modules, or nothing of `exports`. */
describe('an application in CommonJS', () => {
  const { folder } = installPackage('react');
  writeFileSync(join(folder, 'package.json'), '{}');
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (program: string, ...args: string[]) =>
    spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: folder, encoding: 'utf8' });

  it.each(ENTRIES)('gets by `require("headgate%s")` what a module gets by `import`', (entry) => {
    const name = JSON.stringify(`headgate${entry}`);
    const list = (code: string): string[] =>
      (JSON.parse(execFileSync(process.execPath, ['-e', code], { cwd: folder, encoding: 'utf8' })) as string[]).sort();
    const required = list(`console.log(JSON.stringify(Object.keys(require(${name}))))`);
    expect(required).not.toEqual([]);
    expect(required).toEqual(
      list(
        `import(${name}).then((all) => console.log(JSON.stringify(Object.keys(all).filter((one) => !/^(default|module.exports)$/.test(one)))))`,
      ),
    );
  });

  it.each([
    [
      'under the resolution of Node 10',
      'old.ts',
      ['--module', 'commonjs', '--moduleResolution', 'node10', '--ignoreDeprecations', '6.0'],
    ],
    ['as a CommonJS file under that of Node 16', 'file.cts', ['--module', 'node16', '--moduleResolution', 'node16']],
    ['as a module under that of Node 16', 'file.mts', ['--module', 'node16', '--moduleResolution', 'node16']],
  ])('has types for every entry, %s', (_, file, flags) => {
    writeFileSync(join(folder, file), APPLICATION);
    const args = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--lib', 'es2022,dom'];
    expect(run('typescript/bin/tsc', ...args, ...flags, file).stdout).toBe('');
  });

  it('is told by the types of a mistake', () => {
    writeFileSync(join(folder, 'wrong.cts'), APPLICATION.replace('hosts:', 'host:'));
    const flags = ['--noEmit', '--skipLibCheck', '--module', 'node16', '--target', 'es2022', '--lib', 'es2022,dom'];
    expect(run('typescript/bin/tsc', ...flags, 'wrong.cts').stdout).toContain('TS2');
  });

  it('runs its tests in Jest, with nothing set up for it', () => {
    writeFileSync(join(folder, 'tracking.js'), TRACKING);
    writeFileSync(join(folder, 'tracking.test.js'), JEST_TEST);
    const environment = join(root, 'node_modules/jest-environment-jsdom');
    const { status, stderr } = run('jest/bin/jest.js', '--env', environment, '--cacheDirectory', join(folder, 'cache'));
    expect([status, stderr]).toEqual([0, expect.stringContaining('Tests:       3 passed, 3 total')]);
  });
});

const APPLICATION = `
import { createHeadgate, defineManifest, json, manual, type Diagnostic } from 'headgate';
import { createFrame } from 'headgate/frame';
import { debug } from 'headgate/debug';
import { startInspector } from 'headgate/inspector';
import { createSealer } from 'headgate/seal';
import { headgate as plugin } from 'headgate/plugin';
import { compileManifest } from 'headgate/node';

const manifest = defineManifest({ version: '1', categories: {}, collectors: {}, events: {} });
const said: Diagnostic[] = [];
createHeadgate({ manifest, consent: [manual()], collectors: {}, debug, onDiagnostic: (one) => void said.push(one) });
createFrame({ hosts: ['https://shop.example'] });
export { compileManifest, createSealer, json, plugin, startInspector };
`;

const TRACKING = `
const { createHeadgate, defineManifest, manual } = require('headgate');

const manifest = defineManifest({
  version: '1',
  categories: { analytics: {} },
  collectors: { warehouse: { recipient: 'Acme GmbH', role: 'controller', country: 'DE' } },
  events: {
    signed_up: {
      purpose: 'growth', tier: 'anonymous', basis: 'consent', categories: ['analytics'], retentionDays: 30,
      collectors: ['warehouse'], fields: { plan: { type: 'string', values: ['free', 'paid'] } },
    },
  },
});
const received = [];
const warehouse = {
  maxEvents: 10, maxBytes: 65536,
  deliver: (events) => { received.push(...events); return { accepted: events.map(({ id }) => id) }; },
};
const choice = manual();
const headgate = createHeadgate({ manifest, consent: [choice], collectors: { warehouse } });
module.exports = { choice, headgate, received };
`;

const JEST_TEST = `
const { choice, headgate, received } = require('./tracking.js');

afterAll(() => headgate.stop());

test('waits for consent, and arrives', async () => {
  expect(headgate.track('signed_up', { plan: 'free' }).outcome).toBe('hold');
  choice.grant('analytics');
  await headgate.flush();
  expect(received.map(({ event, data }) => [event, data])).toEqual([['signed_up', { plan: 'free' }]]);
});

test('refuses what is not declared', () => {
  expect(headgate.track('signed_of').reason).toBe('undeclared');
});

test('loads what seals', () => {
  expect(typeof require('headgate/seal').createSealer).toBe('function');
});
`;
