import { existsSync, readFileSync } from 'node:fs';

import { openCheckpoint } from './checkpoint.mjs';
import { logFilesOf } from './log-files.mjs';
import { createMerkleTree } from './merkle-tree.mjs';
import { findChainProblem, readLines } from './read-entries.mjs';

/**
 * Whether an access log is what it was: every entry follows from the one before it, and at the size of each checkpoint its
 * Merkle root is the signed one. The log's own latest checkpoint finds what a careless hand did; one that an auditor kept finds
 * what somebody did who has the log's key too.
 *
 * @typedef {object} Verified
 * @property {string[]} problems Empty: nothing was changed, removed or moved.
 * @property {number} size
 * @property {boolean} isTorn The last line was never whole: a crash while it was written, before anything was answered.
 * @property {number} proven The entries that a signed checkpoint covers.
 *
 * @param {string} directory
 * @param {{ checkpoints?: readonly string[], verifierKey?: string | undefined }} [held] What the auditor kept.
 * @returns {Promise<Verified>}
 */
export async function verifyAccessLog(directory, { checkpoints = [], verifierKey } = {}) {
  const files = logFilesOf(directory);
  const key = verifierKey ?? readText(files.verifierKey) ?? '';
  const own = readText(files.checkpoint);
  const opened = [...checkpoints, ...(own === undefined ? [] : [own])].map((note) => openCheckpoint(note, key));
  const problems = opened
    .filter((checkpoint) => checkpoint === undefined)
    .map(() => 'a checkpoint is not signed by the key of this log');
  const sound = opened.filter((checkpoint) => checkpoint !== undefined);

  const { size, isTorn, roots, broken } = await walk(files.entries, new Set(sound.map(({ size }) => size)));
  if (broken !== undefined) problems.push(broken);
  for (const { size: promised, root } of sound) {
    if (promised > size)
      problems.push(`a checkpoint covers ${promised} entries, ${size} are left: the end was cut off`);
    else if (roots.get(promised) !== root) {
      problems.push(
        `the first ${promised} entries are not those that a checkpoint was signed over: they were rewritten`,
      );
    }
  }
  return { problems, size, isTorn, proven: problems.length > 0 ? 0 : Math.max(0, ...sound.map(({ size }) => size)) };
}

/**
 * @param {string} file
 * @param {ReadonlySet<number>} sizes At which the root is wanted.
 */
async function walk(file, sizes) {
  const tree = createMerkleTree();
  const roots = new Map([[0, tree.root().toString('base64')]]);
  /** @type {string | undefined} */
  let before;
  /** @type {string | undefined} */
  let broken;
  let isTorn = false;
  for await (const { line, isWhole } of readLines(file)) {
    if (!isWhole) isTorn = true;
    else {
      // The first is enough: what follows a broken place may all be as it was.
      broken ??= findChainProblem(line, tree.size(), before);
      tree.append(line);
      before = line;
      if (sizes.has(tree.size())) roots.set(tree.size(), tree.root().toString('base64'));
    }
  }
  return { size: tree.size(), isTorn, roots, broken };
}

/** @param {string} file */
function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
