import { expect, test } from 'vitest';
import { configure, openShop } from '../../browser/support/shop.js';
import type { Frame, Tab } from '../drive/engine.js';
import type { InEngine } from '../in-engine.js';
import { createNotes, flush, grant, pause, track, until } from './shopper.js';

const TABS = 5;
/** Of each tab, in all and at a time. */
const EVENTS = 200;
const BATCH = 4;
const INCIDENTS = ['close', 'crash', 'freeze', 'steal'] as const;

/** A tab, and the name by which the collector knows its requests; how many more events it is to track. */
interface Seat {
  name: string;
  tab: Tab;
  left: number;
  isFrozen?: boolean;
}

/** Takes the right to send from whoever has it, in the middle of whatever it does. */
const stealLeases = (page: Frame): Promise<void> =>
  page.evaluate(async () => {
    const settle = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('unreadable'));
      });
    const database = await settle(indexedDB.open('headgate'));
    const store = database.transaction('events', 'readwrite').objectStore('events');
    const control = await settle<{ leases: object }>(store.get('control'));
    await settle(store.put({ ...control, leases: {} }, 'control'));
    database.close();
  });

/** How long before its tab was stopped a request may have been sent of whose answer nobody took note. */
const ON_THE_WAY = 500;

export function tabs({ setScene }: InEngine): void {
  test('of five tabs with 200 events each, closed, killed, frozen and robbed of their lease at random, nothing is lost, and nothing comes twice but what was on its way at that moment', async () => {
    const { collector, openTab, pages } = await setScene();
    let opened = 0;
    const openNamed = async (): Promise<Pick<Seat, 'name' | 'tab'>> => {
      const url = `${collector.url}?tab=${++opened}`;
      openShop(pages, 'script', configure({ ...collector, url }));
      return { name: String(opened), tab: await openTab() };
    };
    const freeze = async (seat: Seat, isFrozen: boolean): Promise<void> => {
      seat.isFrozen = isFrozen;
      await seat.tab.setFrozen?.(isFrozen);
    };
    pages.set('/thief', '<!doctype html><title>Thief</title>');
    const thief = await openTab('/thief');
    const seats: Seat[] = [];
    while (seats.length < TABS) seats.push({ ...(await openNamed()), left: EVENTS });
    await grant(seats[0]!.tab);
    const ids: string[] = [];
    const cuts: { name?: string; from: number; until: number }[] = [];
    for (let round = 0; seats.some(({ left }) => left); round++) {
      for (const seat of seats.filter(({ left, isFrozen }) => left && !isFrozen)) {
        const tracked = await track(seat.tab, ...createNotes(BATCH, `${round}-${seat.name}`));
        for (const { id } of tracked) ids.push(id!);
        seat.left -= BATCH;
      }
      await pause(300 + Math.random() * 600);
      if (round % 5) continue;
      const seat = seats[Math.floor(Math.random() * TABS)]!;
      const incident = INCIDENTS[(round / 5) % INCIDENTS.length]!;
      // Some sleep for longer than a lease lasts.
      const sleeper = seats.find(({ isFrozen }) => isFrozen);
      if (sleeper && Math.random() < 0.5) await freeze(sleeper, false);
      const at = Date.now();
      if (seat.isFrozen && incident !== 'steal') await freeze(seat, false);
      if (incident === 'steal') {
        await stealLeases(thief);
        cuts.push({ from: at - ON_THE_WAY, until: Date.now() });
        continue;
      }
      if (incident === 'freeze' && seat.tab.setFrozen) {
        // A browser does not freeze a page by itself in the middle of a transaction, for which all other tabs would wait.
        await flush(seat.tab);
        await freeze(seat, true);
        cuts.push({ name: seat.name, from: at - ON_THE_WAY, until: Date.now() });
        continue;
      }
      if (incident === 'crash') await seat.tab.crash?.();
      await seat.tab.close();
      // What a tab that is closed sends in parting reaches the collector a moment later, and nobody hears the answer either.
      cuts.push({ name: seat.name, from: at - ON_THE_WAY, until: Date.now() + ON_THE_WAY });
      Object.assign(seat, await openNamed(), { isFrozen: false });
      await grant(seat.tab);
    }
    for (const seat of seats) await freeze(seat, false);
    const arrived = await until(
      () => new Set(collector.events().map(({ id }) => id)),
      (seen) => ids.every((id) => seen.has(id)),
      60_000,
    );
    expect(ids).toHaveLength(TABS * EVENTS);
    expect(ids.filter((id) => !arrived.has(id))).toEqual([]);
    const isCutOff = (name: string | null, startedAt: number): boolean =>
      cuts.some((cut) => (cut.name ?? name) === name && cut.from <= startedAt && startedAt <= cut.until);
    const cutOff = collector.requests.filter(({ query, startedAt }) => isCutOff(query.get('tab'), startedAt));
    const onTheWay = new Set(cutOff.flatMap(({ events }) => events.map(({ id }) => id)));
    const twice = ids.filter((id) => collector.deliveries(id) > 1);
    expect(twice.filter((id) => !onTheWay.has(id)).length).toBeLessThanOrEqual(ids.length / 1000);
  }, 180_000);
}
