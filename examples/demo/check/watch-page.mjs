import { gunzipSync } from 'node:zlib';

import { unpackEvents } from 'headgate/node';

/** Looks at a page from outside: what it requests, what it stores, what its gate said. */

/**
 * @param {import('playwright').BrowserContext} context
 * @param {string} collector origin
 */
export async function watchPage(context, collector) {
  const requests = [];
  const entries = [];
  const errors = [];
  let isWithdrawn = false;
  context.on('request', (request) => {
    if (request.url().startsWith(collector))
      requests.push({ body: request.postDataBuffer() ?? Buffer.of(), isSeen: false });
  });
  context.on('weberror', (error) => errors.push(error.error().message));
  context.on('console', (message) => {
    if (/Content Security Policy|Trusted Type/i.test(message.text())) errors.push(message.text());
  });
  await context.exposeBinding('tellHeadgateCheck', (_source, entry) => {
    entries.push(entry);
    // What was requested up to here was requested before the withdrawal, be it after the click that asked for it.
    if (entry.reason !== 'withdrawn' || isWithdrawn) return;
    isWithdrawn = true;
    for (const request of requests) request.isSeen = true;
  });

  return {
    errors,
    requests,
    /** What the gate and the lanes said since this was asked last. */
    takeEntries: () => entries.splice(0),
    allSent: () => requests.flatMap((request) => readEvents(request.body)),
    /** Events in requests since this was asked last, or since the first withdrawal after that. */
    takeSent() {
      isWithdrawn = false;
      const fresh = requests.filter((request) => !request.isSeen);
      for (const request of fresh) request.isSeen = true;
      return fresh.flatMap((request) => readEvents(request.body));
    },
  };
}

function readEvents(body) {
  try {
    const isCompressed = body[0] === 0x1f && body[1] === 0x8b;
    const batch = JSON.parse(isCompressed ? gunzipSync(body) : body);
    return batch.rows ? unpackEvents(batch) : batch.events;
  } catch {
    return [];
  }
}

/** Everything that the page and its frames keep on the device. */
export async function readDevice(page) {
  const cookies = (await page.context().cookies()).map(({ name }) => `cookie ${name}`);
  const stores = await Promise.all(page.frames().map((frame) => frame.evaluate(listStores)));
  return [...cookies, ...stores.flat()];
}

/** Runs in the page. */
async function listStores() {
  try {
    void localStorage;
  } catch {
    // A sandboxed frame has no storage to look into, nor has a cross-site one whose browser blocks it.
    return [];
  }
  const databases = (await indexedDB.databases()).map(({ name }) => `IndexedDB ${name}`);
  const keys = [localStorage, sessionStorage].flatMap((store) => Object.keys(store).map((key) => `web storage ${key}`));
  const caches = (await globalThis.caches.keys()).map((name) => `cache ${name}`);
  return [...databases, ...keys, ...caches];
}

/** Every record of every IndexedDB database of the page, as text: what an event's id would be found in. */
export function readRecords(page) {
  return page.evaluate(async () => {
    const asPromise = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const texts = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await asPromise(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([asPromise(objects.getAllKeys()), asPromise(objects.getAll())]);
        keys.forEach((key, index) => texts.push(JSON.stringify([key, values[index]])));
      }
      database.close();
    }
    return texts;
  });
}

/** What the page's own Headgate says. */
export const readStatus = (page) => page.evaluate(() => window.headgateDemo.headgate.status());

export const readWaiting = (page) =>
  page.evaluate(async () => (await window.headgateDemo.headgate.access()).map(({ id, event }) => ({ id, event })));

export const flush = (page) => page.evaluate(() => window.headgateDemo.headgate.flush());
