/** What a test does in a page of the shop, in whichever engine. */
import type { Tracked } from '../../../src/instance/headgate.js';
import type { Tally } from '../../../src/audit/create-ledger.js';
import { countStored as count, readDevice as read, type Device } from '../../browser/support/read-device.js';
import type { FakeCollector } from '../../support/create-fake-collector.mjs';
import { notesOf } from '../../browser/support/shop.js';
import type { Frame } from '../drive/engine.js';
import { expect } from 'vitest';

export { createNotes, notesOf } from '../../browser/support/shop.js';
export { UNTOUCHED } from '../../browser/support/read-device.js';

export const track = (page: Frame, ...notes: string[]): Promise<Tracked[]> =>
  page.evaluate((all) => all.map((note) => headgate.track('product_viewed', { note })), notes);

export const grant = (page: Frame): Promise<void> => page.evaluate(() => headgate.grant('analytics'));
export const withdraw = (page: Frame): Promise<void> => page.evaluate(() => headgate.withdraw('analytics'));
export const flush = (page: Frame): Promise<void> => page.evaluate(() => headgate.flush());
export const readTally = (page: Frame): Promise<Tally> =>
  page.evaluate(() => headgate.status().collectors['warehouse']!);
export const readChoice = (page: Frame): Promise<string | undefined> =>
  page.evaluate(() => headgate.consent().categories['analytics']);

/** They ask no more of a page than that it evaluates. */
type Readable = Parameters<typeof read>[0];
export const readDevice = (page: Frame): Promise<Device> => read(page as unknown as Readable);
export const countStored = (page: Frame, only?: string): Promise<number> => count(page as unknown as Readable, only);

/** Looks again and again until it is there; answers the last look. */
export async function until<T>(
  look: () => Promise<T> | T,
  isThere: (seen: T) => boolean,
  timeout = 30_000,
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const seen = await look();
    if (isThere(seen) || Date.now() > end) return seen;
    await pause(50);
  }
}

/** Looks again and again until it sees this. */
export async function expectSoon<T>(look: () => Promise<T> | T, expected: T, timeout?: number): Promise<void> {
  expect(await until(look, (seen) => seen === expected, timeout)).toBe(expected);
}

export const pause = (delay: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delay));

/** These notes and no others arrive, and none of them twice. */
export async function expectOnce(collector: FakeCollector, notes: readonly string[], timeout = 30_000): Promise<void> {
  await until(
    () => collector.events().length,
    (count) => count >= notes.length,
    timeout,
  );
  expect(notesOf(collector.events())).toEqual([...notes].sort());
  expect(collector.events().filter(({ id }) => collector.deliveries(id) !== 1)).toEqual([]);
}
