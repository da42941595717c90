/** Witnesses of what a page does that are not the page: the DevTools protocol, and the profile on the disk. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';

/** What the DevTools protocol saw of an origin. */
export interface Seen {
  readonly requests: readonly string[];
  readonly databases: readonly string[];
  readonly localStorage: readonly string[];
  readonly sessionStorage: readonly string[];
  readonly caches: readonly string[];
  readonly cookies: readonly string[];
}

/** Starts to look. The answer says what was seen since, and what is there now. */
export async function startWitness(
  context: BrowserContext,
  page: Page,
): Promise<{ look: (origin: string) => Promise<Seen> }> {
  const session = await context.newCDPSession(page);
  const requests: string[] = [];
  session.on('Network.requestWillBeSent', ({ request }) => requests.push(`${request.method} ${request.url}`));
  for (const domain of ['Network', 'IndexedDB', 'DOMStorage'] as const) await session.send(`${domain}.enable`);

  return {
    async look(securityOrigin) {
      const { databaseNames } = await session.send('IndexedDB.requestDatabaseNames', { securityOrigin });
      const readItems = async (isLocalStorage: boolean): Promise<string[]> => {
        const storageId = { securityOrigin, isLocalStorage };
        const { entries } = await session.send('DOMStorage.getDOMStorageItems', { storageId });
        return entries.map(([key]) => key ?? '');
      };
      const { caches } = await session.send('CacheStorage.requestCacheNames', { securityOrigin });
      const { cookies } = await session.send('Network.getAllCookies');
      return {
        requests: [...requests],
        databases: databaseNames,
        localStorage: await readItems(true),
        sessionStorage: await readItems(false),
        caches: caches.map(({ cacheName }) => cacheName),
        cookies: cookies.map(({ name }) => name),
      };
    },
  };
}

/** The folders of a profile that hold IndexedDB data of an origin. Read it when the browser has ended. */
export async function findDatabaseFolders(profile: string, origin: string): Promise<string[]> {
  const { protocol, hostname, port } = new URL(origin);
  const name = `${protocol.slice(0, -1)}_${hostname}_${port}`;
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(name) && entry.name.includes('indexeddb'))
    .map((entry) => entry.name);
}

/** The files of a profile that hold a text, in either encoding that Chromium stores text in. */
export async function findOnDisk(profile: string, text: string): Promise<string[]> {
  const needles = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    // The browser's record of its network use is a witness itself, not what a page stored.
    if (!entry.isFile() || entry.name === 'net-log.json') continue;
    const content = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0));
    if (needles.some((needle) => content.includes(needle))) found.push(basename(entry.name));
  }
  return found;
}
