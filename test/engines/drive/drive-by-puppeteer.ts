/** What Chromium, by the DevTools protocol, and Firefox, by WebDriver BiDi, have in common. */
import type { Browser, Frame as PuppeteerFrame, Page } from 'puppeteer-core';
import type { EngineBrowser, Frame, Tab } from './engine.js';
import { killDescendants, killTree } from './processes.js';

interface Driven {
  readonly browser: Browser;
  readonly profile: string;
  openPage(): Promise<Page>;
  /** Adds what only this engine can. */
  extend?(page: Page, tab: Tab): Tab;
  drop(): Promise<void>;
}

export function driveByPuppeteer({ browser, profile, openPage, extend, drop }: Driven): EngineBrowser {
  const { pid } = browser.process()!;
  const ended = new Promise<void>((resolve) => browser.process()!.once('exit', () => resolve()));
  return {
    profile,
    async openTab(url) {
      const page = await openPage();
      const tab = toTab(page);
      if (url) await tab.goTo(url);
      return extend?.(page, tab) ?? tab;
    },
    killProcesses: (named) => killDescendants(pid!, named),
    async kill() {
      killTree(pid!);
      await ended;
    },
    async close() {
      await Promise.race([browser.close().catch(() => {}), ended]);
      killTree(pid!);
      await ended;
      await drop();
    },
  };
}

function toTab(page: Page): Tab {
  return {
    ...toFrame(() => page.mainFrame()),
    async goTo(url) {
      await page.goto(url);
    },
    async reload() {
      await page.reload();
    },
    frame: (index) => toFrame(() => page.mainFrame().childFrames()[index]!),
    close: () => page.close(),
  };
}

function toFrame(find: () => PuppeteerFrame): Frame {
  return {
    evaluate: (run, ...args) => find().evaluate(run as never, ...(args as unknown as never[])),
  };
}
