import { readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

/** Of what a failed test says: enough to see what it expected. */
const HEAD_LINES = 12;
const LINE_LENGTH = 200;

/**
 * `failures` names what failed, each with the head of what was said.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, failures?: string[] }} Counts
 */
/** @typedef {{ status: string, fullName: string, failureMessages: string[] }} Assertion */
/** @typedef {{ status: string, name: string, message: string, assertionResults: Assertion[] }} TestFile */
/** @typedef {{ status: string, error?: { message?: string } }} Run */
/** @typedef {{ title: string, tests: { status: string, results: Run[] }[] }} Spec */
/** @typedef {{ title: string, specs?: Spec[], suites?: Suite[] }} Suite */

/**
 * What vitest's JSON report says. A file that could not be loaded has no test that failed, and counts as one.
 *
 * @param {string} file
 * @returns {Promise<Counts>}
 */
export async function readVitestCounts(file) {
  const report = JSON.parse(await readFile(file, 'utf8'));
  /** @type {TestFile[]} */
  const files = report.testResults;
  const failedTests = files.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  );
  const unloaded = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...failedTests.map(({ fullName, failureMessages }) => tell(fullName, failureMessages[0])),
      ...unloaded.map(({ name, message }) => tell(name, message)),
    ],
  };
}

/**
 * What Playwright's JSON report says. A test that passed at a later try did not pass.
 *
 * @param {string} file
 * @returns {Promise<Counts>}
 */
export async function readPlaywrightCounts(file) {
  /** @type {{ stats: Record<string, number>, errors: { message?: string }[], suites: Suite[] }} */
  const { stats, errors, suites } = JSON.parse(await readFile(file, 'utf8'));
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  return {
    passed: expected,
    failed: unexpected + flaky + errors.length,
    skipped,
    failures: [
      ...suites.flatMap((suite) => tellSpecs(suite)),
      ...errors.map(({ message }) => tell('outside of the tests', message)),
    ],
  };
}

/**
 * A report that has the counts and no more.
 *
 * @param {string} file
 * @returns {Promise<Counts>}
 */
export async function readCounts(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** @param {Suite} suite @param {string[]} [above] @returns {string[]} */
function tellSpecs({ title, specs = [], suites = [] }, above = []) {
  const path = [...above, title];
  return [
    ...specs.flatMap((spec) =>
      spec.tests.filter(isRed).map((test) => tell([...path, spec.title].join(' > '), why(test))),
    ),
    ...suites.flatMap((suite) => tellSpecs(suite, path)),
  ];
}

/** @param {{ status: string }} test */
function isRed({ status }) {
  return status === 'unexpected' || status === 'flaky';
}

/** @param {{ results: Run[] }} test */
function why({ results }) {
  return results.find(({ error }) => error)?.error?.message;
}

/** @param {string} title @param {string} [message] */
function tell(title, message = '') {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .map((line) => line.trimEnd());
  const head = lines.filter((line) => line && !/^\s+at /.test(line)).slice(0, HEAD_LINES);
  return [title, ...head.map((line) => `    ${line.slice(0, LINE_LENGTH)}`)].join('\n');
}
