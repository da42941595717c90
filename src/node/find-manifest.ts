import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from './commands/command.js';

/** Where a manifest is looked for, where none is named. */
export const MANIFEST_NAMES = ['headgate.manifest.json', 'headgate.manifest.jsonc'] as const;

/**
 * Returns the name of the manifest's file, relative to the folder: as it was given, or the one that lies there.
 *
 * @throws {UsageError} where there is none.
 */
export function findManifest(given: string | undefined, folder: string): string {
  const names = given === undefined ? MANIFEST_NAMES : [given];
  const found = names.find((name) => existsSync(resolve(folder, name)));
  if (found !== undefined) return found;
  throw new UsageError(
    given === undefined
      ? `There is no manifest here: neither ${MANIFEST_NAMES.join(' nor ')}. Name one, or write one by "headgate init".`
      : `There is no file ${given}.`,
  );
}
