import { pause } from '../statistics.mjs';

/** @import { Bench } from '../create-bench.mjs' */

/** How long a page may keep others from sending after it is gone. */
const LEASE = 10_500;

/** What lies where already: two measures start from the largest backlog. @type {Set<string>} */
const seeded = new Set();
/** @type {Map<string, number>} */
const usedAt = new Map();

/** @param {string} column @param {number} count */
export const toBacklogKey = (column, count) => `waiting-${column}-${count}`;

/** Takes note that a page with this backlog is gone. @param {string} key */
export const noteUse = (key) => void usedAt.set(key, Date.now());

/** Waits until no page that is gone keeps others from sending. @param {string} key */
export const waitForLease = (key) => pause((usedAt.get(key) ?? 0) + LEASE - Date.now());

/**
 * Leaves so many events behind in a column's storage: tracked in slices, while the collector is down.
 *
 * @param {Bench} bench
 * @param {{ column: string, key: string, count: number }} options
 */
export async function seedBacklog(bench, { column, key, count }) {
  if (seeded.has(key)) return;
  bench.collector.runOf(key).accepting = 0;
  const opened = await bench.openPage({ column, key }, { backlog: true }, { settle: 300, isThrottled: false });
  await opened.page.evaluate((count) => globalThis.harness.steady(count, 100), count);
  for (let stored = -1; stored < count;) {
    const now = await countStored(opened.page);
    if (now === stored) throw new Error(`${column} kept ${stored} of ${count} events.`);
    stored = now;
    bench.progress(`${key}: ${stored} of ${count} events wait`);
    if (stored < count) await pause(1500);
  }
  await opened.close();
  seeded.add(key);
  noteUse(key);
}

/**
 * How many events lie in IndexedDB: counted from the disk, not told by the column.
 *
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<number>}
 */
function countStored(page) {
  return page.evaluate(async () => {
    let count = 0;
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const store = database.transaction('events').objectStore('events');
      const keys = await new Promise((resolve, reject) => {
        const request = store.getAllKeys();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      // A record of Headgate has many events, and its key says how many; what has a text as its key has none.
      for (const key of keys) count += Array.isArray(key) ? key[4] : typeof key === 'number' ? 1 : 0;
      database.close();
    }
    return count;
  });
}
