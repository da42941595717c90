/** @import { PartialStrykerOptions } from '@stryker-mutator/api/core' */

/**
 * How mutants are made and tried, whichever they are.
 *
 * @type {PartialStrykerOptions}
 */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 60_000,
  // What no test of these folders reads.
  ignorePatterns: [
    'dist',
    'docs',
    'examples',
    'test-results',
    '.headgate',
    'test/browser',
    'test/fixtures',
    'test/magento',
  ],
  disableTypeChecks: false,
  reporters: ['progress-append-only'],
  allowEmpty: true,
};
