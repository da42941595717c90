/** Installs the trackers' packages at exact versions into a folder of the run, and bundles each adapter with them. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** @import { Tracker } from '../trackers.mjs' */

const ADAPTERS = resolve(import.meta.dirname, '../adapters');
const DIST = resolve(import.meta.dirname, '../../../dist/index.js');

/**
 * @param {readonly Tracker[]} trackers
 * @param {string} folder
 */
export function installTrackers(trackers, folder) {
  const list = join(folder, 'package.json');
  // What it already names stays installed.
  if (!existsSync(list)) writeFileSync(list, '{ "private": true }');
  const wanted = trackers.flatMap(({ packages }) => Object.entries(packages));
  const missing = wanted.filter(([name, version]) => readVersion(folder, name) !== version);
  if (missing.length > 0) {
    const names = missing.map(([name, version]) => `${name}@${version}`);
    // A browser's package has nothing to run at its installation.
    const quietly = ['--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', '--loglevel=error'];
    execFileSync('npm', ['install', ...quietly, ...names], { cwd: folder, stdio: 'inherit' });
  }
  // From here they find those versions, and not what the repository has for other tests.
  cpSync(ADAPTERS, join(folder, 'adapters'), { recursive: true });
}

/**
 * A script that puts the adapter's functions under `conform`.
 *
 * @param {Tracker} tracker
 * @param {string} folder
 */
export async function bundleTracker({ adapter }, folder) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'adapters', `${adapter}.js`)],
    bundle: true,
    write: false,
    logLevel: 'error',
    format: 'iife',
    globalName: 'conform',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { headgate: DIST },
  });
  return outputFiles[0]?.text ?? '';
}

/**
 * @param {string} folder
 * @param {string} name
 */
function readVersion(folder, name) {
  const file = join(folder, 'node_modules', name, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}
