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
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'failed', assertionResults: [] },
      ],
    });
    expect(await readVitestCounts(file)).toEqual({ passed: 2, failed: 2, skipped: 3 });
  });

  it('counts a flaky browser test and an error outside of tests as failures', async () => {
    write({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{ message: 'no such file' }] });
    expect(await readPlaywrightCounts(file)).toEqual({ passed: 5, failed: 3, skipped: 2 });
  });
});
