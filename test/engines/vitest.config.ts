import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The suites that run in three engines, one browser after the other: two cores, and what is measured must not be bent. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: {
    name: 'engines',
    environment: 'node',
    include: ['test/engines/**/*.engines.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Firefox's driver, once it has lost a page's process, opens no tab any more: that says nothing of what is tested, which
    // is tried again in another browser. Any other failure stands.
    retry: { count: 1, condition: /browsingContext\.create timed out/ },
  },
});
