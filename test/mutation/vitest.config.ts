import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { GROUPS } from './groups.mjs';

const root = resolve(import.meta.dirname, '../..');

/** The tests of one group of mutants, the same on every run: what a mutant survives is a list that can be read. */
const shared = {
  root,
  resolve: { alias: [{ find: /^headgate$/, replacement: resolve(root, 'src/index.ts') }] },
};
const { tests } = GROUPS[process.env['HEADGATE_MUTATION_GROUP'] ?? 'gate']!;
const setupFiles = [resolve(import.meta.dirname, 'pin-seed.ts')];

export default defineConfig({
  root,
  test: {
    restoreMocks: true,
    unstubGlobals: true,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          environment: 'node',
          include: tests.filter((path) => !path.includes('.dom.')),
          setupFiles,
          // A busy machine is no reason for a test to fail.
          testTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: tests.filter((path) => path.includes('.dom.')),
          setupFiles,
          // A busy machine is no reason for a test to fail.
          testTimeout: 60_000,
        },
      },
    ],
  },
});
