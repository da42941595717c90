import type { Manifest } from '../manifest/manifest.js';
import { ManifestError } from './manifest-error.js';
import { openManifest } from './open-manifest.js';

/**
 * Reads a manifest from a JSON file and checks it. Comments and trailing commas are allowed.
 *
 * @throws {ManifestError} with all problems at once, each with its line and column: of the value, or of the nearest
 * value around it where it is missing.
 *
 * @example
 * ```ts
 * import { readManifest } from 'headgate/node';
 *
 * const { version, events } = readManifest('headgate.manifest.json');
 * ```
 */
export function readManifest(file: string | URL): Manifest {
  const { manifest, findings, file: name } = openManifest(file);
  if (!manifest) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    throw new ManifestError(errors, name);
  }
  return manifest;
}
