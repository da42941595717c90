import { CONTROL, KEYS, chunkRange, readControl, type Chunk, type ChunkKey, type Control } from './chunk.js';
import { onResult, type Transact } from './create-storage.js';

/** A chunk as it was read, with its key. */
export type Entry = readonly [key: ChunkKey, chunk: Chunk];

/** Epoch ids by category. */
export interface Epochs {
  readonly [category: string]: string;
}

export interface Agreement {
  /** The consent for which a collector has the last receipt. */
  readonly receipt: string | undefined;
  /** The epochs that were closed for all tabs. */
  readonly closed: Epochs;
}

/** An epoch to be closed; whichever is current where this page had none. */
interface Doomed {
  readonly epoch: string | undefined;
}

/** What a page gets when it asks for a lane's next events. */
export type Taken =
  /** Another page is sending this lane. */
  | { readonly kind: 'busy'; readonly until: number }
  /** Categories whose epoch another tab closed, with the new one where it was opened again. */
  | { readonly kind: 'moved'; readonly epochs: { readonly [category: string]: string | undefined } }
  /** Chunks that this page alone may send until `until`. */
  | { readonly kind: 'taken'; readonly entries: readonly Entry[]; readonly until: number };

/** Totals of what lies in the buffer, by lane. */
export interface Totals {
  readonly [lane: string]: { readonly count: number; readonly bytes: number };
}

/**
 * The shared buffer of all tabs of an origin. An event lies in it under the epochs of its categories; the control record
 * says which epochs are current. Whoever reads, writes or sends compares the two in the same transaction, so a withdrawal
 * in one tab voids the events of all, and a wipe never touches those of a newer consent.
 */
export interface Buffer {
  /**
   * Agrees with the other tabs: closes the epochs that this page left, then takes part in the current ones of these
   * categories, and opens one where there is none. A category of which the epoch on this page is no longer the one in
   * `asked` has closed meanwhile, and stays closed. Also notes the consent for which a collector has a receipt.
   */
  agree(categories: readonly string[], asked: readonly number[], receipt?: string): Promise<Agreement>;
  /** The epochs of these categories as one text; `undefined` until all are adopted. */
  epochs(categories: readonly string[]): string | undefined;
  /** Leaves the epochs of these categories at once, and remembers to close them. Returns those that it took part in. */
  leave(categories: readonly string[]): Epochs;
  /** Writes chunks in one transaction, if `isCurrent` still holds when it begins. Answers whether it did. */
  append(entries: readonly Entry[], isCurrent: () => boolean): Promise<boolean>;
  /** Takes the lease of a lane and reads its next chunks, up to the limits. */
  take(lane: string, maxEvents: number, maxBytes: number): Promise<Taken>;
  /** Gives back the lease of a lane, deletes chunks, and replaces others by what is left of them. */
  settle(
    lane: string,
    done: readonly ChunkKey[],
    left: readonly { readonly old: ChunkKey; readonly entry: Entry }[],
  ): Promise<void>;
  /** Whether this page takes part in any epoch. */
  isAdopted(): boolean;
  /** Whether it takes part in all of these, as a chunk's key names them. */
  isUsable(epochs: string): boolean;
  /** Walks all keys in pages, and deletes the chunks for which `judge` gives a reason. */
  sweep(judge: (key: ChunkKey, isVoid: boolean) => string | undefined, onRemoved: OnRemoved): Promise<Totals>;
  /** Reads every chunk, page by page. */
  read(use: (entry: Entry) => Promise<void>): Promise<void>;
}

export type OnRemoved = (key: ChunkKey, reason: string) => void;

interface Dependencies {
  readonly transact: Transact;
  readonly page: string;
  readonly now: () => number;
  readonly createId: () => string;
  /** Changes when one of the categories closes. */
  readonly epochOf: (categories: readonly string[]) => number;
}

/** How long a page may send a lane alone before another may take over. Longer than a request may take. */
export const LEASE = 10_000;
const PAGE_SIZE = 256;

