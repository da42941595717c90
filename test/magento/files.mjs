import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const MODULE = join(ROOT, 'examples/products/magento');
export const TESTS = join(ROOT, 'test/magento');

/** @typedef {{ path: string, name: string, text: string, lines: string[] }} SourceFile */

/**
 * @param {string} folder
 * @param {readonly string[]} endings
 * @returns {SourceFile[]}
 */
export function readFiles(folder, endings) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      return { path, name: relative(ROOT, path), text, lines: text.split('\n') };
    });
}
