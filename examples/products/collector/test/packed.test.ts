import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { manifest, privacyToken, toggleEvent } from './collector-fixture.js';

/** Both packages as npm would publish them, in an empty folder, without the repository. Wants a built `headgate`. */

const collectorFolder = resolve(import.meta.dirname, '..');
const repository = resolve(collectorFolder, '../../..');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'packed-')));
const installed = (name: string) => join(folder, 'node_modules', name);
let packedFiles: string[] = [];

function pack(cwd: string): { file: string; files: string[] } {
  const flags = ['pack', '--json', '--ignore-scripts', '--loglevel=error', `--pack-destination=${folder}`];
  const output = execFileSync('npm', flags, { cwd, encoding: 'utf8' });
  const [{ filename, files }] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }];
  return { file: `./${filename}`, files: files.map(({ path }) => path) };
}

beforeAll(() => {
  const packed = [pack(repository), pack(collectorFolder)];
  packedFiles = packed[1]!.files;
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  writeFileSync(join(folder, 'events.json'), JSON.stringify(manifest));
  // The engine itself is half a gigabyte: the one that the repository has serves.
  const flags = ['--omit=optional', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  const files = packed.map(({ file }) => file);
  execFileSync('npm', ['install', ...flags, '--loglevel=error', ...files], { cwd: folder, stdio: 'pipe' });
  symlinkSync(join(repository, 'node_modules/@chdb'), installed('@chdb'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('holds its sources, its papers and nothing else', () => {
  expect(packedFiles.filter((file) => !/^src\/([\w-]+\/)?[\w-]+\.(mjs|cedar)$/.test(file)).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'package.json',
  ]);
});

it('names versions that a registry has, and no place on a disk', () => {
  const { dependencies } = JSON.parse(readFileSync(join(installed('headgate-collector'), 'package.json'), 'utf8')) as {
    dependencies: { [name: string]: string };
  };
  const { version } = JSON.parse(readFileSync(join(installed('headgate'), 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(dependencies['headgate']).toBe(`^${version}`);
  expect(Object.values(dependencies).filter((range) => !/^\^\d+\.\d+\.\d+$/.test(range))).toEqual([]);
  expect(['headgate', 'headgate-collector'].map((name) => lstatSync(installed(name)).isSymbolicLink())).toEqual([
    false,
    false,
  ]);
  // One `headgate`, not a second one beneath the collector.
  expect(existsSync(join(installed('headgate-collector'), 'node_modules/headgate'))).toBe(false);
});

it('starts by its command, takes an event, and gives it back', async () => {
  const command = join(folder, 'node_modules/.bin/headgate-collector');
  const child = spawn(command, ['--manifest', 'events.json', '--port', '0'], {
    cwd: folder,
    env: { ...process.env, PRIVACY_TOKEN: privacyToken },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let output = '';
  const url = await new Promise<string | undefined>((done) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const address = /listening on (http:\S+)\/v1\/events/.exec(output)?.[1];
      if (address !== undefined) done(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => done(undefined));
  });
  expect(url, output).toBeDefined();
  const ask = async (path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${privacyToken}` };
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as unknown;
  };
  const event = toggleEvent();
  expect(await ask('/v1/events', { events: [event] })).toMatchObject({ accepted: [event.id], rejected: [] });
  expect(await ask('/access', { ids: [event.id] })).toMatchObject({ events: [{ id: event.id, data: event.data }] });
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

it('can be used from code', () => {
  const code = "console.log(Object.keys(await import('headgate-collector')).sort().join())";
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: folder, encoding: 'utf8' });
  expect(output.trim()).toBe('createCollector,openAccessLog,openDatabase');
});
