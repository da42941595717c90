import type { Buffer, BufferHost, Enter, Loan } from './event-store.js';
import {
  chunkRange,
  CONTROL,
  isChunkKey,
  isWithin,
  KEYS,
  type Chunk,
  type ChunkKey,
  type Control,
  type Epochs,
} from './chunk.js';
import type { EpochBook } from './epoch-book.js';
import { createStorage, HANG, onResult } from './transaction.js';
import { PAGE_SIZE, sweepChunks, type Loads } from './wipe.js';

/** How long a page may send a lane alone before another may take over. Longer than a request may take. */
export const LEASE = 10_000;
/** How long storage rests after a failure. */
const REST = 5_000;

const { keys } = Object;

/** What a database is given beside what the buffer is. */
export interface DatabaseHost extends BufferHost {
  readonly book: EpochBook;
  /** Leaves what is over. */
  heed(): void;
  /** How many times consent closed. */
  closings(): number;
  /** All that is void under this mark is deleted. */
  onWiped(mark: string): void;
}

/**
 * One database of the buffer: its control record says which epochs are current in it, and every transaction agrees with it
 * first. What it shares with the buffer is described there.
 */
export interface Database extends Pick<
  Buffer,
  'enter' | 'isAwake' | 'wake' | 'put' | 'trade' | 'sweep' | 'read' | 'settle'
> {
  /** The epochs that this page takes part in. */
  readonly shared: Epochs;
  /** Whether the last transaction never ended, and none has since. */
  isHung(): boolean;
  /** Whether this page has used it. */
  isTouched(): boolean;
  /** Whether there is such a database. Asked without touching the device; `undefined` where the browser cannot say. */
  isThere(): Promise<boolean | undefined>;
  /** Whether nothing that is void under this mark lies in it. */
  isWiped(mark: string): boolean;
}

