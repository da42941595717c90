import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { UsageError } from '../commands/command.js';

const run = promisify(execFile);

/** A manifest has a few hundred kilobytes at most. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads a file, or, where there is none of that name, what git has at `revision:path`. As git does, takes the path from
 * the top of the repository, and from the folder where it starts with `./`.
 *
 * @throws {UsageError} where neither can be read.
 */
export async function readRevision(name: string, folder: string): Promise<string> {
  const file = resolve(folder, name);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  if (!/^[^:]+:./.test(name)) throw new UsageError(`There is no file ${name}, and it names no revision:path.`);
  try {
    // A name that starts with a hyphen is a name all the same.
    const { stdout } = await run('git', ['show', '--end-of-options', name], { cwd: folder, maxBuffer: MOST_BYTES });
    return stdout;
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') throw new UsageError(`There is no file ${name}, and no git to look for a revision.`);
    throw new UsageError(`There is no file ${name}, and git has none: ${stderr.trim().replace(/^fatal: /, '')}`);
  }
}
