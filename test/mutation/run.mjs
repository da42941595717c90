/**
 * `npm run mutation`: changes the code that decides whether something may leave, one mutation at a time, and runs the
 * tests on each. At least 95 % have to be noticed; each one that is not must be listed in `survivors.json` with the
 * reason why nobody could notice it.
 *
 *   --group gate,bridge                       one of the groups of `groups.mjs`
 *   --mutate src/consent/merge-consent.ts     some of its files
 *   --concurrency 1                           processes at once
 *   --list                                    prints what is not listed as entries for the list
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { GROUPS } from './groups.mjs';
import { judgeMutants, readSources, readSurvivors } from './judge-mutants.mjs';

/** @import { MutantResult } from '@stryker-mutator/api/core' */

const folder = dirname(fileURLToPath(import.meta.url));
process.chdir(resolve(folder, '../..'));

const { values } = parseArgs({
  options: {
    group: { type: 'string' },
    mutate: { type: 'string' },
    concurrency: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});

const sources = readSources();
/** @type {MutantResult[]} */
const mutants = [];
for (const [name, { mutate }] of Object.entries(GROUPS)) {
  if (!values.group || values.group.split(',').includes(name)) mutants.push(...(await tryMutants(name, mutate)));
}
const isWhole = !values.mutate && !values.group;
const { lines, unlisted, isMet } = judgeMutants(mutants, readSurvivors(), { isWhole, sources });
console.log(lines.join('\n'));
if (values.list) console.log(JSON.stringify(unlisted, null, 2));
process.exitCode = isMet ? 0 : 1;

/** @param {string} name @param {string[]} mutate */
async function tryMutants(name, mutate) {
  console.log(`${name}: ${mutate.join(', ')}`);
  // The tests that a mutant is tried with are chosen by the configuration of vitest, in processes of their own.
  process.env['HEADGATE_MUTATION_GROUP'] = name;
  // Outside the project: nothing that watches or searches it finds the mutated copies.
  const tempDirName = mkdtempSync(join(tmpdir(), 'headgate-mutation-'));
  try {
    return await new Stryker({
      configFile: join(folder, 'stryker.config.mjs'),
      tempDirName,
      mutate: values.mutate?.split(',') ?? mutate,
      ...(values.concurrency && { concurrency: Number(values.concurrency) }),
    }).runMutationTest();
  } finally {
    rmSync(tempDirName, { recursive: true, force: true });
  }
}
