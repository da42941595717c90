/**
 * What a browser test is given: `collector` (a fake one), `pages` (a site that serves pages and the built package),
 * and `open` (browsers with profiles of their own). All of them end with the test.
 *
 * `page` and `context` of Playwright are there too, in one browser shared by the tests of a file, for tests that need
 * no flags and no profile.
 */
import { test as base } from '@playwright/test';
import { createFakeCollector, type FakeCollector } from './create-fake-collector.mjs';
import { openBrowser, type BrowserOptions, type OpenBrowser } from './open-browser.mjs';
import { servePages, type Pages } from './serve-pages.mjs';

export { expect } from '@playwright/test';
export * as answers from './answers.mjs';
export { createFakeCollector, type FakeCollector } from './create-fake-collector.mjs';
export { openBrowser, type OpenBrowser } from './open-browser.mjs';
export { IMPORT_MAP, STRICT_POLICY, servePages, type Pages } from './serve-pages.mjs';

interface Fixtures {
  collector: FakeCollector;
  pages: Pages;
  open: (options?: BrowserOptions) => Promise<OpenBrowser>;
}

export const test = base.extend<Fixtures>({
  collector: async ({}, use) => {
    const collector = await createFakeCollector();
    await use(collector);
    await collector.close();
  },
  pages: async ({}, use) => {
    const pages = await servePages();
    await use(pages);
    await pages.close();
  },
  open: async ({}, use) => {
    const opened: OpenBrowser[] = [];
    await use(async (options) => {
      const browser = await openBrowser(options);
      opened.push(browser);
      return browser;
    });
    for (const browser of opened) await browser.close();
  },
});
