import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/open-browser.mjs';

const results = resolve(import.meta.dirname, '../test-results');

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.browser.test.ts',
  outputDir: resolve(results, 'browser'),
  // The machines have two cores, and a second browser bends what the first one measures.
  workers: 1,
  // A test that passes at the second try has found something.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  // Nothing is judged by its speed: a busy machine takes longer than the five seconds of the default.
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: { browserName: 'chromium', launchOptions: await launchOptions(), trace: 'retain-on-failure' },
});
