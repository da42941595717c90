import { expect, test } from 'vitest';
import * as answers from '../../support/answers.mjs';
import { configure, openShop, shopPage } from '../../browser/support/shop.js';
import type { EngineBrowser, Tab } from '../drive/engine.js';
import type { InEngine, Scene } from '../in-engine.js';
import { countStored, createNotes, expectSoon, grant, notesOf, pause, track, until } from './shopper.js';

/** `HEADGATE_KILLS=3` makes it short. */
const KILLS = Number(process.env['HEADGATE_KILLS'] ?? 20);

/**
 * Tracks on and on, and names to the server each event that lies on the device: read by another connection, so its
 * transaction is complete. What was named must arrive, whatever happens to the browser.
 */
const TRACKER = `<script>
  addEventListener('load', async () => {
    headgate.grant('analytics');
    const settle = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const named = new Set();
    const session = Math.random().toString(36).slice(2);
    for (let n = 0; ; n++) {
      for (let i = 0; i < 5; i++) headgate.track('product_viewed', { note: [session, n, i].join() });
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (!(await indexedDB.databases()).some(({ name }) => name === 'headgate')) continue;
      const database = await settle(indexedDB.open('headgate'));
      const chunks = await settle(database.transaction('events').objectStore('events').getAll());
      database.close();
      const ids = chunks.flatMap(({ data }) => typeof data === 'string' ? JSON.parse(data).map(({ id }) => id) : []);
      const fresh = ids.filter((id) => !named.has(id));
      for (const id of fresh) named.add(id);
      if (fresh.length) fetch('/named', { method: 'POST', body: JSON.stringify(fresh) });
    }
  });
</script>`;

function serveTracker({ pages, collector }: Scene): Set<string> {
  const named = new Set<string>();
  openShop(pages, 'script', configure(collector));
  pages.set('/tracker', shopPage('script', configure(collector), TRACKER));
  pages.set('/named', ({ body }) => {
    for (const id of JSON.parse(body || '[]') as string[]) named.add(id);
    return { body: '', status: 204 };
  });
  return named;
}

/** What lies on the device arrives from a page that tracks nothing itself. */
async function expectNothingLost(tab: Tab, { collector }: Scene, named: ReadonlySet<string>): Promise<void> {
  collector.answer(answers.ok());
  await grant(tab);
  await expectSoon(() => countStored(tab), 0, 60_000);
  const arrived = new Set(collector.events().map(({ id }) => id));
  expect([...named].filter((id) => !arrived.has(id))).toEqual([]);
  // The collector keeps each id once; no event came under two.
  expect(new Set(notesOf(collector.events())).size).toBe(arrived.size);
}

interface Named {
  readonly name: string;
  readonly tab: Tab;
}

export function crash({ open, setScene }: InEngine): void {
  test(`each event that was written before one of ${KILLS} kills of the whole browser arrives`, async () => {
    const scene = await setScene();
    const { collector, pages } = scene;
    const named = serveTracker(scene);
    let browser: EngineBrowser = await open();
    const { profile } = browser;
    for (let kill = 0; kill < KILLS; kill++) {
      if (kill) browser = await open({ profile });
      // It dies while it is sending, or while it only writes.
      collector.answer(kill % 2 ? answers.ok() : answers.status(503, { retryAfter: 600 }));
      const before = named.size;
      await browser.openTab(`${pages.origin}/tracker`);
      expect(
        await until(
          () => named.size,
          (size) => size > before,
        ),
      ).toBeGreaterThan(before);
      await pause(Math.random() * 100);
      await browser.kill();
    }
    browser = await open({ profile });
    await expectNothingLost(await browser.openTab(pages.origin), scene, named);
    expect(named.size).toBeGreaterThanOrEqual(KILLS);
  }, 600_000);

  test('of five tabs with 200 events each, closed and frozen at random, nothing is lost, and only what a tab was sending when it was stopped or hidden comes twice', async () => {
    const scene = await setScene();
    const { collector, openTab, pages } = scene;
    const ids = new Set<string>();
    collector.answer(answers.slow(20));
    /** Each tab has an address of its own at the collector, by which its requests are known. */
    let opened = 0;
    const openNamed = async (): Promise<Named> => {
      const url = `${collector.url}?tab=${++opened}`;
      openShop(pages, 'script', configure({ ...collector, url }));
      return { name: String(opened), tab: await openTab() };
    };
    const tabs: Named[] = [];
    /**
     * Requests of a tab whose answer nobody hears, or that another tab may not know of: from right before it was closed or
     * frozen, and what it sends when it is hidden behind a new tab, in case that nobody comes after it.
     */
    const unheard: { name: string; from: number; until: number }[] = [];
    const hide = (): void => {
      for (const { name } of tabs) unheard.push({ name, from: Date.now(), until: Date.now() + 500 });
    };
    const stop = (name: string): void => void unheard.push({ name, from: Date.now() - 500, until: Infinity });
    while (tabs.length < 5) tabs.push(await openNamed());
    await grant(tabs[0]!.tab);
    for (let round = 0; round < 10; round++) {
      const victim = Math.floor(Math.random() * 5);
      for (const [index, { tab }] of tabs.entries()) {
        for (const { id } of await track(tab, ...createNotes(20, `${round}-${index}`))) ids.add(id!);
      }
      const { name, tab } = tabs[victim]!;
      if (round % 2) {
        stop(name);
        await tab.setFrozen?.(Math.random() < 0.5);
        continue;
      }
      // Written ahead: what was tracked a moment ago outlives its tab.
      await pause(100);
      stop(name);
      await tab.close();
      hide();
      tabs[victim] = await openNamed();
      await grant(tabs[victim].tab);
    }
    for (const { tab } of tabs) await tab.setFrozen?.(false);
    const arrived = await until(
      () => new Set(collector.events().map(({ id }) => id)),
      (seen) => [...ids].every((id) => seen.has(id)),
      60_000,
    );
    expect(ids.size).toBe(1000);
    expect([...ids].filter((id) => !arrived.has(id))).toEqual([]);
    const cutOff = collector.requests.filter(({ query, startedAt: at }) =>
      unheard.some(({ name, from, until: to }) => name === query.get('tab') && from < at && at < to),
    );
    const unsure = new Set(cutOff.flatMap(({ events }) => events.map(({ id }) => id)));
    const twice = [...ids].filter((id) => !unsure.has(id) && collector.deliveries(id) > 1);
    expect(twice.length).toBeLessThanOrEqual(ids.size / 1000);
  }, 180_000);
}
