import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '..');

/** Tests of the sources import the package by its name, so that the same test can run on the built files. */
const sources = {
  alias: [
    { find: /^headgate$/, replacement: resolve(root, 'src/index.ts') },
    { find: /^headgate\/(debug|frame|react|seal)$/, replacement: resolve(root, 'src/$1.ts') },
    { find: /^headgate\/plugin$/, replacement: resolve(root, 'src/node/plugin.ts') },
    { find: /^headgate\/node$/, replacement: resolve(root, 'src/node/index.ts') },
  ],
};

/** On a machine that many share, a test that hangs is not told by five seconds. */
const slow = { testTimeout: 300_000, hookTimeout: 300_000 };

export default defineConfig({
  root,
  test: {
    // Two cores are what the smallest machines have.
    maxWorkers: 2,
    // Each spy and fake timer of a test ends with it.
    restoreMocks: true,
    unstubGlobals: true,
    projects: [
      {
        root,
        resolve: sources,
        test: {
          name: 'unit',
          environment: 'node',
          ...slow,
          include: ['test/unit/**/*.test.ts', 'examples/**/*.test.{ts,mjs}'],
          exclude: ['**/node_modules/**', '**/*.{dom,browser,property}.test.ts', 'examples/products/collector/**'],
        },
      },
      {
        root,
        resolve: sources,
        // Apart from the others: a database starts in each of its files.
        test: {
          name: 'collector',
          environment: 'node',
          ...slow,
          include: ['examples/products/collector/test/**/*.test.ts', 'test/collector/**/*.test.ts'],
        },
      },
      {
        root,
        resolve: sources,
        test: { name: 'dom', environment: 'happy-dom', ...slow, include: ['test/**/*.dom.test.ts'] },
      },
      {
        root,
        resolve: sources,
        test: {
          name: 'property',
          environment: 'node',
          include: ['test/**/*.property.test.ts'],
          // A hundred thousand schedules take their time.
          testTimeout: 600_000,
        },
      },
      {
        root,
        // No alias: these import the package as its users do, from `dist`.
        test: {
          name: 'package',
          environment: 'node',
          include: ['test/package/**/*.test.ts'],
          ...slow,
        },
      },
    ],
  },
});
