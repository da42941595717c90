import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Page } from 'puppeteer-core';
import type { Choice, Shop } from './open-shop.js';
import { readDevice, type Entry } from './read-device.js';

/** Which of the two applications of the origin a page runs, and in which release; the shop's first where nothing is said. */
export interface Running {
  readonly application?: 'shop' | 'blog';
  readonly release?: string;
  /** Which of its pages, where that matters. */
  readonly page?: string;
}

export interface Tab {
  /** Opens a page of the shop, to which the consent platform says this choice. */
  readonly open: (choice: Choice, running?: Running) => Promise<void>;
  /** The same in a frame with `sandbox="allow-scripts"`: from then on, calls go to the tracker in it. */
  readonly openInSandbox: (choice: Choice) => Promise<void>;
  /** To a page of the same shop without the tracker. */
  readonly leave: () => Promise<void>;
  /** To the page before, from the back/forward cache where the browser kept it. Resolves to whether it did. */
  readonly goBack: () => Promise<boolean>;
  readonly track: (note: string) => Promise<void>;
  /** In one task. */
  readonly trackAndLeave: (note: string) => Promise<void>;
  readonly grant: () => Promise<void>;
  readonly deny: () => Promise<void>;
  readonly withdraw: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly readDevice: () => Promise<Entry[]>;
  /** Resolves to exceptions and rejections of this page that nobody caught. */
  readonly readFailures: () => Promise<string[]>;
}

/** @param collectors - Where each application's events go. */
export function openTab(page: Page, shop: Shop, collectors: { readonly [application: string]: string }): Tab {
  let frame: Frame = page.mainFrame();
  let application = 'shop';
  const evaluate = (code: string): Promise<unknown> => frame.evaluate(code);
  const call = async (code: string): Promise<void> => void (await evaluate(`void (${code})`));

  /** What the visitor chooses here, the platform says to later pages too. */
  async function choose(choice: Choice, code: string): Promise<void> {
    shop.remember(application, choice);
    await call(code);
  }

  async function go(path: string, choice: Choice, running: Running): Promise<void> {
    application = running.application ?? 'shop';
    shop.remember(application, choice);
    const collector = collectors[application] ?? '';
    const query = new URLSearchParams({
      application,
      release: running.release ?? '1',
      collector,
      page: running.page ?? '1',
    });
    await page.goto(`${shop.origin}${path}?${query.toString()}`);
  }

  return {
    async open(choice, running = {}) {
      await go('/', choice, running);
      frame = page.mainFrame();
    },
    async openInSandbox(choice) {
      await go('/around', choice, {});
      frame = await page.waitForFrame((one) => one.parentFrame() === page.mainFrame());
      await frame.waitForFunction('document.readyState === "complete"');
    },
    leave: async () => void (await page.goto(`${shop.origin}/left`)),
    async goBack() {
      await call('history.back()').catch(() => undefined);
      await sleep(2000);
      frame = page.mainFrame();
      await frame.waitForFunction('typeof conform === "object"');
      return (await evaluate('isRestored')) === true;
    },
    track: (note) => call(`conform.track('${note}')`),
    async trackAndLeave(note) {
      const arrived = page.waitForNavigation();
      await call(`(conform.track('${note}'), location.assign('/left'))`);
      await arrived;
    },
    grant: () => choose('granted', 'conform.grant()'),
    deny: () => choose('denied', 'conform.deny()'),
    withdraw: () => choose('denied', 'conform.withdraw()'),
    close: () => page.close(),
    readDevice: () => readDevice(page),
    readFailures: async () => (await evaluate('failures')) as string[],
  };
}
