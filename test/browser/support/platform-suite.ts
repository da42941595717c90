/** What each real consent platform must show in a real browser, with Headgate bundled from its sources. */
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';
import type { CategoryCodes, Manifest } from '../../../src/manifest/manifest.js';
import { answers, expect, test, type FakeCollector, type Pages } from '../../support/browser.js';
import { manifest } from './manifest.js';
import type { PlatformPageConfig } from './platforms/start-headgate.js';
import { countStored, readDevice } from './read-device.js';
import { createNotes, flush, notesOf, track } from './shop.js';

export interface PlatformCase {
  readonly name: string;
  /** Its name in the manifest, and its code for analytics. */
  readonly key: string;
  readonly code?: CategoryCodes[string];
  /** The page's script, in `platforms/`. */
  readonly entry: string;
  /** Markup that loads before or after that script: the platform itself. */
  readonly before?: string;
  readonly after?: string;
  accept(page: Page): Promise<void>;
  reject(page: Page): Promise<void>;
  /** Takes an earlier yes back, the way the platform offers. */
  withdraw(page: Page): Promise<void>;
  /** The platform's question is on the page. */
  ready(page: Page): Promise<void>;
  readonly evidence: 'explicit' | 'default';
  /** An expression: whether the platform itself takes its visitor for one who answered. */
  readonly isAnswered?: string;
}

