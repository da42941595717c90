import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @import { MutantResult } from '@stryker-mutator/api/core' */

/**
 * A mutation that no test can notice. It is known by its code, not by its line, so that it stays listed when code above
 * it moves.
 *
 * @typedef {object} Survivor
 * @property {string} file
 * @property {string} code The line that it begins on, so that nothing else of the same form is meant.
 * @property {string} mutator
 * @property {string} original The code that was replaced, each run of white space as one space.
 * @property {string} replacement
 * @property {string} reason Why nobody could notice it.
 */

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
/** The part of the mutants, in percent, that has to be noticed in each folder. */
const THRESHOLD = 95;

/** What the mutated files say now: a run takes a while, and whoever works on them goes on. */
export function readSources() {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const sources = files.map((file) => join('src', file)).filter((file) => file.endsWith('.ts'));
  return new Map(sources.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

/** @returns {Survivor[]} */
export function readSurvivors() {
  return JSON.parse(readFileSync(join(root, 'test/mutation/survivors.json'), 'utf8'));
}

/**
 * Counts what was noticed, and holds the rest against the list.
 *
 * @param {readonly MutantResult[]} mutants
 * @param {readonly Survivor[]} listed
 * @param {{ isWhole: boolean, sources: ReadonlyMap<string, string> }} run Whether everything was mutated: only then can an entry be
 *   out of date; and the files as they were.
 */
export function judgeMutants(mutants, listed, { isWhole, sources }) {
  const survivors = mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map((mutant) => toSurvivor(mutant, sources));
  const known = new Set(listed.map(toKey));
  const found = new Set(survivors.map(toKey));
  const unlisted = survivors.filter((survivor) => !known.has(toKey(survivor)));
  const mutated = new Set(mutants.map(({ fileName }) => toName(fileName)));
  const stale = listed.filter((entry) => (isWhole || mutated.has(entry.file)) && !found.has(toKey(entry)));
  const rows = countByFolder(mutants);
  const low = rows.filter(({ percent }) => percent < THRESHOLD);
  return {
    unlisted,
    isMet: unlisted.length === 0 && stale.length === 0 && low.length === 0 && mutants.length > 0,
    lines: [
      ...rows.map(({ name, killed, all, percent }) => `${name}: ${killed} of ${all} noticed, ${percent.toFixed(1)} %`),
      ...unlisted.map(
        (one) => `NOT LISTED  ${one.file}:${one.line} ${one.mutator}: ${one.original} -> ${one.replacement}`,
      ),
      ...stale.map((one) => `LISTED, BUT NOTICED  ${one.file} ${one.mutator}: ${one.original} -> ${one.replacement}`),
      ...low.map(({ name }) => `TOO FEW  ${name}: less than ${THRESHOLD} % are noticed`),
    ],
  };
}

/** @param {readonly MutantResult[]} mutants */
function countByFolder(mutants) {
  /** @type {Map<string, { killed: number, all: number }>} */
  const counts = new Map();
  for (const { fileName, status } of mutants) {
    if (status === 'Ignored' || status === 'CompileError') continue;
    const name = dirname(toName(fileName));
    const count = counts.get(name) ?? { killed: 0, all: 0 };
    count.all++;
    // A mutant that never comes to an end is noticed by whoever waits.
    if (status === 'Killed' || status === 'Timeout' || status === 'RuntimeError') count.killed++;
    counts.set(name, count);
  }
  return [...counts].map(([name, { killed, all }]) => ({ name, killed, all, percent: (100 * killed) / all }));
}

/** @param {MutantResult} mutant @param {ReadonlyMap<string, string>} sources @returns {Survivor & { line: number }} */
function toSurvivor({ fileName, mutatorName, location, replacement }, sources) {
  const { start, end } = location;
  const text = sources.get(toName(fileName)) ?? '';
  const lines = text.split('\n').slice(start.line - 1, end.line);
  const code = toOneLine(lines[0] ?? '');
  // The end first: on one line, cutting the start would move it.
  lines[lines.length - 1] = (lines.at(-1) ?? '').slice(0, end.column - 1);
  lines[0] = (lines[0] ?? '').slice(start.column - 1);
  return {
    file: toName(fileName),
    line: start.line,
    code,
    mutator: mutatorName,
    original: toOneLine(lines.join('\n')),
    replacement: toOneLine(replacement),
    reason: '',
  };
}

/** @param {string} fileName */
const toName = (fileName) => relative(root, resolve(root, fileName)).replaceAll('\\', '/');

/** @param {string} text */
const toOneLine = (text) => text.replace(/\s+/g, ' ').trim();

/** @param {Survivor} survivor */
const toKey = ({ file, code, mutator, original, replacement }) =>
  JSON.stringify([file, code, mutator, original, replacement]);
