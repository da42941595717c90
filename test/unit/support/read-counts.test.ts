import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlaywrightCounts, readVitestCounts } from '../../prepare/read-counts.mjs';

describe('counting tests', () => {
  let file: string;
  const write = (report: object) => writeFileSync(file, JSON.stringify(report));

  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'headgate-counts-')), 'report.json');
  });
  afterEach(() => rmSync(join(file, '..'), { recursive: true }));

  it('counts a test file that could not be loaded as a failure', async () => {
    write({
      numPassedTests: 2,
      numFailedTests: 1,
      numPendingTests: 3,
      numTodoTests: 0,
      testResults: [
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
        {
          status: 'failed',
          assertionResults: [
            {
              status: 'failed',
              fullName: 'a gate refuses',
              failureMessages: ['\u001B[31mexpected 1 to be 2\u001B[39m\n    at gate.ts:1'],
            },
          ],
        },
        { status: 'failed', name: 'broken.test.ts', message: 'no such module', assertionResults: [] },
      ],
    });
    expect(await readVitestCounts(file)).toEqual({
      passed: 2,
      failed: 2,
      skipped: 3,
      failures: ['a gate refuses\n    expected 1 to be 2', 'broken.test.ts\n    no such module'],
    });
  });

  it('counts a flaky browser test and an error outside of tests as failures', async () => {
    const failed = { error: { message: 'timed out' }, status: 'timedOut' };
    write({
      stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 },
      errors: [{ message: 'no such file' }],
      suites: [
        {
          title: 'tabs.browser.ts',
          specs: [{ title: 'a', tests: [{ status: 'expected', results: [{ status: 'passed' }] }] }],
          suites: [
            {
              title: 'five tabs',
              specs: [
                { title: 'b', tests: [{ status: 'unexpected', results: [failed] }] },
                { title: 'c', tests: [{ status: 'flaky', results: [failed, { status: 'passed' }] }] },
              ],
            },
          ],
        },
      ],
    });
    expect(await readPlaywrightCounts(file)).toEqual({
      passed: 5,
      failed: 3,
      skipped: 2,
      failures: [
        'tabs.browser.ts > five tabs > b\n    timed out',
        'tabs.browser.ts > five tabs > c\n    timed out',
        'outside of the tests\n    no such file',
      ],
    });
  });
});
