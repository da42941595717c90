import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readText, root } from '../support/dist.js';

const PARTS = readdirSync(join(root, 'dist/parts')).filter((file) => file.endsWith('.js'));
const BROWSER_FILES = [
  'index.js',
  'engine.js',
  'frame.js',
  'seal.js',
  'react.js',
  'headgate.min.js',
  'headgate-engine.min.js',
  'headgate.single.min.js',
  ...PARTS.map((part) => `parts/${part}`),
];

describe('the built files', () => {
  it.each(BROWSER_FILES)('%s makes no code from text and no markup from text', (file) => {
    const forbidden =
      /\beval\b|\bFunction\(|\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|createContextualFragment/;
    expect(forbidden.exec(readText(`dist/${file}`))?.[0]).toBeUndefined();
  });

  it.each(BROWSER_FILES)('%s has no word of a module loader or a build tool', (file) => {
    const forbidden = /define\.amd|import\.meta|\brequire\(|process\.env|__esModule|\bwebpack/;
    expect(forbidden.exec(readText(`dist/${file}`))?.[0]).toBeUndefined();
  });

  it.each([
    ['index.js', ['./engine.js']],
    ['engine.js', []],
    ['frame.js', []],
    ['seal.js', []],
    ['react.js', ['react']],
    ['headgate.min.js', []],
    ['headgate-engine.min.js', []],
    ['headgate.single.min.js', []],
  ])('%s imports %j', async (file, expected) => {
    expect(await importsOf(file)).toEqual(expected);
  });

  it('node.js imports what package.json declares and Node alone', async () => {
    const others = (await importsOf('node.js')).filter((name) => !name.startsWith('node:'));
    expect(others.filter((name) => name.split('/')[0] !== 'zod')).toEqual([]);
  });

  it.each(['index', 'frame', 'seal', 'react', 'node', 'plugin'])(
    '%s.d.ts stands alone: it imports no file of its own',
    (name) => {
      const declarations = readText(`dist/${name}.d.ts`).replace(/\/\*\*[\s\S]*?\*\//g, '');
      expect(declarations).not.toMatch(/(from|import\()\s*['"]\./);
    },
  );

  it('integrity.json has the hash and the sizes of each file', () => {
    const rows = JSON.parse(readText('dist/integrity.json')) as Record<string, object>;
    const scripts = readdirSync(join(root, 'dist')).filter((file) => file.endsWith('.js'));
    expect(Object.keys(rows).sort()).toEqual(scripts.sort());
    for (const [file, row] of Object.entries(rows)) {
      const bytes = readFileSync(join(root, 'dist', file));
      expect(row).toEqual({
        integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
        bytes: bytes.length,
        gzip: gzipSync(bytes, { level: 9 }).length,
        brotli: brotliCompressSync(bytes).length,
      });
    }
  });
});

describe('a second build', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-build-'));
  const other = join(folder, 'dist');

  beforeAll(() => {
    const rollup = join(root, 'node_modules/rollup/dist/bin/rollup');
    execFileSync(process.execPath, [rollup, '-c', '--silent', `--configOut=${other}`], { cwd: root });
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes the same files, byte for byte', () => {
    const hashes = (path: string) =>
      readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
        .map((file) => `${relative(path, file)} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`)
        .sort();
    expect(hashes(other)).toEqual(hashes(join(root, 'dist')));
  });
});

/** The packages that a built file imports, statically or not. */
async function importsOf(file: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [join(root, 'dist', file)],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    external: ['*'],
  });
  return Object.values(metafile.inputs).flatMap(({ imports }) => imports.map(({ path }) => path));
}
