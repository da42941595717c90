/** Scripts that run in the visited pages. Each is a function that is sent as text, so it may use nothing from around it. */

/** What `reportWrites` tells. */
export interface ToldWrite {
  readonly kind: 'cookie' | 'localStorage' | 'sessionStorage' | 'indexedDB';
  readonly name: string;
  readonly at: number;
  readonly document: string;
  readonly stack: string;
}

/**
 * Runs in the page's own world before its first script: tells which script writes to the device. The browser itself does not
 * say who wrote a cookie.
 */
export function reportWrites(binding: string): string {
  return `(${watchWrites.toString()})(${JSON.stringify(binding)})`;
}

function watchWrites(binding: string): void {
  const page = globalThis as unknown as { [name: string]: unknown };
  const tell = page[binding] as ((text: string) => void) | undefined;
  if (!tell) return;
  // Nothing is left for the page to see.
  delete page[binding];
  const { now } = Date;
  const { stringify } = JSON;
  const report = (kind: string, name: unknown): void => {
    tell(
      stringify({ kind, name: String(name), at: now(), document: location.href, stack: new Error('here').stack ?? '' }),
    );
  };
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  if (cookie?.set && cookie.get) {
    const { get, set } = cookie;
    Object.defineProperty(Document.prototype, 'cookie', {
      ...cookie,
      get(this: Document): unknown {
        return get.call(this);
      },
      set(this: Document, text: unknown) {
        report('cookie', String(text).split('=', 1).join('').trim());
        set.call(this, text);
      },
    });
  }
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (this: Storage, key: string, value: string): void {
    let isSession = false;
    try {
      isSession = this === sessionStorage;
    } catch {
      // A frame without storage.
    }
    report(isSession ? 'sessionStorage' : 'localStorage', key);
    setItem.call(this, key, value);
  };
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (this: IDBFactory, ...call: [string, number?]): IDBOpenDBRequest {
    report('indexedDB', call[0]);
    return open.apply(this, call);
  };
}

/** Says to scripts of the page what the header says to servers. */
export const SIGNAL_SCRIPT =
  "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { configurable: true, enumerable: true, get: () => true });";

/** Runs in a world of its own, unseen by the page: tells each click, by whomever. */
export function reportClicks(binding: string): string {
  return `(${watchClicks.toString()})(${JSON.stringify(binding)})`;
}

function watchClicks(binding: string): void {
  const tell = (globalThis as unknown as { [name: string]: (text: string) => void })[binding];
  addEventListener(
    'click',
    (event) => {
      const target = event.composedPath().at(0);
      const text = target instanceof Element ? (target.textContent ?? '').trim().slice(0, 60) : '';
      tell?.(JSON.stringify({ type: 'click', at: Date.now(), text }));
    },
    { capture: true },
  );
}

/** What `readStores` returns. */
export interface ReadStores {
  readonly origin: string;
  readonly items: readonly { readonly kind: string; readonly name: string; readonly value: string }[];
}

/** Runs in a world of its own: what this origin has on the device. */
export const READ_STORES = `(${readStores.toString()})()`;

async function readStores(): Promise<string> {
  const items: { kind: string; name: string; value: string }[] = [];
  const attempt = async (read: () => Promise<void> | void): Promise<void> => {
    try {
      await read();
    } catch {
      // Not allowed here, as in a sandboxed frame.
    }
  };
  const list = (kind: string, storage: Storage): void => {
    for (const [name, value] of Object.entries(storage)) items.push({ kind, name, value: String(value) });
  };
  const toText = (value: unknown): string => {
    try {
      return JSON.stringify(value, (_key, part: unknown) =>
        part instanceof ArrayBuffer || ArrayBuffer.isView(part) ? '[bytes]' : part,
      );
    } catch {
      return String(value);
    }
  };
  const promised = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('unreadable'));
    });
  await attempt(() => list('localStorage', localStorage));
  await attempt(() => list('sessionStorage', sessionStorage));
  await attempt(async () => {
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await promised(indexedDB.open(name));
      const values: string[] = [];
      for (const store of database.objectStoreNames) {
        const rows: unknown[] = await promised(database.transaction(store).objectStore(store).getAll(null, 200));
        values.push(...rows.map((row) => `${store}: ${toText(row)}`));
      }
      database.close();
      items.push({ kind: 'indexedDB', name, value: values.join('\n') });
    }
  });
  await attempt(async () => {
    for (const name of await caches.keys()) {
      const keys = await (await caches.open(name)).keys();
      items.push({ kind: 'cache', name, value: keys.map(({ url }) => url).join('\n') });
    }
  });
  await attempt(async () => {
    for (const { scope, active, waiting, installing } of await navigator.serviceWorker.getRegistrations()) {
      const worker = active ?? waiting ?? installing;
      items.push({ kind: 'service worker', name: scope, value: worker?.scriptURL ?? '' });
    }
  });
  return JSON.stringify({ origin: location.origin, items });
}

/** Where the page's Headgate sends to, as its configuration says; JSON of an object. */
export const READ_ENDPOINTS = `(${readEndpoints.toString()})()`;

function readEndpoints(): string {
  const endpoints: { [collector: string]: string } = {};
  const block = document.getElementById('headgate-config');
  try {
    const { collectors = {} } = JSON.parse(block?.textContent ?? '{}') as {
      collectors?: { [name: string]: { url?: string; endpoints?: { [region: string]: { url?: string } } } };
    };
    for (const [name, { url, endpoints: regional = {} }] of Object.entries(collectors)) {
      const urls = [url, ...Object.values(regional).map((one) => one.url)].filter((one) => one !== undefined);
      endpoints[name] = urls.map((one) => new URL(one, location.href).href).join(' ');
    }
  } catch {
    // No configuration of ours.
  }
  return JSON.stringify(endpoints);
}
