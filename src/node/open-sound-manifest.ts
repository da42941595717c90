import { resolve } from 'node:path';
import type { Manifest } from '../manifest/manifest.js';
import { findManifest } from './find-manifest.js';
import { ManifestError } from './manifest-error.js';
import { keepSoundParts } from './keep-sound-parts.js';
import { openManifest, type OpenedManifest } from './open-manifest.js';

/** A manifest without errors, and its file as it was named or found. */
export interface SoundManifest extends Omit<OpenedManifest, 'manifest'> {
  readonly manifest: Manifest;
  readonly name: string;
}

/**
 * Opens the manifest that a command is told of, or the one that lies in its folder.
 *
 * @throws {UsageError} where there is none, and {ManifestError} with the errors of a faulty one.
 */
export function openSoundManifest(given: string | undefined, folder: string): SoundManifest {
  const name = findManifest(given, folder);
  const { manifest, ...opened } = openManifest(resolve(folder, name));
  if (manifest) return { ...opened, manifest, name };
  throw new ManifestError(
    opened.findings.filter(({ severity }) => severity === 'error'),
    name,
  );
}

/**
 * As `openSoundManifest`, but a manifest with errors is read as far as it can be: who answers for it needs to see both.
 *
 * @throws {ManifestError} where nothing of it can be read.
 */
export function openReadableManifest(given: string | undefined, folder: string): SoundManifest {
  const name = findManifest(given, folder);
  const opened = openManifest(resolve(folder, name));
  const manifest = opened.manifest ?? keepSoundParts(opened.input);
  if (manifest) return { ...opened, manifest, name };
  throw new ManifestError(
    opened.findings.filter(({ severity }) => severity === 'error'),
    name,
  );
}
