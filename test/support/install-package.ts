import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFile, root } from './dist.js';

/** An application that has the package as npm publishes it. */
export interface Application {
  readonly folder: string;
  /** Where the package lies in it. */
  readonly installed: string;
  /** The files that were packed. */
  readonly files: readonly string[];
}

/**
 * Packs the package and unpacks it into a new application, with its dependencies, its command, and what else is named from
 * the repository's own packages.
 */
export function installPackage(...others: readonly string[]): Application {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-application-'));
  const packages = join(folder, 'node_modules');
  const installed = join(packages, 'headgate');
  const packed = execFileSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--loglevel=error', `--pack-destination=${folder}`],
    { cwd: root, encoding: 'utf8' },
  );
  const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, filename), '--strip-components=1', '-C', installed]);
  for (const name of [...Object.keys(packageFile.dependencies), ...others]) {
    symlinkSync(join(root, 'node_modules', name), join(packages, name), 'dir');
  }
  // As npm does, which also makes the file executable.
  mkdirSync(join(packages, '.bin'));
  symlinkSync('../headgate/dist/cli.js', join(packages, '.bin/headgate'));
  execFileSync('chmod', ['+x', join(installed, 'dist/cli.js')]);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  return { folder, installed, files: files.map(({ path }) => path) };
}
