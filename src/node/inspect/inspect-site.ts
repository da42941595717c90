import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page, PuppeteerNode } from 'puppeteer-core';
import { UsageError } from '../commands/command.js';
import { launchChromium, toBrowserFlags } from '../verify/open-browser.js';
import { inspectorScript } from './inspector-script.js';

export interface InspectOptions {
  readonly address: string;
  readonly puppeteer: PuppeteerNode;
  readonly chromium: string;
  readonly resolve: readonly string[];
  /** Where a picture is written; without it, the browser has a window and stays open. */
  readonly screenshot: string | undefined;
  /** How long after the overlay has opened the picture is taken, in milliseconds. */
  readonly wait: number;
  readonly note: (text: string) => void;
}

/** How long a page may take to start Headgate. */
const PATIENCE = 8_000;

/** Opens a site with the overlay on each of its pages. Resolves to whether any had a Headgate, once a person has closed the window. */
export async function inspectSite(options: InspectOptions): Promise<boolean> {
  const { address, screenshot, wait } = options;
  const browser = await launch(options);
  try {
    const page = (await browser.pages()).at(0) ?? (await browser.newPage());
    const opened = openOnEachPage(page, options);
    await page.goto(address).catch((error: unknown) => {
      throw new UsageError(`${address} cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
    });
    if (screenshot === undefined) return await untilClosed(browser, opened);
    const isOpen = await opened.first;
    await sleep(wait);
    writeFileSync(screenshot, await page.screenshot());
    return isOpen;
  } finally {
    await browser.close().catch(() => undefined);
  }
}

function launch({ puppeteer, chromium, resolve, screenshot }: InspectOptions): Promise<Browser> {
  const isHeadless = screenshot !== undefined;
  const defaultViewport = isHeadless ? { width: 1280, height: 900 } : null;
  const hint = isHeadless ? undefined : 'Without a screen, --screenshot FILE takes a picture.';
  return launchChromium(
    puppeteer,
    chromium,
    { headless: isHeadless, defaultViewport, args: toBrowserFlags(resolve) },
    hint,
  );
}

interface Opened {
  /** Whether the first page had a Headgate. */
  readonly first: Promise<boolean>;
  readonly hasAny: () => boolean;
}

function openOnEachPage(page: Page, { note }: InspectOptions): Opened {
  const script = inspectorScript();
  let hasAny = false;
  let tellFirst: (isOpen: boolean) => void = () => {};
  const first = new Promise<boolean>((resolve) => {
    tellFirst = resolve;
  });
  async function open(): Promise<void> {
    const url = page.url();
    const end = performance.now() + PATIENCE;
    while (performance.now() < end && page.url() === url && !page.isClosed()) {
      // A page that is left meanwhile has the overlay of the next one.
      const isOpen = (await page.evaluate(script).catch(() => false)) === true;
      if (isOpen) {
        hasAny = true;
        return tellFirst(true);
      }
      await sleep(250);
    }
    if (page.url() === url && !page.isClosed()) note(`${url}: ${NOTHING}`);
    tellFirst(false);
  }
  page.on('domcontentloaded', () => void open());
  return { first, hasAny: () => hasAny };
}

const NOTHING =
  'no global headgate. An application that imports it from npm shows it to the overlay by globalThis.headgate = headgate.';

async function untilClosed(browser: Browser, opened: Opened): Promise<boolean> {
  await new Promise<void>((resolve) => {
    browser.once('disconnected', () => resolve());
    browser.on('targetdestroyed', () => {
      // Closing the last window ends the browser on some systems only.
      void browser.pages().then((pages) => {
        if (pages.length === 0) resolve();
      }, resolve);
    });
  });
  return opened.hasAny();
}
