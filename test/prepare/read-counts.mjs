import { readFile } from 'node:fs/promises';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * What vitest's JSON report says. A file that could not be loaded has no test that failed, and counts as one.
 *
 * @param {string} file
 * @returns {Promise<Counts>}
 */
export async function readVitestCounts(file) {
  const report = JSON.parse(await readFile(file, 'utf8'));
  /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
  const files = report.testResults;
  const unloaded = files.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * What Playwright's JSON report says. A test that passed at a later try did not pass.
 *
 * @param {string} file
 * @returns {Promise<Counts>}
 */
export async function readPlaywrightCounts(file) {
  const { stats, errors } = JSON.parse(await readFile(file, 'utf8'));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
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
