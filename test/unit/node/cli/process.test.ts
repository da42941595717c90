import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPaint } from '../../../../src/node/terminal/create-paint.js';
import { fixtures, root } from './run-command.js';

const folder = mkdtempSync(join(root, 'node_modules/.headgate-cli-'));
const file = join(folder, 'cli.mjs');

beforeAll(async () => {
  const banner =
    "import { createRequire as toRequire } from 'node:module'; const require = toRequire(import.meta.url);";
  await build({
    entryPoints: [resolve(root, 'src/node/cli.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    banner: { js: banner },
    logLevel: 'silent',
  });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [file, ...args], { cwd: fixtures, encoding: 'utf8', env: { ...process.env, ...env } });

// Starting a process takes as long as a busy machine lets it.
vi.setConfig({ testTimeout: 60_000 });

describe('the process', () => {
  it.each([
    [['check', 'check/sound.jsonc'], 0],
    [['check', 'check/faulty.jsonc'], 1],
    [['check', 'nowhere.json'], 2],
    [['nonsense'], 2],
    [['--help'], 0],
    [['scan', '--help'], 0],
  ])('ends %j with exit code %i', (args, code) => {
    expect(run(args).status).toBe(code);
  });

  it('prints no colours and no progress into a pipe', () => {
    const { stdout, stderr } = run(['scan', 'scan', '--manifest', 'scan/manifest.json']);
    expect(stdout).toContain('HG101');
    // oxlint-disable-next-line no-control-regex
    expect(`${stdout}${stderr}`).not.toMatch(/\u001B/);
  });

  it('prints nothing but JSON where JSON is asked for', () => {
    const { stdout, stderr } = run(['check', 'check/faulty.jsonc', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ file: 'check/faulty.jsonc' });
    expect(stderr).toBe('');
  });

  it('prints colours on a terminal', () => {
    const command = `${process.execPath} ${file} check check/faulty.jsonc`;
    const { stdout, error } = spawnSync('script', ['-qec', command, '/dev/null'], {
      cwd: fixtures,
      encoding: 'utf8',
      env: { ...process.env, TERM: 'xterm', NO_COLOR: '' },
    });
    // Where there is no `script` to make a terminal, what would be printed is all that can be told.
    const text = error ? createPaint(true).red('error') : stdout;
    expect(text).toContain('\u001B[31merror\u001B[39m');
  });
});

describe('a folder without a manifest', () => {
  it('is said to have none', () => {
    const empty = mkdtempSync(join(tmpdir(), 'headgate-empty-'));
    const { status, stderr } = spawnSync(process.execPath, [file, 'check'], { cwd: empty, encoding: 'utf8' });
    rmSync(empty, { recursive: true });
    expect(status).toBe(2);
    expect(stderr).toContain('neither headgate.manifest.json nor headgate.manifest.jsonc');
  });
});
