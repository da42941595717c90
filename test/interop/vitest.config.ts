import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Real receivers, one after the other. No alias: what sends is the built package, from `dist`. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: {
    name: 'interop',
    environment: 'node',
    include: ['test/interop/**/*.interop.test.ts'],
    fileParallelism: false,
    // A receiver is downloaded and compiled in a hook.
    testTimeout: 300_000,
    hookTimeout: 1_800_000,
  },
});
