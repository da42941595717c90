import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The repository's folder. */
export const root = resolve(import.meta.dirname, '../..');

/** A file of the repository as text, by its path there. */
export function readText(path: string): string {
  return readFileSync(resolve(root, path), 'utf8');
}

export interface PackageFile {
  readonly scripts: Readonly<Record<string, string>>;
  /** By entry: a file, or by `import` and `require` the code and its types. */
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, { types: string; default: string }>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

export const packageFile = JSON.parse(readText('package.json')) as PackageFile;
