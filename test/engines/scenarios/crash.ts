import { expect, onTestFinished, test } from 'vitest';
import * as answers from '../../support/answers.mjs';
import { configure, openShop, shopPage } from '../../browser/support/shop.js';
import type { EngineBrowser, Tab } from '../drive/engine.js';
import { takeProfile } from '../drive/profile.js';
import type { InEngine, Scene } from '../in-engine.js';
import { countStored, expectSoon, grant, notesOf, pause, readChoice, until } from './shopper.js';

/** `HEADGATE_KILLS=3` makes it short. */
const KILLS = Number(process.env['HEADGATE_KILLS'] ?? 20);

/**
 * Tracks on and on, and names to the server each event that lies on the device: read by another connection, so its
 * transaction is complete. What was named must arrive, whatever happens to the browser.
 */
const TRACKER = `<script>
  addEventListener('load', async () => {
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

/** Chooses until a browser that was started anew knows of it: engines put a choice on the disk in their own time. */
async function chooseForGood(open: () => Promise<EngineBrowser>, url: string): Promise<EngineBrowser> {
  for (;;) {
    const browser = await open();
    const tab = await browser.openTab(url);
    if ((await readChoice(tab)) === 'granted') return browser;
    await grant(tab);
    await pause(1_000);
    await browser.close();
  }
}

export function crash({ open, setScene }: InEngine): void {
  test(`each event that was written before one of ${KILLS} kills of the whole browser arrives`, async () => {
    const scene = await setScene();
    const { collector, pages } = scene;
    const named = serveTracker(scene);
    const { profile, drop } = await takeProfile({});
    onTestFinished(drop);
    let browser = await chooseForGood(() => open({ profile }), pages.origin);
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
}