export function createBuffer({ transact, page, now, createId, epochOf }: Dependencies): Buffer {
  const current: { [category: string]: string } = {};
  /** Epochs that this page left and that are not yet closed for all tabs. Whatever fails, they are before the next opens. */
  const doomed: { [category: string]: Doomed } = {};

  const isUsable = (epochs: string): boolean =>
    !epochs || epochs.split(',').every((epoch) => Object.values(current).includes(epoch));

  return {
    async agree(categories, asked, receipt) {
      const closing = { ...doomed };
      const [control, closed] = await transact<[Control, Epochs]>((store, done) =>
        onResult(store.get(CONTROL), (value) => {
          const agreed = readControl(value);
          done([agreed, close(agreed, closing)]);
          for (const category of categories) agreed.epochs[category] ??= createId();
          if (receipt !== undefined) agreed.receipt = receipt;
          store.put(agreed, CONTROL);
          if (!Object.keys(agreed.epochs).length) store.delete(KEYS);
        }),
      );
      for (const category in closing) if (doomed[category] === closing[category]) delete doomed[category];
      categories.forEach((category, index) => {
        if (epochOf([category]) === asked[index]) current[category] = control.epochs[category]!;
      });
      return { receipt: control.receipt, closed };
    },

    epochs(categories) {
      const known = categories.map((category) => current[category]);
      return known.includes(undefined) ? undefined : known.join();
    },

    isUsable,
    isAdopted: () => Object.keys(current).length > 0,

    leave(categories) {
      const left: { [category: string]: string } = {};
      for (const category of categories) {
        const epoch = current[category];
        if (epoch) left[category] = epoch;
        doomed[category] = { epoch };
        delete current[category];
      }
      return left;
    },

    append: (entries, isCurrent) =>
      transact<boolean>((store, done) => {
        const mayWrite = isCurrent();
        done(mayWrite);
        if (mayWrite) for (const [key, chunk] of entries) store.put(chunk, key);
        // Write-only and committed at once: it lands even if the page is being left.
        store.transaction.commit?.();
      }),

    take: (lane, maxEvents, maxBytes) =>
      transact<Taken>((store, done) =>
        onResult(store.get(CONTROL), (value) => {
          // The record is gone, data and all: the site's storage was cleared. Consent was not withdrawn.
          const control = value ? readControl(value) : { ...readControl(value), epochs: { ...current } };
          const moved = findMoved(control, current);
          const lease = control.leases[lane];
          const until = now() + LEASE;
          if (moved) return done({ kind: 'moved', epochs: moved });
          // A lease that ends later than any could was written before the clock was set back.
          if (lease && lease.by !== page && lease.until > now() && lease.until <= until) {
            return done({ kind: 'busy', until: lease.until });
          }
          const choose = (chosen: readonly ChunkKey[]): void => {
            const entries: Entry[] = [];
            done({ kind: 'taken', entries, until });
            if (chosen.length) control.leases[lane] = { by: page, until };
            else delete control.leases[lane];
            store.put(control, CONTROL);
            for (const key of chosen) onResult(store.get(key), (chunk) => void entries.push([key, chunk]));
          };
          chooseKeys(store, lane, maxEvents, maxBytes, isUsable, choose);
        }),
      ),

    settle: (lane, finished, left) =>
      transact((store) => {
        onResult(store.get(CONTROL), (value) => {
          const control = readControl(value);
          if (control.leases[lane]?.by !== page) return;
          delete control.leases[lane];
          store.put(control, CONTROL);
        });
        for (const key of finished) store.delete(key);
        for (const { old, entry } of left) {
          // Gone meanwhile (withdrawn, evicted, or delivered by another page): what is left of it is gone too.
          onResult(store.getKey(old), (key) => {
            if (!key) return;
            store.delete(old);
            store.put(entry[1], entry[0]);
          });
        }
      }),

    async sweep(judge, onRemoved) {
      const totals: { [lane: string]: { count: number; bytes: number } } = {};
      let after: IDBValidKey | undefined;
      do {
        const judged = await transact<(readonly [ChunkKey, string | undefined])[]>((store, done) => {
          let valid: readonly string[] = [];
          onResult(store.get(CONTROL), (value) => (valid = Object.values(readControl(value).epochs)));
          onResult(store.getAllKeys(chunkRange(undefined, after), PAGE_SIZE), (keys) => {
            const isVoid = (key: ChunkKey): boolean => !!key[3] && !key[3].split(',').every((id) => valid.includes(id));
            const found = (keys as ChunkKey[]).map((key) => [key, judge(key, isVoid(key))] as const);
            for (const [key, reason] of found) if (reason) store.delete(key);
            done(found);
          });
        });
        for (const [key, reason] of judged) {
          if (reason) onRemoved(key, reason);
          else addTo(totals, key);
        }
        after = judged.length < PAGE_SIZE ? undefined : judged.at(-1)![0];
      } while (after);
      return totals;
    },

    async read(use) {
      let after: IDBValidKey | undefined;
      do {
        const [keys, chunks] = await transact<[ChunkKey[], Chunk[]]>((store, done) =>
          onResult(store.getAllKeys(chunkRange(undefined, after), PAGE_SIZE), (found) =>
            onResult(store.getAll(chunkRange(undefined, after), PAGE_SIZE), (values) =>
              done([found as ChunkKey[], values]),
            ),
          ),
        );
        for (const [index, key] of keys.entries()) await use([key, chunks[index]!]);
        after = keys.length < PAGE_SIZE ? undefined : keys.at(-1);
      } while (after);
    },
  };
}

/** Closes epochs in the control record, unless another tab has closed them and opened new ones. */
function close(control: Control, doomed: { readonly [category: string]: Doomed }): Epochs {
  const closed: { [category: string]: string } = {};
  for (const category in doomed) {
    const current = control.epochs[category];
    if (!current || (doomed[category]!.epoch ?? current) !== current) continue;
    closed[category] = current;
    delete control.epochs[category];
    delete control.receipt;
  }
  return closed;
}

function addTo(totals: { [lane: string]: { count: number; bytes: number } }, key: ChunkKey): void {
  const total = (totals[key[0]] ??= { count: 0, bytes: 0 });
  total.count += key[4];
  total.bytes += key[5];
}

function findMoved(control: Control, current: { readonly [category: string]: string }): Control['epochs'] | undefined {
  const moved = Object.keys(current).filter((category) => control.epochs[category] !== current[category]);
  if (moved.length) return Object.fromEntries(moved.map((category) => [category, control.epochs[category]!]));
  return undefined;
}

/** Goes through a lane's keys in pages until the limits are full. The first usable chunk is taken whatever its size. */
function chooseKeys(
  store: IDBObjectStore,
  lane: string,
  maxEvents: number,
  maxBytes: number,
  isUsable: (epochs: string) => boolean,
  choose: (keys: readonly ChunkKey[]) => void,
): void {
  const chosen: ChunkKey[] = [];
  let count = 0;
  let bytes = 0;
  const next = (after?: IDBValidKey): void =>
    onResult(store.getAllKeys(chunkRange(lane, after), PAGE_SIZE), (keys) => {
      for (const key of keys as ChunkKey[]) {
        if (!isUsable(key[3])) continue;
        count += key[4];
        bytes += key[5];
        if (chosen.length && (count > maxEvents || bytes > maxBytes)) return choose(chosen);
        chosen.push(key);
      }
      return keys.length < PAGE_SIZE ? choose(chosen) : next(keys.at(-1));
    });
  next();
}
