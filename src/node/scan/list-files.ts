import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

/** What a scan can read. */
const READABLE = /\.([cm]?[jt]sx?|vue|html?|phtml)$/;
const NOT_WRITTEN_HERE = /(\.min\.[cm]?js|\.d\.[cm]?ts|\.d\.\w+\.ts)$/;
const SKIPPED = new Set(['bower_components', 'build', 'coverage', 'dist', 'node_modules', 'var', 'vendor']);

/**
 * Returns the files below some paths that a scan can read, sorted; a path that is a file is taken whatever its name.
 *
 * @param excluded - Names of files or folders, or paths, that are left out.
 */
export function listFiles(paths: readonly string[], folder: string, excluded: readonly string[]): string[] {
  const files = new Set<string>();
  const isExcluded = (path: string): boolean => {
    const steps = relative(folder, path).split(sep);
    return excluded.some((one) => steps.includes(one) || relative(folder, path) === one.replace(/\/$/, ''));
  };
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (entry.name.startsWith('.') || isExcluded(child)) continue;
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) visit(child);
      else if (entry.isFile() && READABLE.test(entry.name) && !NOT_WRITTEN_HERE.test(entry.name)) files.add(child);
    }
  };
  for (const path of paths) {
    const whole = resolve(folder, path);
    if (statSync(whole).isDirectory()) visit(whole);
    else files.add(whole);
  }
  return [...files].sort();
}