export async function bundle(entry: string): Promise<string> {
  const path = fileURLToPath(new URL(`platforms/${entry}.ts`, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}

export function platformPage(config: PlatformPageConfig, { before = '', after = '' }, script = '/page.js'): string {
  const block = `<script type="application/json" id="config">${JSON.stringify(config)}</script>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>${block}${before}
    <script src="${script}"></script>${after}</head><body></body></html>`;
}

export function manifestFor({ key, code }: Pick<PlatformCase, 'key' | 'code'>): Manifest {
  const sources = code === undefined ? {} : { [key]: code };
  // Where a platform tells of an opt-out law, the manifest has to say so of that region.
  return { ...manifest, regimes: { default: 'opt-in', US: 'opt-out' }, categories: { analytics: { sources } } };
}

export const readChoice = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => headgate.consent().categories['analytics']).catch(() => undefined);

/** Time for many flush intervals, and an order to send what there is. */
async function giveChances(page: Page, collector: FakeCollector): Promise<void> {
  collector.answer(answers.ok());
  await flush(page);
  await page.waitForTimeout(400);
  await flush(page);
}

/** What came of an order to send, and of time to disobey. */
async function expectSilence(page: Page, collector: FakeCollector): Promise<void> {
  await giveChances(page, collector);
  expect(collector.requests).toEqual([]);
}

export function describePlatform(platform: PlatformCase): void {
  const { name, entry, ready, accept, reject, withdraw } = platform;
  let script: string;

  async function open(page: Page, pages: Pages, collector: FakeCollector): Promise<void> {
    pages.set('/page.js', { body: script, type: 'text/javascript' });
    pages.set('/', platformPage({ manifest: manifestFor(platform), url: collector.url }, platform));
    await page.goto(pages.origin);
    await ready(page);
  }

  async function openAndAccept(page: Page, pages: Pages, collector: FakeCollector): Promise<void> {
    await open(page, pages, collector);
    await accept(page);
    await expect.poll(() => readChoice(page)).toBe('granted');
  }

  /** Events that a collector which is down has not taken. */
  async function leaveUndelivered(page: Page, collector: FakeCollector, notes: readonly string[]): Promise<void> {
    collector.answer(answers.status(503, { retryAfter: 600 }));
    await track(page, ...notes);
    await expect.poll(() => countStored(page), { timeout: 20_000 }).toBeGreaterThanOrEqual(notes.length);
    await collector.until(() => collector.requests.some(({ finished }) => finished));
  }

  test.describe(name, () => {
    test.beforeAll(async () => {
      script = await bundle(entry);
    });

    test('nothing is sent or stored before the choice, and what was held is sent right after it', async ({
      page,
      pages,
      collector,
    }) => {
      const notes = createNotes(5);
      await open(page, pages, collector);
      const tracked = await track(page, ...notes);
      expect(new Set(tracked.map(({ outcome }) => outcome))).toEqual(new Set(['hold']));
      await expectSilence(page, collector);
      expect((await readDevice(page)).databases).toEqual([]);

      await accept(page);
      await collector.until(() => collector.events().length === notes.length);
      expect(notesOf(collector.events())).toEqual(notes);
      const [{ consent }] = collector.events() as [ReturnType<typeof collector.events>[number]];
      expect(consent.captured).toMatchObject({ state: 'undecided' });
      expect(consent.released).toMatchObject({ state: 'granted', source: platform.key, evidence: platform.evidence });
    });

    test('nothing is sent or stored of a visitor who rejects', async ({ page, pages, collector }) => {
      await open(page, pages, collector);
      await track(page, ...createNotes(5, 'early'));
      await reject(page);
      await expect.poll(() => readChoice(page)).toBe('denied');
      const [tracked] = await track(page, ...createNotes(1, 'late'));
      expect(tracked).toMatchObject({ outcome: 'refuse' });
      await expectSilence(page, collector);
      expect((await readDevice(page)).databases).toEqual([]);
    });

    test('the choice holds on the next page', async ({ page, pages, collector }) => {
      const notes = createNotes(3);
      await openAndAccept(page, pages, collector);
      await page.goto(pages.origin);
      await track(page, ...notes);
      await collector.until(() => collector.events().length === notes.length);
      expect(notesOf(collector.events())).toEqual(notes);
    });

    test('nothing is sent after a withdrawal, and what was undelivered is gone', async ({ page, pages, collector }) => {
      await openAndAccept(page, pages, collector);
      await leaveUndelivered(page, collector, createNotes(20));
      await withdraw(page);
      await expect.poll(() => readChoice(page)).toMatch(/denied|undecided/);
      await page.waitForLoadState();
      collector.clear();
      await track(page, ...createNotes(3, 'late'));
      await expectSilence(page, collector);
      await expect.poll(() => countStored(page)).toBe(0);
      expect(await page.evaluate(() => headgate.access())).toEqual([]);
    });

    test('without a withdrawal, the same events arrive from the next page', async ({ page, pages, collector }) => {
      const notes = createNotes(20);
      await openAndAccept(page, pages, collector);
      await leaveUndelivered(page, collector, notes);
      collector.answer(answers.ok());
      await page.goto(pages.origin);
      await expect.poll(() => readChoice(page)).toBe('granted');
      await expect.poll(() => flush(page).then(() => notesOf(collector.events())), { timeout: 20_000 }).toEqual(notes);
    });

    test('a second tab follows a yes on its next page, and a withdrawal at once', async ({
      context,
      pages,
      collector,
    }) => {
      const [a, b] = [await context.newPage(), await context.newPage()];
      await open(a, pages, collector);
      await open(b, pages, collector);
      await accept(a);
      await expect.poll(() => readChoice(a)).toBe('granted');
      // The platform itself tells its other open tabs nothing of a yes: Headgate knows no more than it does.
      if (platform.isAnswered)
        expect(await Promise.all([a, b].map((tab) => tab.evaluate(platform.isAnswered!)))).toEqual([true, false]);
      await b.goto(pages.origin);
      await expect.poll(() => readChoice(b)).toBe('granted');
      await leaveUndelivered(a, collector, createNotes(10, 'first'));
      await leaveUndelivered(b, collector, createNotes(10, 'second'));

      await withdraw(a);
      await expect.poll(() => readChoice(b)).toMatch(/denied|undecided/);
      collector.clear();
      const [tracked] = await track(b, ...createNotes(1, 'late'));
      expect(tracked!.outcome).not.toBe('allow');
      await expectSilence(b, collector);
      await expect.poll(() => countStored(b)).toBe(0);
      for (const tab of [a, b]) expect(await tab.evaluate(() => headgate.access())).toEqual([]);
    });
  });
}
