import type { BrowserContext, Page } from '@playwright/test';
import type { Configuration } from '../../src/script/find-configuration.js';
import { answers, expect, test, type FakeCollector, type OpenBrowser, type Pages } from '../support/browser.js';
import { manifestWithReceipts } from './support/manifest.js';
import { readDevice, UNTOUCHED } from './support/read-device.js';
import { BUILDS, configure, createNotes, flush, grant, openShop, track } from './support/shop.js';
import { findDatabaseFolders, findOnDisk, startWitness } from './support/witnesses.js';

/**
 * Nothing before consent: the page's own view, the DevTools protocol, the servers, Chromium's NetLog and the profile on the
 * disk do not trust each other, and all must see nothing. Further down, each proves that it would have seen something.
 */

interface Visitor {
  readonly name: string;
  readonly consent: NonNullable<Configuration['consent']>;
  readonly outcome: 'hold' | 'refuse';
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
  readonly choose?: (page: Page) => Promise<void>;
}

const VISITORS: readonly Visitor[] = [
  { name: 'who ignores the banner', consent: { manual: {} }, outcome: 'hold' },
  {
    name: 'who denies',
    consent: { manual: {} },
    outcome: 'refuse',
    choose: (page) => page.evaluate(() => headgate.deny('analytics')),
  },
  { name: 'without the cookie of Magento', consent: { magento: { websiteId: 1, interval: 50 } }, outcome: 'hold' },
  { name: 'whose OneTrust never loads', consent: { onetrust: {} }, outcome: 'hold' },
  {
    name: 'who grants but sends Global Privacy Control',
    consent: { manual: {}, gpc: {} },
    outcome: 'refuse',
    prepare: (context) =>
      context.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })),
    choose: grant,
  },
];

/** Two pages of the shop with events on each, left one after the other, with time for many flush intervals. */
async function visit(page: Page, origin: string, notes: readonly string[], visitor: Visitor): Promise<void> {
  for (const path of ['/', '/next']) {
    await page.goto(origin + path);
    await visitor.choose?.(page);
    const tracked = await track(page, ...notes);
    expect(tracked.map(({ outcome }) => outcome)).toEqual(notes.map(() => visitor.outcome));
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await flush(page);
  }
  await page.waitForTimeout(400);
}

for (const build of BUILDS) {
  for (const visitor of VISITORS) {
    test(`a visitor ${visitor.name} is not touched by the ${build} build`, async ({ open, pages, collector }) => {
      const notes = createNotes(3, 'canary');
      openShop(pages, build, configure(collector, { consent: visitor.consent, manifest: manifestWithReceipts }));
      const browser = await open({ netLog: true });
      await visitor.prepare?.(browser.context);
      const page = await browser.context.newPage();
      const { look } = await startWitness(browser.context, page);

      await visit(page, pages.origin, notes, visitor);

      expect(await readDevice(page)).toEqual(UNTOUCHED);
      const seen = await look(pages.origin);
      expect(seen.requests.filter((request) => !request.startsWith(`GET ${pages.origin}/`))).toEqual([]);
      expect({ ...seen, requests: [] }).toEqual(NOTHING_SEEN);
      await expectNothingOutside(browser, pages, collector, notes[0]!);
    });
  }
}

/** What each build asks for at a grant. */
const ENGINES = { module: '/dist/engine.js', script: '/dist/headgate-engine.min.js' };
const isEngine = (path: string): boolean => Object.values(ENGINES).some((engine) => path.endsWith(engine));
/** What says for some seconds after a grant that this page had found no choice. */
const MARK = 'headgate';
const NOTHING_SEEN = { requests: [], databases: [], localStorage: [], sessionStorage: [], caches: [], cookies: [] };

