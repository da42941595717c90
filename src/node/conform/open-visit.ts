/** One visitor with a new profile, on a shop that runs one tracker, before collectors of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext } from 'puppeteer-core';
import { openCollector, type RecordingCollector } from './open-collector.js';
import { openShop } from './open-shop.js';
import { openTab, type Tab } from './open-tab.js';

export interface Visit {
  /** That of the shop's application. */
  readonly collector: RecordingCollector;
  /** That of the other application on the same origin. */
  readonly otherCollector: RecordingCollector;
  /** Requests to anybody but the shop and the collectors. They find nobody. */
  readonly elsewhere: readonly string[];
  readonly openTab: () => Promise<Tab>;
  /** Resolves to whether it came true in that time. */
  readonly until: (look: () => boolean, milliseconds: number) => Promise<boolean>;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** @param script - Puts the adapter's functions under `conform`. */
export async function openVisit(browser: Browser, script: string): Promise<Visit> {
  const [collector, otherCollector, shop] = await Promise.all([openCollector(), openCollector(), openShop(script)]);
  const context: BrowserContext = await browser.createBrowserContext();
  const userAgent = await readUserAgent(browser);
  const elsewhere: string[] = [];
  const own = new Set([shop.origin, collector.origin, otherCollector.origin]);
  return {
    collector,
    otherCollector,
    elsewhere,
    async openTab() {
      const page = await context.newPage();
      await page.setUserAgent({ userAgent });
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol.startsWith('http') && !own.has(origin)) elsewhere.push(request.url());
      });
      return openTab(page, shop, { shop: collector.origin, blog: otherCollector.origin });
    },
    async until(look, milliseconds) {
      const end = performance.now() + milliseconds;
      while (!look() && performance.now() < end) await sleep(50);
      return look();
    },
    wait: (milliseconds) => sleep(milliseconds),
    async close() {
      await context.close();
      await Promise.all([shop.close(), collector.close(), otherCollector.close()]);
    },
  };
}

/** As a visitor's, not as a robot's: some trackers are silent before robots. */
async function readUserAgent(browser: Browser): Promise<string> {
  return (await browser.userAgent()).replace('Headless', '');
}
