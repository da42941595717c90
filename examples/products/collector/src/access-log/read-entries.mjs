import { createReadStream } from 'node:fs';

import { hashOf } from '../hash-of.mjs';

/**
 * One line of the log, JSON. `previous` is the hash of the line before it: no line can be changed, taken out or moved without
 * the next one telling.
 *
 * @typedef {object} Entry
 * @property {number} index
 * @property {string} previous
 * @property {string} time
 * @property {string} action
 * @property {{ kind: string, name: string, role: string }} who
 * @property {string} why
 * @property {{ [name: string]: unknown }} what
 * @property {'begun' | 'done' | 'refused' | 'failed'} outcome
 *
 * @param {string} file
 * @returns {AsyncGenerator<{ line: string, isWhole: boolean }>} Lines as they are; one without an end was torn by a crash.
 */
export async function* readLines(file) {
  let rest = '';
  try {
    for await (const chunk of createReadStream(file, 'utf8')) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield { line, isWhole: true };
    }
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
  }
  if (rest !== '') yield { line: rest, isWhole: false };
}

/**
 * What is wrong with a line at its place in the chain, or `undefined`.
 *
 * @param {string} line
 * @param {number} index
 * @param {string | undefined} before The line before it.
 */
export function findChainProblem(line, index, before) {
  const entry = parseEntry(line);
  if (entry === undefined) return `entry ${index} is no entry: it was changed`;
  if (entry.index !== index)
    return `in the place of entry ${index} stands entry ${entry.index}: removed, added or moved`;
  if (entry.previous !== (before === undefined ? '' : hashOf(before))) {
    return `entry ${index} does not follow from the one before it: one of both was changed`;
  }
  return undefined;
}

/**
 * @param {string} line
 * @returns {Entry | undefined}
 */
export function parseEntry(line) {
  try {
    const entry = JSON.parse(line);
    return typeof entry === 'object' && entry !== null && Number.isInteger(entry.index) ? entry : undefined;
  } catch {
    return undefined;
  }
}