export function createDatabase(name: string, host: DatabaseHost): Database {
  const { environment, page, limits, usable, onMoved, onRemoved, onTurn, book, heed, closings, onWiped } = host;
  const { createStore, after, now, hasStore, readMark } = environment;
  const { own, isVoid } = book;
  const { maxEvents = 10_000, maxBytes = 10_485_760 } = limits ?? {};
  const transact = createStorage({ createStore: (isLost) => createStore(name, isLost), after });
  const shared: Epochs = {};
  /** How many of the times that consent closed are wiped from this database, and under which mark. */
  let wiped = 0;
  let wipedMark: string | undefined;
  let isTouched = false;
  let hasClosed = false;
  let isHung = false;
  let isResting = false;
  let loads: Loads = {};

  /** How much of a lane's share a chunk takes, in events or in bytes, out of `full`. */
  const full = maxEvents * maxBytes;
  const load = ([, , , , count, bytes]: ChunkKey): number => Math.max(count * maxBytes, bytes * maxEvents);

  /** Every transaction of this page. One that fails puts the database to rest. */
  async function attempt<T>(work: Parameters<typeof transact<T>>[0], onWritten?: () => void): Promise<T | undefined> {
    isTouched = true;
    try {
      const result = await transact(work);
      isHung = false;
      onWritten?.();
      return result;
    } catch (error) {
      isHung ||= error === HANG;
      if (isResting) return undefined;
      isResting = true;
      onTurn(true);
      after(REST, () => {
        isResting = false;
        onTurn(false);
        void settle();
      });
      return undefined;
    }
  }

  /** Closes in the control record what is void, leaves what other tabs closed, and adopts what is granted. */
  function agree(store: IDBObjectStore, control: Control): Epochs {
    const { epochs } = control;
    const adopted: Epochs = {};
    heed();
    for (const category of keys(epochs)) {
      if (!isVoid(category, epochs[category])) continue;
      delete epochs[category];
      delete control.receipt;
      hasClosed = true;
    }
    // The keys die with the consent that they were made under.
    if (!keys(epochs)[0]) store.delete(KEYS);
    const moved = keys(shared).filter((category) => shared[category] !== epochs[category]);
    for (const category of moved) book.raise(category, shared[category]!);
    if (moved[0])
      onMoved(
        moved,
        moved.filter((category) => epochs[category]),
      );
    book.open(usable().filter((category) => !own[category]));
    for (const category of usable()) adopted[category] = epochs[category] ??= own[category]!;
    return adopted;
  }

  const enter: Enter = <T>(use: Parameters<typeof enter<T>>[0]) => {
    let adopted: Epochs = {};
    let era: number;
    return attempt<T>(
      (store, done) =>
        onResult(store.get(CONTROL), (value: Control | undefined) => {
          // The record is gone, data and all: the site's storage was cleared. Consent was not withdrawn.
          const control = { epochs: { ...shared }, ...value, leases: { ...value?.leases } };
          adopted = agree(store, control);
          era = closings();
          use(store, control, done, adopted);
          store.put(control, CONTROL);
        }),
      () => {
        // A withdrawal that overtook the transaction leaves nothing adopted.
        if (era !== closings()) return;
        Object.assign(shared, adopted);
        // This tab may be the only one that knows.
        if (hasClosed) book.mark();
        hasClosed = false;
      },
    );
  };

  async function sweep(forgotten?: string): Promise<boolean> {
    const left = await sweepChunks(enter, now, load, full, onRemoved, forgotten);
    if (left) loads = left;
    return !!left;
  }

  /** Finishes withdrawals: closes for all tabs what this one has left, and deletes its events. */
  async function settle(forgotten?: string): Promise<void> {
    const era = closings();
    if (wiped === era && !forgotten) return;
    let known = readMark();
    if ((await isThere()) ?? (isTouched || known)) {
      do {
        known = readMark();
        if (!(await sweep(forgotten))) return;
      } while (known !== readMark());
    }
    wiped = era;
    onWiped((wipedMark = known));
  }

  const isThere = (): Promise<boolean | undefined> => hasStore(name);

  return {
    ...{ shared, enter, settle, isThere },
    isAwake: () => !isResting,
    isHung: () => isHung,
    isTouched: () => isTouched,
    isWiped: (mark) => wipedMark === mark,
    sweep: () => sweep(),
    wake: () => void (isResting = false),

    async put(key, data, mayWrite) {
      const isWritten = await attempt<boolean>((store, done) => {
        heed();
        const isCurrent = isWithin(key[3], shared) && mayWrite();
        done(isCurrent);
        if (isCurrent) store.put({ data }, key as never);
        // Write-only and committed at once: it lands even if the page is being left.
        store.transaction.commit?.();
      });
      if (isWritten && (loads[key[0]] = (loads[key[0]] ?? 0) + load(key)) > full) void sweep();
      return isWritten;
    },

    trade: (lane, done, maxEvents, maxBytes, passed) =>
      enter<Loan | number>((store, control, answer, adopted) => {
        for (const key of done) store.delete(key as never);
        const { leases } = control;
        const lease = leases[lane];
        const until = now() + LEASE;
        // A lease that ends later than any could was written before the clock was set back.
        if (lease && lease.by !== page && lease.until > now() && lease.until <= until) {
          return answer(lease.until - now());
        }
        const era = closings();
        let room = maxEvents;
        let bytes = maxBytes;
        const entries: [ChunkKey, Chunk['data']][] = [];
        leases[lane] = { by: page, until };
        answer({ entries, mayStart: () => now() < until && era === closings() });

        /** Goes through the keys in pages until the limits are full. The first chunk is taken whatever its size. */
        const next = (last?: IDBValidKey): void =>
          onResult(store.getAllKeys(chunkRange(lane, last), PAGE_SIZE), (found) => {
            for (const key of found as never as ChunkKey[]) {
              if (!isChunkKey(key) || passed.includes(key[2])) continue;
              if (!isWithin(key[3], adopted)) continue;
              room -= key[4];
              bytes -= key[5];
              if (entries.length && (room < 0 || bytes < 0)) return;
              const entry: [ChunkKey, Chunk['data']] = [key, ''];
              entries.push(entry);
              onResult(store.get(key as never), (chunk?: Chunk) => chunk && (entry[1] = chunk.data));
            }
            if (found.length === PAGE_SIZE) next(found.at(-1));
            else if (!entries.length) giveBack();
          });
        const giveBack = (): void => {
          delete leases[lane];
          store.put(control, CONTROL);
        };
        if (maxEvents) next();
        else delete leases[lane];
      }),

    async read() {
      if (!((await isThere()) ?? isTouched)) return [];
      const chunks = await attempt<Chunk[]>((store, done) => onResult(store.getAll(chunkRange()), done));
      return chunks ?? [];
    },
  };
}
