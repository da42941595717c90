/** What a page's origin has stored, read past the package: raw records, raw keys. */
import type { Frame, Page } from '@playwright/test';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';

export interface StoredRecord {
  readonly key: unknown;
  /** The value as JSON; bytes in it as one character each. */
  readonly value: string;
}

export interface Device {
  readonly databases: readonly { readonly name: string; readonly records: readonly StoredRecord[] }[];
  readonly local: Readonly<Record<string, string>>;
  readonly session: Readonly<Record<string, string>>;
  readonly cookie: string;
  readonly caches: readonly string[];
}

export const UNTOUCHED: Device = { databases: [], local: {}, session: {}, cookie: '', caches: [] };

/**
 * Reads without writing: a database is opened only if it is there. `only`: no other one is asked, since it may not answer.
 * A request of Chromium was seen that was never answered, after the data of the site had been cleared; the same, made again, was.
 */
export function readDevice(page: Page | Frame, only = ''): Promise<Device> {
  return page.evaluate(async (wanted) => {
    const settle = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('unreadable'));
        setTimeout(() => reject(new Error('no answer of IndexedDB')), 10_000);
      });
    const toText = (_key: string, value: unknown): unknown => {
      if (value instanceof ArrayBuffer) return String.fromCharCode(...new Uint8Array(value));
      if (value instanceof Uint8Array) return String.fromCharCode(...value);
      if (typeof CryptoKey === 'function' && value instanceof CryptoKey) {
        return { key: value.algorithm.name, extractable: value.extractable };
      }
      return value;
    };
    const read = async (name: string): Promise<{ key: unknown; value: string }[]> => {
      const database = await settle(indexedDB.open(name));
      const records: { key: unknown; value: string }[] = [];
      for (const storeName of database.objectStoreNames) {
        const store = database.transaction(storeName).objectStore(storeName);
        const [keys, values] = await Promise.all([settle(store.getAllKeys()), settle(store.getAll())]);
        keys.forEach((key, index) => records.push({ key, value: JSON.stringify(values[index], toText) }));
      }
      database.close();
      return records;
    };
    const databases: { name: string; records: { key: unknown; value: string }[] }[] = [];
    const list = (): Promise<IDBDatabaseInfo[]> =>
      new Promise((resolve, reject) => {
        indexedDB.databases().then(resolve, reject);
        setTimeout(() => reject(new Error('no list of IndexedDB')), 10_000);
      });
    for (const { name = '' } of await list().catch(list)) {
      if (wanted && name !== wanted) continue;
      databases.push({ name, records: await read(name).catch(() => read(name)) });
    }
    return {
      databases,
      local: Object.fromEntries(Object.entries(localStorage)),
      session: Object.fromEntries(Object.entries(sessionStorage)),
      cookie: document.cookie,
      caches: typeof caches === 'object' ? await caches.keys() : [],
    };
  }, only);
}

/** How many events lie in the buffer, encrypted or not: their records' keys say it. */
export async function countStored(page: Page | Frame, only?: string): Promise<number> {
  const { databases } = await readDevice(page, only);
  return databases
    .flatMap(({ records }) => records)
    .reduce((sum, { key }) => sum + (Array.isArray(key) ? Number(key[4]) : 0), 0);
}

/** The events in the buffer that are not encrypted. */
export async function readStored(page: Page | Frame): Promise<TaggedEvent[]> {
  const { databases } = await readDevice(page);
  return databases
    .flatMap(({ records }) => records)
    .filter(({ key }) => Array.isArray(key))
    .flatMap(({ value }) => {
      const { data } = JSON.parse(value) as { data: unknown };
      return typeof data === 'string' ? (JSON.parse(data) as TaggedEvent[]) : [];
    });
}
