import { expect, test } from 'vitest';
import { configure, serveBuilt, shopPage } from '../../browser/support/shop.js';
import * as answers from '../../support/answers.mjs';
import type { Tab } from '../drive/engine.js';
import type { InEngine, Scene } from '../in-engine.js';
import {
  countStored,
  createNotes,
  expectOnce,
  expectSoon,
  flush,
  grant,
  notesOf,
  pause,
  readChoice,
  track,
  until,
  withdraw,
} from './shopper.js';

/** Tells how it was shown. In a page of its own script, as the test's own could keep it out of the cache. */
const SHOWN = `<script>addEventListener('pageshow', ({ persisted }) => { globalThis.shown = persisted ? 'restored' : 'loaded'; });</script>`;

const readShown = (tab: Tab): Promise<string> =>
  tab.evaluate(() => (globalThis as unknown as { shown: string }).shown).catch(() => '');

async function leaveAndComeBack(tab: Tab, origin: string): Promise<void> {
  await tab.goTo(`${origin}/elsewhere`);
  await pause(300);
  await tab.evaluate(() => void setTimeout(() => history.back(), 0));
  await until(
    () => tab.evaluate(() => location.pathname).catch(() => ''),
    (path) => path === '/',
  );
}

export function lifeCycle({ name, setScene }: InEngine): void {
  test('a page with Headgate is restored from the back/forward cache, and tracks on', async () => {
    const { collector, pages, openTab } = await setScene();
    const [before, after] = [createNotes(3, 'before'), createNotes(3, 'after')];
    serveKept({ pages, collector });
    const tab = await openTab();
    await grant(tab);
    await track(tab, ...before);
    await expectOnce(collector, before);
    await leaveAndComeBack(tab, pages.origin);
    expect(
      await until(
        () => readShown(tab),
        (shown) => shown !== '',
      ),
    ).toBe('restored');
    await track(tab, ...after);
    await expectOnce(collector, [...before, ...after]);
    await expectSoon(() => countStored(tab), 0);
  });

  test('a restored page obeys a withdrawal that it did not hear', async () => {
    const { collector, pages, openTab } = await setScene();
    serveKept({ pages, collector });
    const [tab, other] = [await openTab(), await openTab()];
    await grant(tab);
    collector.answer(answers.status(503, { retryAfter: 600 }));
    await track(tab, ...createNotes(5));
    await expectSoon(() => countStored(tab), 5);
    await tab.goTo(`${pages.origin}/elsewhere`);
    await until(
      () => readChoice(other),
      (choice) => choice === 'granted',
    );
    await withdraw(other);
    await pause(200);
    const withdrawnAt = await other.evaluate(() => Date.now());
    collector.answer(answers.ok());
    await tab.evaluate(() => void setTimeout(() => history.back(), 0));
    await until(
      () => tab.evaluate(() => location.pathname).catch(() => ''),
      (path) => path === '/',
    );
    await until(
      () => readChoice(tab),
      (choice) => choice === 'denied',
    );
    expect((await track(tab, 'late')).map(({ outcome }) => outcome)).toEqual(['refuse']);
    await flush(tab);
    await pause(300);
    expect(collector.requests.filter(({ startedAt }) => startedAt > withdrawnAt)).toEqual([]);
    expect(await countStored(tab)).toBe(0);
  });

  if (name === 'Chromium') {
    test('a frozen tab that has the lease does not keep the others from sending for long, and sends nothing twice', async () => {
      const { collector, serveShop, openTab } = await setScene();
      const notes = createNotes(40);
      serveShop();
      const [frozen, awake] = [await openTab(), await openTab()];
      await grant(frozen);
      await until(
        () => readChoice(awake),
        (choice) => choice === 'granted',
      );
      collector.answer(answers.hang());
      await track(frozen, ...notes.slice(0, 20));
      await collector.until(() => collector.requests.some(({ events }) => events.length > 0));
      await frozen.setFrozen!(true);
      collector.answer(answers.ok());
      await track(awake, ...notes.slice(20));
      await until(
        () => notesOf(collector.events()),
        ({ length }) => length >= 40,
        40_000,
      );
      await frozen.setFrozen!(false);
      await flush(frozen);
      await expectOnce(collector, notes);
    });

    test('a tab that wakes after a withdrawal sends nothing', async () => {
      const { collector, serveShop, openTab } = await setScene();
      serveShop();
      const [frozen, awake] = [await openTab(), await openTab()];
      await grant(frozen);
      await until(
        () => readChoice(awake),
        (choice) => choice === 'granted',
      );
      collector.answer(answers.status(503));
      await track(frozen, ...createNotes(20));
      await expectSoon(() => countStored(awake), 20);
      await frozen.setFrozen!(true);
      await withdraw(awake);
      await pause(200);
      const withdrawnAt = await awake.evaluate(() => Date.now());
      collector.answer(answers.ok());
      await frozen.setFrozen!(false);
      await flush(frozen);
      await pause(500);
      expect(collector.requests.filter(({ startedAt }) => startedAt > withdrawnAt)).toEqual([]);
      expect(await countStored(awake)).toBe(0);
      expect(await frozen.evaluate(() => headgate.access())).toEqual([]);
    });
  }
}

/** What says `no-store`, as the test's pages do, is not kept by every engine. */
function serveKept({ pages, collector }: Pick<Scene, 'pages' | 'collector'>): void {
  const headers = { 'cache-control': 'max-age=60' };
  serveBuilt(pages);
  pages.set('/', { body: shopPage('script', configure(collector), SHOWN), headers });
  pages.set('/elsewhere', { body: '<!doctype html><title>Elsewhere</title>', headers });
}
