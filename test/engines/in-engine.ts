/** What the suites are given in one engine: servers of their own for each test, and one browser for all of them. */
import { afterAll, onTestFinished } from 'vitest';
import type { Configuration } from '../../src/script/find-configuration.js';
import { configure, openShop, type Build } from '../browser/support/shop.js';
import { createFakeCollector, type FakeCollector } from '../support/create-fake-collector.mjs';
import { servePages, type Pages } from '../support/serve-pages.mjs';
import type { Engine, EngineBrowser, EngineName, Frame, OpenOptions, PageProcess, Tab } from './drive/engine.js';
import { findPageProcess } from './drive/processes.js';
import { createPuppet } from './drive/puppet.js';

/** What a test is given. Its origins are its own, so nothing that an earlier one stored is there. */
export interface Scene {
  readonly collector: FakeCollector;
  readonly pages: Pages;
  /** A tab of the browser that the suites share. */
  openTab(path?: string): Promise<Tab>;
  /**
   * A tab whose process can be killed. `serve` puts its page at the path, with a script in it: that drives it where a driver
   * would end with it.
   */
  openMortal(serve: (script: string) => void, path: string): Promise<Mortal>;
  /** The shop at `/` and at `/next`, which sends to the collector. */
  serveShop(build?: Build, changes?: Partial<Configuration>, body?: string): void;
}

export interface Mortal extends Frame, PageProcess {
  close(): Promise<void>;
}

export interface InEngine {
  readonly name: EngineName;
  setScene(): Promise<Scene>;
  /** A browser of the test's own. */
  open(options?: OpenOptions): Promise<EngineBrowser>;
}

/** To be called where a suite is described. */
export function inEngine(engine: Engine): InEngine {
  let shared: Promise<EngineBrowser> | undefined;
  afterAll(async () => (await shared)?.close());
  return {
    name: engine.name,
    async open(options) {
      const browser = await engine.open(options);
      onTestFinished(() => browser.close());
      return browser;
    },
    async setScene() {
      const [collector, pages] = await Promise.all([createFakeCollector(), servePages()]);
      onTestFinished(async () => {
        await collector.close();
        await pages.close();
      });
      let mortals = 0;
      const openTab = async (path = '/'): Promise<Tab> => {
        const browser = await (shared ??= engine.open());
        const tab = await browser.openTab(`${pages.origin}${path}`).catch(async (error: unknown) => {
          // A driver that has lost a page's process may not answer ever again: whoever comes next starts another browser.
          shared = undefined;
          await browser.kill().catch(() => {});
          throw error;
        });
        onTestFinished(() => tab.close().catch(() => {}));
        return tab;
      };
      return {
        collector,
        pages,
        openTab,
        serveShop: (build = 'module', changes = {}, body = '') =>
          openShop(pages, build, configure(collector, changes), body),
        async openMortal(serve, path) {
          const { openUndriven } = await (shared ??= engine.open());
          if (!openUndriven) {
            serve('');
            const tab = await openTab(path);
            return { ...tab, ...(await findPageProcess(tab)) };
          }
          const puppet = createPuppet(pages, String(++mortals));
          serve(puppet.script);
          await openUndriven(`${pages.origin}${path}`);
          const page = await findPageProcess(puppet);
          onTestFinished(() => page.kill());
          return { ...puppet, ...page, close: async () => page.kill() };
        },
      };
    },
  };
}
