import type { Buffer, BufferHost, Enter, Loan } from './buffer.js';
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
import { createStorage, onResult } from './create-storage.js';
import { PAGE_SIZE, sweepChunks, type Loads } from './sweep-chunks.js';

/** How long a page may send a lane alone before another may take over. Longer than a request may take. */
const LEASE = 10_000;
/** How long storage rests after a failure. */
const REST = 5_000;

const { keys } = Object;

export function createBuffer(host: BufferHost): Buffer {
  const { environment, page, createId, limits, usable, onVoid, onMoved, onRemoved, onTurn } = host;
  const { createStore, after, now, hasStore, readMark, writeMark } = environment;
  const { maxEvents = 10_000, maxBytes = 10_485_760 } = limits ?? {};
  const transact = createStorage({ createStore, after });
  /** The epochs that this page takes part in, and those that it would open if there are none. */
  const shared: Epochs = {};
  const own: Epochs = {};
  /**
   * What is withdrawn: of each category the last epoch that is void. Where this page does not know it, an id of that moment:
   * ids sort by time, so it stands for every epoch before it, and for none that is opened after it.
   */
  const closed: Epochs = {};
  /** How many times consent closed, and how many of them are wiped from the device. */
  let closings = 0;
  let wiped = 0;
  let isTouched = false;
  let hasClosed = false;
  let isResting = false;
  let loads: Loads = {};
  let chunkId = '';

  /** What comes later sorts after it, also in the same millisecond, and when the clock is set back. */
  function createIdAfter(last = ''): string {
    const fresh = createId();
    return fresh > last ? fresh : `${last}+`;
  }

  /** How much of a lane's share a chunk takes, in events or in bytes, out of `full`. */
  const full = maxEvents * maxBytes;
  const load = ([, , , , count, bytes]: ChunkKey): number => Math.max(count * maxBytes, bytes * maxEvents);

  /** Every transaction of this page. One that fails puts storage to rest. */
  async function attempt<T>(work: Parameters<typeof transact<T>>[0], onWritten?: () => void): Promise<T | undefined> {
    isTouched = true;
    try {
      const result = await transact(work);
      onWritten?.();
      return result;
    } catch {
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

  /** An epoch that is later than now was opened before the clock was set back. */
  const isVoid = (category: string, epoch?: string): boolean =>
    !!epoch && !!closed[category] && (epoch <= closed[category] || epoch.slice(0, 13) > createId());

  function raise(category: string, epoch: string): void {
    if (epoch > (closed[category] ?? '')) closed[category] = epoch;
  }

  function open(categories: readonly string[]): void {
    for (const category of categories) own[category] = createIdAfter(closed[category]);
  }

  function heed(epochs: Epochs = Object.fromEntries(new URLSearchParams(readMark()))): void {
    for (const category of keys(epochs)) raise(category, epochs[category]!);
    const gone = usable().filter((category) => isVoid(category, shared[category] ?? own[category]));
    if (gone[0]) onMoved(gone, []);
  }

  /** Several platforms reload the page on a withdrawal: the mark lets the next page finish. */
  function mark(): void {
    // What another tab marked meanwhile stays marked.
    heed();
    writeMark(String(new URLSearchParams(closed)));
    onVoid(closed);
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
    for (const category of moved) raise(category, shared[category]!);
    if (moved[0])
      onMoved(
        moved,
        moved.filter((category) => epochs[category]),
      );
    open(usable().filter((category) => !own[category]));
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
          era = closings;
          use(store, control, done, adopted);
          store.put(control, CONTROL);
        }),
      () => {
        // A withdrawal that overtook the transaction leaves nothing adopted.
        if (era !== closings) return;
        Object.assign(shared, adopted);
        // This tab may be the only one that knows.
        if (hasClosed) mark();
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
    const era = closings;
    if (wiped === era && !forgotten) return;
    let known = readMark();
    if ((await hasStore()) ?? (isTouched || known)) {
      do {
        known = readMark();
        if (!(await sweep(forgotten))) return;
      } while (known !== readMark());
    }
    wiped = era;
    // Another tab may be about to send what it took before: until its lease is over, it finds the mark.
    if (known) after(LEASE, () => known === readMark() && writeMark(''));
  }

  const isAwake = (): boolean => !isResting;

  return {
    toKey: (lane, rank, epochs, ...rest) => [lane, rank, (chunkId = createIdAfter(chunkId)), epochs, ...rest, page],
    ...{ page, enter, open, heed, isAwake, settle },
    sweep: () => sweep(),
    wake: () => void (isResting = false),

    epochs(categories) {
      const known = categories.map((category) => shared[category]);
      return known.includes(undefined) ? undefined : known.join();
    },

    close(categories, isWithdrawal) {
      closings++;
      for (const category of categories) {
        const now = createId();
        const epoch = shared[category] ?? own[category] ?? now;
        // What other tabs closed stays closed since then: an epoch that was opened after it is not this page's to close.
        if (!isVoid(category, epoch)) raise(category, epoch > now ? epoch : now);
        delete shared[category];
      }
      open(categories);
      if (isWithdrawal) mark();
      void settle();
    },

    async put(key, data, mayWrite) {
      const isWritten = await attempt<boolean>((store, done) => {
        heed();
        const isCurrent = mayWrite();
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
        const era = closings;
        let room = maxEvents;
        let bytes = maxBytes;
        const entries: [ChunkKey, Chunk['data']][] = [];
        leases[lane] = { by: page, until };
        answer({ entries, mayStart: () => now() < until && era === closings });

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
      if (!((await hasStore()) ?? isTouched)) return [];
      const chunks = await attempt<Chunk[]>((store, done) => onResult(store.getAll(chunkRange()), done));
      return chunks ?? [];
    },
  };
}
