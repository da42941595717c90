/** What lies on the device for a site, read past the tracker. */

/** @import { Page } from '@playwright/test' */

/**
 * @typedef {object} Entry
 * @property {string} place Such as `localStorage rl_user_id`.
 * @property {string} value As text; what is no text as `[binary:…]` with its bytes.
 */

/** @param {Page} page @returns {Promise<Entry[]>} */
export async function readDevice(page) {
  const cookies = await page.context().cookies();
  return [
    ...cookies.map(({ name, value }) => ({ place: `cookie ${name}`, value: decodeURIComponent(value) })),
    ...(await page.evaluate(readStores)),
  ];
}

/** Runs in the page. */
async function readStores() {
  /** @type {Entry[]} */
  const entries = [];
  for (const [name, store] of /** @type {const} */ ([
    ['localStorage', localStorage],
    ['sessionStorage', sessionStorage],
  ])) {
    for (const [key, value] of Object.entries(store)) entries.push({ place: `${name} ${key}`, value });
  }
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await settle(indexedDB.open(name));
    if (database.objectStoreNames.length === 0) entries.push({ place: `IndexedDB ${name}`, value: '' });
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([settle(objects.getAllKeys()), settle(objects.getAll())]);
      if (keys.length === 0) entries.push({ place: `IndexedDB ${name}/${store}`, value: '' });
      keys.forEach((key, at) => {
        entries.push({ place: `IndexedDB ${name}/${store}`, value: `${toText(key)} ${toText(values[at])}` });
      });
    }
    database.close();
  }
  return entries;

  /** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
  function settle(request) {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  /** @param {unknown} value @returns {string} */
  function toText(value) {
    return JSON.stringify(value, (_key, part) => {
      if (part instanceof ArrayBuffer) return `[binary:${new Uint8Array(part).join()}]`;
      if (ArrayBuffer.isView(part)) return `[binary:${new Uint8Array(part.buffer).join()}]`;
      return part instanceof CryptoKey ? '[key]' : part;
    });
  }
}
