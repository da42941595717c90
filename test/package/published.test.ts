import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageFile, readText, root } from '../support/dist.js';
import { installPackage } from '../support/install-package.js';

/** The package as npm publishes it, unpacked into an application of its own. */
describe('the published package', () => {
  const { folder: application, installed, files } = installPackage('react');
  afterAll(() => rmSync(application, { recursive: true }));

  it('holds these files and no other', () => {
    const withMap = (file: string) => [file, `${file}.map`];
    const entries = ['index', 'frame', 'debug', 'inspector', 'seal', 'react', 'node', 'plugin'];
    // The command's chunks and the parts of tailored script files have names of their own.
    const ofCommand = files.filter((file) => /^dist\/(cli|cli\/adapters|parts)\/[\w-]+\.js(\.map)?$/.test(file));
    expect(ofCommand).toEqual(
      expect.arrayContaining([
        'dist/parts/gate.js',
        'dist/parts/kernel.js',
        'dist/parts/kernel.js.map',
        'dist/cli/scan.js',
        'dist/cli/adapters/posthog.js',
      ]),
    );
    expect(files.filter((file) => file !== 'CHANGELOG.md' && !ofCommand.includes(file)).sort()).toEqual(
      [
        'LICENSE',
        'README.md',
        'package.json',
        'manifest.schema.json',
        'dist/integrity.json',
        'dist/THIRD-PARTY-NOTICES.txt',
        ...withMap('dist/headgate.min.js'),
        ...withMap('dist/headgate-engine.min.js'),
        ...withMap('dist/headgate.single.min.js'),
        ...withMap('dist/headgate-debug.min.js'),
        ...withMap('dist/headgate-inspector.min.js'),
        ...withMap('dist/cli.js'),
        ...entries.flatMap((name) => [...withMap(`dist/${name}.js`), `dist/${name}.d.ts`]),
        // What the core imports once something may have an effect.
        ...withMap('dist/engine.js'),
        'dist/engine.cjs',
        // For `require`.
        ...entries.flatMap((name) => [`dist/${name}.cjs`, `dist/${name}.d.cts`]),
      ].sort(),
    );
  });

  it('runs no script when it is installed, and brings at most two packages along', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
    expect(hooks.filter((hook) => hook in packageFile.scripts)).toEqual([]);
    expect(Object.keys(packageFile.dependencies).length).toBeLessThanOrEqual(2);
  });

  it('has the file behind each of its exports', () => {
    const targets = Object.values(packageFile.exports).flatMap((target) =>
      typeof target === 'string' ? target : Object.values(target).flatMap((files) => [files.types, files.default]),
    );
    expect(targets.filter((target) => !files.includes(target.slice(2)))).toEqual([]);
  });

  it('headgate can be imported in Node, without a browser, and exports what has a budget and the core', () => {
    const budgets = JSON.parse(readText('test/size-limit.json')) as Record<string, { exports?: string[] }>;
    const { core, sources, follower, collectors, shared, events, bridge } = budgets;
    const parts = [core, sources, follower, collectors, shared, events, bridge].flatMap((budget) => budget!.exports!);
    expect(exportsOf('headgate')).toEqual([...parts, 'consentPreferences', 'emitConsentMode'].sort());
  });

  it.each([
    ['headgate/frame', ['createFrame', 'startBridge']],
    ['headgate/debug', ['debug']],
    ['headgate/inspector', ['debug', 'startInspector']],
    ['headgate/seal', ['createSealer']],
    ['headgate/react', ['createHooks']],
    ['headgate/plugin', ['VIRTUAL_MANIFEST', 'headgate']],
  ])('%s can be imported in Node, without a browser, and exports %j', (entry, names) => {
    expect(exportsOf(entry)).toEqual(names);
  });

  it('has a command that runs', () => {
    const command = join(installed, 'dist/cli.js');
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [command, ...args], { cwd: application, encoding: 'utf8' });
    expect(run('--version').stdout.trim()).toBe(JSON.parse(readText('package.json')).version);
    const manifest = join(root, 'examples/saas/manifest.json');
    expect(run('check', manifest)).toMatchObject({ status: 0, stdout: expect.stringContaining('nothing amiss') });
    const built = run(
      'build',
      manifest,
      '--source',
      'onetrust',
      '--collector',
      'warehouse=json:/v1/events',
      '--events',
      'magento',
    );
    // Three collectors of the manifest have no adapter in it: findings.
    expect([built.stderr, built.status]).toEqual([expect.stringContaining('No adapter for crm'), 1]);
    expect(readFileSync(join(application, 'headgate-build/headgate.min.js'), 'utf8')).toContain('signup_form_left');
  });

  it('says what to install where a site is to be verified without it', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(installed, 'dist/cli.js'), 'verify', 'https://shop.example/', '--browser', process.execPath],
      { cwd: application, encoding: 'utf8' },
    );
    const packages = 'puppeteer-core @duckduckgo/autoconsent third-party-web';
    expect([status, stderr]).toEqual([2, expect.stringContaining(`npm install --save-dev ${packages}`)]);
  });

  it('says of the React hooks that they belong into a browser, and of nothing else', () => {
    const firstLine = (name: string): string => readText(`dist/${name}.js`).split('\n')[0]!;
    expect(firstLine('react')).toBe("'use client';");
    for (const name of ['index', 'frame', 'debug', 'inspector', 'seal', 'node', 'plugin'])
      expect(firstLine(name)).not.toContain('use client');
  });

  it('headgate/node can be imported in Node', () => {
    expect(exportsOf('headgate/node')).toContain('compileManifest');
  });

  it('has types that hold up in a strict application', () => {
    writeFileSync(join(application, 'application.ts'), APPLICATION);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const flags = [
      '--noEmit',
      '--strict',
      '--exactOptionalPropertyTypes',
      '--module',
      'nodenext',
      '--target',
      'es2022',
    ];
    const { stdout } = spawnSync(process.execPath, [tsc, ...flags, '--lib', 'es2022,dom', 'application.ts'], {
      cwd: application,
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
  });

  it('names every package whose code is in its files, with its licence, and no other', () => {
    const maps = files
      .filter((file) => file.endsWith('.map'))
      .map((file) => readFileSync(join(installed, file), 'utf8'));
    const sources = maps.flatMap((map) => (JSON.parse(map) as { sources: string[] }).sources);
    const inFiles = sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? []);
    const notices = readFileSync(join(installed, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    const named = [...notices.matchAll(/^-{80}\n\n(\S+) [\d.]+ \(([\w.-]+)\)\n\n/gm)];
    expect(named.map(([, name]) => name)).toEqual([...new Set(inFiles)].sort());
    expect(named.map(([, name]) => name)).toEqual(expect.arrayContaining(['@babel/parser', 'idb-keyval', 'parse5']));
    expect(notices.match(/permi(t|ssion)/gi)!.length).toBeGreaterThanOrEqual(named.length);
  });

  it('tells its hash for a script element', () => {
    const rows = JSON.parse(readFileSync(join(installed, 'dist/integrity.json'), 'utf8')) as Record<string, unknown>;
    expect(rows['headgate.min.js']).toMatchObject({ integrity: expect.stringMatching(/^sha384-.{64}$/) });
  });

  function exportsOf(entry: string): string[] {
    const code = `console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(entry)}))))`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: application,
      encoding: 'utf8',
    });
    return (JSON.parse(output) as string[]).sort();
  }
});

const APPLICATION = `
import { createHeadgate, defineManifest, gpc, json, manual } from 'headgate';
import { createFrame } from 'headgate/frame';

const manifest = defineManifest({
  version: '1',
  categories: { analytics: {} },
  collectors: { warehouse: { recipient: 'Acme GmbH', role: 'controller', country: 'DE' } },
  events: {
    signed_up: {
      purpose: 'growth', tier: 'pseudonymous', basis: 'consent', categories: ['analytics'], retentionDays: 30,
      collectors: ['warehouse'], fields: { plan: { type: 'string', values: ['free', 'paid'] } },
    },
  },
});
const choice = manual({ remember: true });
const headgate = createHeadgate({
  manifest,
  consent: [choice, gpc()],
  collectors: { warehouse: json({ url: '/v1/events' }) },
});
const outcome: 'allow' | 'hold' | 'refuse' = headgate.track('signed_up', { plan: 'free' }).outcome;
choice.grant('analytics');
// @ts-expect-error No such plan.
headgate.track('signed_up', { plan: 'golden' });
// @ts-expect-error No such event.
headgate.track('signed_of', { plan: 'free' });
createFrame({ hosts: ['https://shop.example'] });
export { outcome };
`;
