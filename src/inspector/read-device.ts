/** Events that lie in IndexedDB together, by their key alone: no payload is read. */
export interface Stored {
  readonly database: string;
  readonly collector: string;
  /** The tier's place among the tiers, weakest first. */
  readonly rank: number;
  readonly count: number;
  readonly bytes: number;
  /** In epoch milliseconds. */
  readonly expires: number;
}

/** What of Headgate lies on this device, read past Headgate. */
export interface Device {
  readonly stored: readonly Stored[];
  /** Keys of localStorage and sessionStorage. */
  readonly keys: readonly string[];
}

/** Looks at what there is, and creates nothing. */
export async function readDevice(application: string): Promise<Device> {
  const names = [application, `${application}-spill`];
  const stored = await Promise.all(names.map(readDatabase));
  return { stored: stored.flat(), keys: [...keysOf('localStorage'), ...keysOf('sessionStorage')] };
}

/** Of this package: `headgate`, `headgate:choice`, `headgate.shop`. */
function keysOf(area: 'localStorage' | 'sessionStorage'): string[] {
  try {
    return Object.keys(globalThis[area]).filter((key) => /^headgate\b/.test(key));
  } catch {
    // A page whose storage is blocked may not even ask for it.
    return [];
  }
}

async function readDatabase(name: string): Promise<Stored[]> {
  try {
    const known = await indexedDB.databases();
    if (!known.some((database) => database.name === name)) return [];
    const database = await open(name);
    try {
      return (await readKeys(database)).flatMap((key) => toStored(name, key));
    } finally {
      database.close();
    }
  } catch {
    return [];
  }
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    // Deleted since it was listed: opening it must not make it anew.
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB did not open.'));
  });
}

function readKeys(database: IDBDatabase): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const request = database.transaction('events').objectStore('events').getAllKeys();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB did not answer.'));
  });
}

/** The key of a chunk says all but the payload; other records are no events. */
function toStored(database: string, key: unknown): Stored[] {
  if (!Array.isArray(key) || key.length < 8) return [];
  const [lane, rank, , , count, bytes, expires] = key as [string, number, string, string, number, number, number];
  const [collector = lane] = lane.split('\n');
  return [{ database, collector, rank, count, bytes, expires }];
}
