/** Installs and builds an example application with the package as it would be published. */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** @import { Framework } from '../frameworks.mjs' */

const root = resolve(import.meta.dirname, '../../..');

/** @param {string} folder Where the package is put. @returns {string} Its file. */
export function packPackage(folder) {
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', `--pack-destination=${folder}`], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return join(folder, JSON.parse(packed)[0].filename);
}

/** @param {Framework} framework @returns {{ dependencies: Record<string, string>, devDependencies?: Record<string, string> }} */
export function readPackage({ name }) {
  return JSON.parse(readFileSync(join(root, 'examples/frameworks', name, 'package.json'), 'utf8'));
}

/**
 * @param {Framework} framework
 * @param {string} packed The package's file.
 * @param {string} folder Of the run.
 * @returns {string} Where the application lies.
 */
export function buildApplication(framework, packed, folder) {
  const application = join(folder, framework.name);
  cpSync(join(root, 'examples/frameworks', framework.name), application, { recursive: true });
  const description = readPackage(framework);
  description.dependencies['headgate'] = `file:${packed}`;
  writeFileSync(join(application, 'package.json'), JSON.stringify(description));
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NG_CLI_ANALYTICS: 'false' };
  const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...quietly], { cwd: application, env, stdio: 'inherit' });
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: application, env, stdio: 'inherit' });
  return application;
}
