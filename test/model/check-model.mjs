/**
 * Checks in every order, with `spin`, the protocol between tabs (`epochs.pml`), the moments that epochs are (`moments.pml`), and
 * whose a stored event is (`owners.pml`); and that each check taken out of them is missed. Installs spin and a C compiler from Debian when it may; where it may not, says so and leaves the model out.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { hasProgram, installPackages } from '../prepare/install-packages.mjs';

/** The models, and how many checks can be taken out of each. */
const MODELS = [
  { name: 'epochs', mutants: 7 },
  { name: 'moments', mutants: 5 },
  { name: 'owners', mutants: 5 },
];

const hasTools = hasProgram('spin') && hasProgram('gcc');
if (!hasTools && !installPackages(['spin', 'gcc', 'libc6-dev']))
  console.log('  Left out: spin and gcc are not here, and only root can install them (apt-get install spin gcc).');
else {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-model-'));
  try {
    for (const model of MODELS) checkAll(folder, model);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {typeof MODELS[number]} model */
function checkAll(folder, { name, mutants }) {
  const model = resolve(import.meta.dirname, `${name}.pml`);
  const whole = check(folder, model, 0);
  console.log(`  ${name} as it is: ${whole.violation ?? 'every promise holds'}, ${whole.states} states`);
  if (whole.violation) process.exitCode = 1;
  for (let mutant = 1; mutant <= mutants; mutant++) {
    const { violation } = check(folder, model, mutant);
    console.log(`  ${name} without check ${mutant}: ${violation ?? 'NOT FOUND'}`);
    if (!violation) process.exitCode = 1;
  }
}

/**
 * @param {string} folder
 * @param {string} model
 * @param {number} mutant
 * @returns {{ states: number, violation: string | undefined }}
 */
function check(folder, model, mutant) {
  const run = (/** @type {string} */ program, /** @type {string[]} */ args) =>
    execFileSync(program, args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 26,
    });
  run('spin', [`-DMUTANT=${mutant}`, '-a', model]);
  run('gcc', ['-O2', '-DSAFETY', '-DCOLLAPSE', '-DMEMLIM=4000', '-w', '-o', 'pan', 'pan.c']);
  const output = run('./pan', ['-m20000']);
  if (/max search depth too small|out of memory|reached -DMEMLIM/i.test(output))
    throw new Error(`Not searched to its end:\n${output}`);
  return {
    states: Number(/(\d+) states, stored/.exec(output)?.[1]),
    violation: /assertion violated .*(?= \(at depth)/.exec(output)?.[0],
  };
}
