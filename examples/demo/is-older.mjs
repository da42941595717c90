import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Whether a built file is missing, or older than any of its sources. Paths are relative to the repository. */
export async function isOlder(built, sources) {
  const time = await changedAt(built);
  if (time === undefined) return true;
  const times = await Promise.all(sources.map(newestIn));
  return times.some((sourceTime) => sourceTime > time);
}

async function newestIn(path) {
  const entries = await readdir(join(root, path), { recursive: true }).catch(() => []);
  const times = await Promise.all(['', ...entries].map((entry) => changedAt(join(path, entry))));
  return Math.max(...times.map((time) => time ?? 0));
}

async function changedAt(path) {
  return (await stat(join(root, path)).catch(() => undefined))?.mtimeMs;
}
