import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenOptions } from './engine.js';

/** The folder of a browser's profile, and what removes it again unless the test keeps it. */
export async function takeProfile({ profile }: OpenOptions): Promise<{ profile: string; drop: () => Promise<void> }> {
  const folder = profile ?? (await mkdtemp(join(tmpdir(), 'headgate-engine-')));
  const drop = async (): Promise<void> => {
    if (!profile) await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  return { profile: folder, drop };
}