async function expectNothingOutside(browser: OpenBrowser, pages: Pages, collector: FakeCollector, canary: string) {
  const requests = await browser.closeAndReadNetLog();
  expect(requests.some(({ url, isOfPage }) => isOfPage && url.startsWith(pages.origin))).toBe(true);
  expect(requests.filter(({ url, isOfPage }) => isOfPage && !url.startsWith(`${pages.origin}/`))).toEqual([]);
  // The file with buffer and delivery is not even asked for.
  expect(requests.filter(({ url }) => isEngine(url))).toEqual([]);
  expect(pages.requests.filter(({ path }) => isEngine(path))).toEqual([]);
  expect(collector.requests).toEqual([]);
  expect(collector.preflights).toEqual([]);
  expect(pages.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(await findDatabaseFolders(browser.profile, pages.origin)).toEqual([]);
  expect(await findOnDisk(browser.profile, canary)).toEqual([]);
}

for (const build of BUILDS) {
  test(`every witness sees the ${build} build after a grant`, async ({ open, pages, collector }) => {
    const notes = createNotes(3, 'canary');
    openShop(pages, build, configure(collector));
    collector.answer(answers.status(503));
    const browser = await open({ netLog: true });
    const page = await browser.context.newPage();
    const { look } = await startWitness(browser.context, page);
    await page.goto(pages.origin);
    const held = await track(page, ...notes);
    expect(held.map(({ outcome }) => outcome)).toEqual(['hold', 'hold', 'hold']);
    const engines = () => pages.requests.filter(({ path }) => path === ENGINES[build]).length;
    expect(engines()).toBe(0);

    await grant(page);

    await expect.poll(engines).toBe(1);

    await collector.until(() => collector.seen().some(({ data }) => 'note' in data && data['note'] === notes[0]));
    const { databases, local } = await readDevice(page);
    expect(databases.map(({ name }) => name)).toEqual(['headgate']);
    expect(JSON.stringify(databases)).toContain(notes[0]);
    expect(Object.keys(local).filter((key) => key !== MARK)).toEqual(['headgate:choice']);
    const seen = await look(pages.origin);
    expect(seen.databases).toEqual(['headgate']);
    expect(seen.localStorage.filter((key) => key !== MARK)).toEqual(['headgate:choice']);
    expect(seen.requests).toContain(`POST ${collector.url}`);
    const requests = await browser.closeAndReadNetLog();
    expect(requests.some(({ url, isOfPage }) => isOfPage && url === collector.url)).toBe(true);
    expect(await findDatabaseFolders(browser.profile, pages.origin)).not.toEqual([]);
    expect(await findOnDisk(browser.profile, notes[0]!)).not.toEqual([]);
  });
}

test('the witnesses see every kind of touch by a page that does not ask', async ({ open, pages, collector }) => {
  const [note] = createNotes(1, 'canary') as [string];
  pages.set('/', '<title>Careless</title>');
  const browser = await open({ netLog: true });
  const page = await browser.context.newPage();
  const { look } = await startWitness(browser.context, page);
  await page.goto(pages.origin);
  await page.evaluate(
    async ([text, url]) => {
      document.cookie = `note=${text}; max-age=1000`;
      localStorage.setItem('note', text);
      sessionStorage.setItem('note', text);
      await caches.open('note');
      await fetch(url, { method: 'POST', body: text });
      await new Promise((resolve) => (indexedDB.open('note', 1).onsuccess = resolve));
    },
    [note, collector.url] as const,
  );
  const names = ['note'];
  expect(await look(pages.origin)).toEqual({
    requests: expect.arrayContaining([`POST ${collector.url}`]),
    databases: names,
    localStorage: names,
    sessionStorage: names,
    caches: names,
    cookies: names,
  });
  const device = await readDevice(page);
  expect([device.cookie, device.local, device.session, device.caches]).toEqual([
    `note=${note}`,
    { note },
    { note },
    names,
  ]);
  const requests = await browser.closeAndReadNetLog();
  expect(requests.some(({ url, isOfPage }) => isOfPage && url === collector.url)).toBe(true);
  expect(await findDatabaseFolders(browser.profile, pages.origin)).not.toEqual([]);
  expect(await findOnDisk(browser.profile, note)).not.toEqual([]);
});
