import { IDBKeyRange as FakeKeyRange } from 'fake-indexeddb';
import type { UseStore } from 'idb-keyval';

(globalThis as { IDBKeyRange?: unknown }).IDBKeyRange ??= FakeKeyRange;

interface ModelRequest {
  run(): unknown;
  result?: unknown;
  transaction: ModelTransaction;
  onsuccess?: () => void;
}

interface ModelTransaction {
  owner: object;
  queue: ModelRequest[];
  isDone: boolean;
  isAborted: boolean;
  error: Error | null;
  oncomplete?: () => void;
  onabort?: () => void;
  onerror?: () => void;
  commit(): void;
  abort(): void;
}

/**
 * A model of one IndexedDB object store that several tabs share. Transactions are created at once and run one after the
 * other, each as a whole, when the test says so: that is all the freedom that a browser has with overlapping
 * readwrite transactions. Values are cloned on the way in and out.
 */
export class ModelDisk {
  readonly records: [key: IDBValidKey, value: unknown][] = [];
  readonly pending: ModelTransaction[] = [];
  /** How often a tab has touched this disk. */
  touches = 0;
  /** Transactions begin, and none ever runs. */
  isHung = false;

  open(owner: object): UseStore {
    return async (_mode, callback) => {
      this.touches++;
      const transaction = this.createTransaction(owner);
      return callback(this.createStore(transaction));
    };
  }

  /** Runs the oldest transaction that waits. Returns whether there was one. */
  step(): boolean {
    if (this.isHung) return false;
    const transaction = this.pending.shift();
    if (!transaction) return false;
    while (transaction.queue.length && !transaction.isAborted) {
      const request = transaction.queue.shift()!;
      request.result = request.run();
      request.onsuccess?.();
    }
    transaction.isDone = true;
    if (transaction.isAborted) transaction.onabort?.();
    else transaction.oncomplete?.();
    return true;
  }

  /** A tab is gone: what it had not begun never happens. */
  drop(owner: object): void {
    for (const transaction of this.pending.filter((waiting) => waiting.owner === owner)) {
      this.pending.splice(this.pending.indexOf(transaction), 1);
    }
  }

  private createTransaction(owner: object): ModelTransaction {
    const transaction: ModelTransaction = {
      owner,
      queue: [],
      isDone: false,
      isAborted: false,
      error: null,
      commit: () => {},
      abort() {
        transaction.isAborted = true;
        transaction.error = new Error('aborted');
      },
    };
    this.pending.push(transaction);
    return transaction;
  }

  private createStore(transaction: ModelTransaction): IDBObjectStore {
    const request = (run: () => unknown): ModelRequest => {
      if (transaction.isDone) throw new Error('TransactionInactiveError');
      const made: ModelRequest = { run, transaction };
      transaction.queue.push(made);
      return made;
    };
    const within = (range: unknown): [IDBValidKey, unknown][] =>
      this.records.filter(([key]) => (range instanceof FakeKeyRange ? range.includes(key) : isSame(range, key)));
    const page = (range: unknown, count = Infinity): [IDBValidKey, unknown][] => within(range).slice(0, count);
    return {
      transaction,
      get: (key: unknown) => request(() => structuredClone(within(key)[0]?.[1])),
      getKey: (key: unknown) => request(() => within(key)[0]?.[0]),
      getAll: (range: unknown, count?: number) =>
        request(() => page(range, count).map(([, value]) => structuredClone(value))),
      getAllKeys: (range: unknown, count?: number) => request(() => page(range, count).map(([key]) => key)),
      put: (value: unknown, key: IDBValidKey) => {
        const copy = structuredClone(value);
        return request(() => this.put(key, copy));
      },
      delete: (range: unknown) =>
        request(() => {
          for (const record of within(range)) this.records.splice(this.records.indexOf(record), 1);
        }),
    } as unknown as IDBObjectStore;
  }

  private put(key: IDBValidKey, value: unknown): void {
    const index = this.records.findIndex(([known]) => compare(known, key) >= 0);
    if (index >= 0 && isSame(this.records[index]![0], key)) this.records[index] = [key, value];
    else this.records.splice(index < 0 ? this.records.length : index, 0, [key, value]);
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return compare(a, b) === 0;
}

/** The order of IndexedDB keys, for the kinds that are used: numbers, strings, arrays. */
function compare(a: unknown, b: unknown): number {
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let index = 0; index < Math.min(a.length, b.length); index++) {
      const order = compare(a[index], b[index]);
      if (order) return order;
    }
    return a.length - b.length;
  }
  const rank = (key: unknown): number => (Array.isArray(key) ? 3 : typeof key === 'string' ? 2 : 1);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  return (a as number) < (b as number) ? -1 : a === b ? 0 : 1;
}
