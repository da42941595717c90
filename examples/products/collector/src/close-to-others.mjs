import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Takes a folder and all in it from other accounts of this machine: one that was there before, or was restored from a
 * backup, may be open. Links are left alone: what they lead to is not the collector's.
 *
 * @param {string} path
 */
export function closeToOthers(path) {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.isSymbolicLink()) return;
  const mode = stats.isDirectory() ? 0o700 : 0o600;
  if ((stats.mode & 0o777) !== mode) chmodSync(path, mode);
  if (stats.isDirectory()) for (const name of readdirSync(path)) closeToOthers(join(path, name));
}
