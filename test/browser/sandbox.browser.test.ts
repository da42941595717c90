import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame, Page } from '@playwright/test';
import { expect, test, type FakeCollector, type OpenBrowser, type Pages } from '../support/browser.js';
import type { BrowserOptions } from '../support/open-browser.mjs';
import {
  BUILDS,
  configure,
  createNotes,
  flush,
  grant,
  notesOf,
  openShop,
  serveBuilt,
  shopPage,
  track,
  watchErrors,
  withdraw,
  type Build,
} from './support/shop.js';
import { readDevice } from './support/read-device.js';

/** Where the browser refuses storage, Headgate works from memory, and nothing reaches the page. */

async function findFrame(page: Page, path: string): Promise<Frame> {
  await expect.poll(() => page.frames().some((frame) => new URL(frame.url()).pathname === path)).toBe(true);
  const frame = pick(page, path);
  await frame.waitForFunction(() => typeof headgate?.track === 'function');
  return frame;
}

function pick(page: Page, path: string): Frame {
  return page.frames().find((frame) => new URL(frame.url()).pathname === path)!;
}

/** Tracks before and after the grant, and again after a withdrawal. */
async function useAll(target: Page | Frame, collector: FakeCollector): Promise<void> {
  const [held, allowed] = [createNotes(3, 'held'), createNotes(40, 'allowed')];
  expect((await track(target, ...held)).map(({ outcome }) => outcome)).toEqual(['hold', 'hold', 'hold']);
  await grant(target);
  await track(target, ...allowed);
  // The first attempt may be waiting for a storage that will never answer.
  await expect.poll(() => notesOf(collector.events()), { timeout: 30_000 }).toEqual([...allowed, ...held]);
  await target.evaluate(async () => {
    headgate.track('account_opened', { note: 'x', user: 'alice' });
    await headgate.access();
    await headgate.forget();
  });
  await withdraw(target);
  const [refused] = await track(target, 'late');
  expect(refused?.outcome).toBe('refuse');
  await flush(target);
  expect(notesOf(collector.events())).not.toContain('late');
}

for (const build of BUILDS) {
  test(`events from a sandboxed frame arrive, without one error, with the ${build} build`, async ({
    page,
    pages,
    collector,
  }) => {
    serveBuilt(pages);
    pages.set('/', '<!doctype html><iframe sandbox="allow-scripts" src="/frame"></iframe>');
    pages.set('/frame', withErrorCount(shopPage(build, configure(collector))));
    const errors = watchErrors(page);
    await page.goto(pages.origin);
    const frame = await findFrame(page, '/frame');
    await useAll(frame, collector);
    expect(await frame.evaluate(() => document.documentElement.dataset['errors'])).toBeUndefined();
    expect(errors).toEqual([]);
  });
}

test('a throwing script in such a frame would be seen', async ({ page, pages }) => {
  pages.set('/', '<!doctype html><iframe sandbox="allow-scripts" src="/frame"></iframe>');
  pages.set('/frame', withErrorCount('<script>localStorage; </script><script>Promise.reject(1)</script>'));
  const errors = watchErrors(page);
  await page.goto(pages.origin);
  await expect.poll(() => errors.length).toBe(2);
  expect(await pick(page, '/frame').evaluate(() => document.documentElement.dataset['errors'])).toBe('2');
});

/** Counts in the page itself what nothing there catches. */
function withErrorCount(page: string): string {
  return `<script nonce="{{nonce}}">
    for (const type of ['error', 'unhandledrejection']) addEventListener(type, () => {
      document.documentElement.dataset.errors = Number(document.documentElement.dataset.errors ?? 0) + 1;
    });
  </script>${page}`;
}

const BLOCKED = {
  'throws on every use': () => {
    const refuse = (): never => {
      throw new DOMException('The user denied permission', 'UnknownError');
    };
    for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'BroadcastChannel', 'caches']) {
      Object.defineProperty(globalThis, name, { get: refuse });
    }
  },
  'never answers': () => {
    IDBFactory.prototype.open = () => ({ addEventListener() {} }) as unknown as IDBOpenDBRequest;
    IDBFactory.prototype.databases = () => new Promise(() => {});
  },
};

for (const [behaviour, block] of Object.entries(BLOCKED)) {
  test(`events arrive where storage ${behaviour}`, async ({ page, pages, collector }) => {
    const notes = createNotes(20);
    openShop(pages, 'script', configure(collector));
    await page.addInitScript(block);
    const errors = watchErrors(page);
    await page.goto(pages.origin);
    await grant(page);
    await track(page, ...notes);
    await expect.poll(() => notesOf(collector.events()), { timeout: 30_000 }).toEqual(notes);
    await withdraw(page);
    expect((await track(page, 'late')).map(({ outcome }) => outcome)).toEqual(['refuse']);
    expect(errors).toEqual([]);
  });
}

for (const partitioning of [false, true]) {
  test(`events from a cross-site frame arrive, its storage ${partitioning ? '' : 'not '}partitioned`, async ({
    open,
    pages,
    collector,
  }) => {
    await useInCrossSiteFrame(open, pages, collector, { partitioning }, 'module');
  });
}

test('events arrive in a browser that lets no site store anything', async ({ open, pages, collector }) => {
  const profile = await mkdtemp(join(tmpdir(), 'headgate-profile-'));
  await mkdir(join(profile, 'Default'));
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  openShop(pages, 'script', configure(collector));
  // The headless shell does not read preferences.
  const { context, close } = await open({ profile, bfcache: true });
  const page = await context.newPage();
  const errors = watchErrors(page);
  await page.goto(pages.origin);
  const blocked = await page.evaluate(async () => {
    const opening = new Promise<string>((resolve) => {
      const request = indexedDB.open('note');
      request.onsuccess = () => resolve('opened');
      request.onerror = () => resolve(request.error?.name ?? '');
    }).catch((error: Error) => error.name);
    try {
      return [String(localStorage.length), await opening];
    } catch (error) {
      return [(error as Error).name, await opening];
    }
  });
  expect(blocked).toEqual(['SecurityError', 'UnknownError']);
  await useAll(page, collector);
  expect(errors).toEqual([]);
  await close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

async function useInCrossSiteFrame(
  open: (options: BrowserOptions) => Promise<OpenBrowser>,
  pages: Pages,
  collector: FakeCollector,
  options: BrowserOptions,
  build: Build,
): Promise<void> {
  openShop(pages, build, configure(collector));
  pages.set('/host', `<!doctype html><iframe src="${pages.otherOrigin}/next"></iframe>`);
  const { context } = await open(options);
  const page = await context.newPage();
  const errors = watchErrors(page);
  await page.goto(`${pages.origin}/host`);
  const frame = await findFrame(page, '/next');
  await useAll(frame, collector);
  expect(errors).toEqual([]);
  await page.goto(`${pages.origin}/host`);
  const device = await readDevice(page);
  expect(device.databases).toEqual([]);
}
