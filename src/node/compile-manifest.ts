import type { Manifest } from '../manifest/manifest.js';
import { checkManifest } from './check-manifest.js';
import { ManifestError } from './manifest-error.js';
import { toManifestTable } from './to-manifest-table.js';

/**
 * Returns the input as a manifest that has the right shape and obeys every rule.
 *
 * @throws {ManifestError} with all problems at once.
 *
 * @example
 * ```ts
 * import { parseManifest } from 'headgate/node';
 *
 * const manifest = parseManifest({ version: '1', categories: {}, collectors: {}, events: {} });
 * ```
 */
export function parseManifest(input: unknown): Manifest {
  const problems = checkManifest(input);
  if (problems.length) throw new ManifestError(problems);
  return input as Manifest;
}

/**
 * Checks a manifest and returns the table that the browser gets: what people alone read is left out.
 *
 * @throws {ManifestError} with all problems at once.
 *
 * @example
 * ```ts
 * import { compileManifest } from 'headgate/node';
 *
 * const table = compileManifest({ version: '1', categories: {}, collectors: {}, events: {} });
 * ```
 */
export function compileManifest(input: unknown): Manifest {
  return toManifestTable(parseManifest(input));
}
