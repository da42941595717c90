import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readCounts, readPlaywrightCounts, readVitestCounts } from './read-counts.mjs';

/** @import { Counts } from './read-counts.mjs' */

/**
 * One step of `npm test`.
 *
 * @typedef {object} Step
 * @property {string} name For `--only`.
 * @property {string} title
 * @property {string[][]} commands Run one after the other; the first that fails ends the step.
 * @property {('dist' | 'browser')[]} needs
 * @property {boolean} [loud] Shows its output as it comes.
 * @property {Record<string, string>} [env]
 * @property {string} [report] The file where a test runner leaves its counts.
 * @property {(report: string) => Promise<Counts>} [count]
 */

/**
 * Every check of the repository, the quick ones first.
 *
 * @param {string} root
 * @returns {Step[]}
 */
export function createSteps(root) {
  const bin = (/** @type {string} */ name) => join(root, 'node_modules/.bin', name);
  return [
    { name: 'typecheck', title: 'Types of all code', commands: typeChecks(root, bin('tsc')), needs: ['dist'] },
    { name: 'lint', title: 'Lint', commands: [[bin('oxlint'), '--type-aware', '--deny-warnings']], needs: [] },
    { name: 'format', title: 'Format', commands: [[bin('oxfmt'), '--check']], needs: [] },
    { name: 'publint', title: 'Package fields', commands: [[bin('publint'), '--strict']], needs: ['dist'] },
    { name: 'attw', title: 'Types as users resolve them', commands: [attw(bin('attw'))], needs: ['dist'] },
    { name: 'size', title: 'Byte budgets', commands: [['node', 'test/size.mjs']], needs: ['dist'], loud: true },
    // Of the sources: nobody who changes a line waits for a build.
    { ...vitest(root, bin('vitest'), 'unit', 'Unit tests'), needs: [] },
    { ...vitest(root, bin('vitest'), 'dom', 'DOM tests'), needs: [] },
    vitest(root, bin('vitest'), 'property', 'Property tests'),
    vitest(root, bin('vitest'), 'collector', 'The reference collector'),
    {
      name: 'model',
      title: 'Model of the protocol between tabs',
      commands: [['node', 'test/model/check-model.mjs']],
      needs: [],
      loud: true,
    },
    {
      name: 'magento',
      title: 'The Magento module',
      commands: [['node', 'test/magento/run.mjs']],
      needs: ['dist'],
      loud: true,
      report: join(root, 'test-results/magento.json'),
      count: readCounts,
    },
    vitest(root, bin('vitest'), 'package', 'Tests of the built package'),
    playwright(root, bin('playwright')),
    {
      name: 'engines',
      title: 'Three browser engines',
      commands: [['node', 'test/engines/run.mjs']],
      needs: ['dist', 'browser'],
      loud: true,
      report: join(root, 'test-results/engines.json'),
      count: readVitestCounts,
    },
    ...demo(root),
    {
      name: 'fuzz',
      title: 'Hostile input',
      commands: [['node', 'test/fuzz/run.mjs']],
      needs: [],
      loud: true,
      env: { HEADGATE_FUZZ_CASES: '100000' },
      report: join(root, 'test-results/fuzz.json'),
      count: readVitestCounts,
    },
  ];
}

/**
 * @param {string} root
 * @param {string} tsc
 */
function typeChecks(root, tsc) {
  const examples = readdirSync(join(root, 'examples')).map((name) => `examples/${name}/tsconfig.json`);
  return ['tsconfig.json', 'tsconfig.browser.json', ...examples.filter((file) => existsSync(join(root, file)))].map(
    (file) => [tsc, '--noEmit', '-p', file],
  );
}

/** The files for script tags have no types: nothing imports them. @param {string} program */
function attw(program) {
  return [
    program,
    '--pack',
    '.',
    '--exclude-entrypoints',
    './headgate.min.js',
    './headgate-engine.min.js',
    './headgate.single.min.js',
    './headgate-debug.min.js',
    './headgate-inspector.min.js',
  ];
}

/**
 * @param {string} root
 * @param {string} program
 * @param {string} name
 * @param {string} title
 * @returns {Step}
 */
function vitest(root, program, name, title) {
  const report = join(root, `test-results/${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name,
    title,
    commands: [[program, 'run', '--config', 'test/vitest.config.ts', '--project', name, ...reporters]],
    needs: ['dist'],
    loud: true,
    report,
    count: readVitestCounts,
  };
}

/**
 * @param {string} root
 * @param {string} program
 * @returns {Step}
 */
function playwright(root, program) {
  const report = join(root, 'test-results/browser.json');
  return {
    name: 'browser',
    title: 'Browser tests',
    commands: [[program, 'test', '--config', 'test/playwright.config.ts', '--reporter=list,json']],
    needs: ['dist', 'browser'],
    loud: true,
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    report,
    count: readPlaywrightCounts,
  };
}

/**
 * @param {string} root
 * @returns {Step[]}
 */
function demo(root) {
  if (!existsSync(join(root, 'examples/start.mjs'))) return [];
  const commands = [['node', 'examples/start.mjs', '--check']];
  return [
    { name: 'demo', title: 'The examples, by a scripted visitor', commands, needs: ['dist', 'browser'], loud: true },
  ];
}
