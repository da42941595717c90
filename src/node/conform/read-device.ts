import type { Page } from 'puppeteer-core';

/** One thing that lies on the device for a site. */
export interface Entry {
  /** Such as `localStorage rl_user_id`. */
  readonly place: string;
  /** As text; what is no text as `[binary:…]` with its bytes. */
  readonly value: string;
}

/** Returns what lies on the device for the page's site, read past the tracker. */
export async function readDevice(page: Page): Promise<Entry[]> {
  const cookies = await page.browserContext().cookies();
  const stores = (await page.evaluate(`(${readStores.toString()})()`)) as Entry[];
  return [...cookies.map(({ name, value }) => ({ place: `cookie ${name}`, value: decode(value) })), ...stores];
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Runs in the page, as text: it may use nothing from around it. */
async function readStores(): Promise<Entry[]> {
  const entries: Entry[] = [];
  const settle = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('unreadable'));
    });
  const toText = (value: unknown): string =>
    JSON.stringify(value, (_key, part: unknown) => {
      if (part instanceof ArrayBuffer) return `[binary:${new Uint8Array(part).join()}]`;
      if (ArrayBuffer.isView(part)) return `[binary:${new Uint8Array(part.buffer).join()}]`;
      return part instanceof CryptoKey ? '[key]' : part;
    });
  const readDatabase = async (name: string): Promise<void> => {
    const database = await settle(indexedDB.open(name));
    if (database.objectStoreNames.length === 0) entries.push({ place: `IndexedDB ${name}`, value: '' });
    for (const store of database.objectStoreNames) {
      const place = `IndexedDB ${name}/${store}`;
      const objects = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([settle(objects.getAllKeys()), settle(objects.getAll())]);
      if (keys.length === 0) entries.push({ place, value: '' });
      keys.forEach((key, at) => entries.push({ place, value: `${toText(key)} ${toText(values[at])}` }));
    }
    database.close();
  };
  for (const [key, value] of Object.entries(localStorage)) {
    entries.push({ place: `localStorage ${key}`, value: String(value) });
  }
  for (const [key, value] of Object.entries(sessionStorage)) {
    entries.push({ place: `sessionStorage ${key}`, value: String(value) });
  }
  for (const { name = '' } of await indexedDB.databases()) await readDatabase(name);
  return entries;
}
