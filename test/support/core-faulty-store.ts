import type { UseStore } from 'idb-keyval';

/** How a device fails: it refuses every call, throws at once, never answers, or takes writes and loses them on the way. */
export type Fault = 'rejects' | 'throws' | 'silent' | 'full' | undefined;

/** A store that fails as long as the test says so, and works before and after. */
export function createFaultyStore(createStore: () => UseStore): { create(): UseStore; fault: Fault; calls: number } {
  const faulty = {
    fault: undefined as Fault,
    calls: 0,
    create(): UseStore {
      faulty.calls++;
      if (faulty.fault === 'throws') throw new DOMException('blocked', 'SecurityError');
      const use = createStore();
      return async (mode, callback) => {
        if (faulty.fault === 'rejects') throw new DOMException('broken', 'UnknownError');
        if (faulty.fault === 'silent') return new Promise(() => {});
        if (faulty.fault !== 'full') return use(mode, callback);
        return use(mode, (store) => {
          const refuse = (): never => {
            throw new DOMException('full', 'QuotaExceededError');
          };
          return callback(new Proxy(store, { get: (target, name) => (name === 'put' ? refuse : bind(target, name)) }));
        });
      };
    },
  };
  return faulty;
}

/** Counts what a page reads of the device: keys, and records with their data. */
export function createCountingStore(createStore: () => UseStore): {
  create(): UseStore;
  readonly counts: { keys: number; records: number; calls: number; longest: number };
} {
  const counts = { keys: 0, records: 0, calls: 0, longest: 0 };
  const count = (name: string | symbol, result: unknown): void => {
    counts.calls++;
    if (name === 'getAllKeys') counts.keys += (result as unknown[]).length;
    if (name === 'getAllKeys' || name === 'getAll')
      counts.longest = Math.max(counts.longest, (result as unknown[]).length);
    if (name === 'getAll') counts.records += (result as unknown[]).length;
    if (name === 'get' && (result as { data?: unknown } | undefined)?.data !== undefined) counts.records++;
  };
  const counting = (store: IDBObjectStore): IDBObjectStore =>
    new Proxy(store, {
      get(target, name) {
        const member = bind(target, name);
        if (typeof member !== 'function' || !String(name).startsWith('get')) return member;
        return (...args: unknown[]) => {
          const request = (member as (...args: unknown[]) => IDBRequest)(...args);
          return new Proxy(request, {
            get: (of, key) => Reflect.get(of, key) as unknown,
            set(of, key, value: () => void) {
              const onSuccess = (): void => (count(name, of.result), value());
              return Reflect.set(of, key, key === 'onsuccess' ? onSuccess : value);
            },
          });
        };
      },
    });
  return {
    counts,
    create() {
      const use = createStore();
      return (mode, callback) => use(mode, (store) => callback(counting(store)));
    },
  };
}

function bind(target: IDBObjectStore, name: string | symbol): unknown {
  const member = Reflect.get(target, name) as unknown;
  return typeof member === 'function' ? (member as () => void).bind(target) : member;
}
