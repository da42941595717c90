import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = resolve(import.meta.dirname, '../..');
const source = (path: string): string => resolve(root, 'src', path);

export default defineConfig({
  root,
  resolve: {
    alias: [
      { find: /^headgate$/, replacement: source('index.ts') },
      { find: /^headgate\/node$/, replacement: source('node/index.ts') },
    ],
  },
  test: {
    environment: 'node',
    include: ['test/fuzz/**/*.fuzz.ts'],
    maxWorkers: 2,
    testTimeout: 3_600_000,
    // Progress comes as it is made.
    disableConsoleIntercept: true,
  },
});
