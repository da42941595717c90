import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../commands/command.js';

/** A file of a tracker that is not on npm. */
export interface TrackerFile {
  readonly name: string;
  readonly version: string;
  readonly url: string;
  readonly sha256: string;
}

/**
 * Brings a file into a folder, or takes the one that lies there, where it is the right one.
 *
 * @throws {UsageError} where it cannot be had, or is another.
 */
export async function fetchFile({ name, url, sha256 }: TrackerFile, folder: string): Promise<void> {
  const place = join(folder, name);
  if (existsSync(place) && hashOf(readFileSync(place)) === sha256) return;
  const bytes = await download(url).catch((error: unknown) => {
    throw new UsageError(`${url} cannot be had (${String(error)}). Put it at ${place} yourself.`);
  });
  const hash = hashOf(bytes);
  if (hash !== sha256) throw new UsageError(`${url} is another file than expected: its SHA-256 is ${hash}.`);
  writeFileSync(place, bytes);
}

async function download(url: string): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
