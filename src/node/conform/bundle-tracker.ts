/** Installs trackers' packages at exact versions into a folder of the run, and bundles adapters with them. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { build, BuildOptions } from 'esbuild';
import { UsageError } from '../commands/command.js';
import { fetchFile } from './fetch-file.js';
import type { Tracker } from './trackers.js';

export type Build = typeof build;

/** Where the adapter of a tracker lies that ships with this package. */
export const shippedAdapter = (adapter: string): string =>
  fileURLToPath(new URL(`./adapters/${adapter}.js`, import.meta.url));

/**
 * Makes a tracker ready: its packages from npm, its files from their addresses. What the folder already has stays.
 *
 * @returns where its adapter lies, from which those versions are found and not what the caller's project has of them.
 */
export async function installTracker({ adapter, packages, files = [] }: Tracker, folder: string): Promise<string> {
  // Headgate's own finds the package that it lies in.
  if (Object.keys(packages).length === 0 && files.length === 0) return shippedAdapter(adapter);
  mkdirSync(join(folder, 'adapters'), { recursive: true });
  const list = join(folder, 'package.json');
  if (!existsSync(list)) writeFileSync(list, '{ "private": true }');
  const missing = Object.entries(packages).filter(([name, version]) => readVersionOf(folder, name) !== version);
  if (missing.length > 0) {
    const names = missing.map(([name, version]) => `${name}@${version}`);
    // A browser's package has nothing to run at its installation.
    const quietly = ['--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', '--loglevel=error'];
    execFileSync('npm', ['install', ...quietly, ...names], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
  }
  for (const file of files) await fetchFile(file, join(folder, 'adapters'));
  const copy = join(folder, 'adapters', `${adapter}.js`);
  copyFileSync(shippedAdapter(adapter), copy);
  return copy;
}

const FUNCTIONS = ['init', 'grant', 'deny', 'withdraw', 'track'];

/**
 * Returns a script that puts the adapter's functions under `conform`.
 *
 * @throws {UsageError} where it cannot be bundled, or a function is missing.
 */
export async function bundleAdapter(build: Build, file: string): Promise<string> {
  const options = {
    entryPoints: [file],
    bundle: true,
    write: false as const,
    metafile: true as const,
    logLevel: 'silent' as const,
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
  } satisfies BuildOptions;
  // As a module it says what it exports.
  const { metafile } = await build({ ...options, format: 'esm' }).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be bundled: ${error instanceof Error ? error.message : String(error)}`);
  });
  const exported = new Set(Object.values(metafile.outputs).flatMap(({ exports }) => exports));
  const missing = FUNCTIONS.filter((name) => !exported.has(name));
  if (missing.length > 0) {
    throw new UsageError(`${file} exports no ${missing.join(', ')}. An adapter exports ${FUNCTIONS.join(', ')}.`);
  }
  const { outputFiles } = await build({ ...options, format: 'iife', globalName: 'conform' });
  return outputFiles.at(0)?.text ?? '';
}

function readVersionOf(folder: string, name: string): string | undefined {
  const file = join(folder, 'node_modules', name, 'package.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
