import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {boolean} [optional]
 */

/**
 * Whether `node_modules` holds what `package-lock.json` asks for. npm writes what it installed into
 * `node_modules/.package-lock.json`; optional packages for other systems are missing there rightly.
 *
 * @param {string} root
 * @returns {{ installed: boolean, reason: string }}
 */
export function isInstalled(root) {
  const wanted = readLock(join(root, 'package-lock.json'));
  const found = readLock(join(root, 'node_modules/.package-lock.json'));
  if (!wanted) return { installed: true, reason: 'there is no package-lock.json to compare with' };
  if (!found) return { installed: false, reason: 'node_modules is missing' };
  const different = Object.entries(wanted).find(([path, entry]) => isInFolder(path) && differs(entry, found[path]));
  if (different) return { installed: false, reason: `${different[0]} is not as package-lock.json says` };
  const gone = Object.keys(found).find((path) => isInFolder(path) && !existsSync(join(root, path)));
  return gone ? { installed: false, reason: `${gone} is missing` } : { installed: true, reason: 'up to date' };
}

/** The other entries describe the repository's own folders. @param {string} path */
function isInFolder(path) {
  return path.startsWith('node_modules/');
}

/**
 * @param {LockedPackage} wanted
 * @param {LockedPackage | undefined} found
 */
function differs(wanted, found) {
  if (!found) return wanted.optional !== true;
  return wanted.version !== found.version || wanted.integrity !== found.integrity || wanted.link !== found.link;
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
