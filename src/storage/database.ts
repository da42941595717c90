import type { EventStore, EventStoreHost } from './event-store.js';
import { chunkRange, CONTROL, isWithin, KEYS, type Chunk, type ChunkKey, type Control, type Epochs } from './chunk.js';
import { createClaim } from './claim-chunks.js';
import type { Enter, RemovedChunk, WipeResult } from './event-store.js';
import { createTransact, HANG, onResult } from './transaction.js';
import { wipeChunks, type Loads, type Share } from './wipe.js';

/** How long storage rests after a failure, in milliseconds. */
const REST = 5_000;

const { keys } = Object;

/**
 * One database of the event store: its control record says which epochs are current in it, and every transaction agrees with
 * it first. What it shares with the store is described there.
 */
export interface Database extends Pick<
  EventStore,
  'enter' | 'agree' | 'isAwake' | 'wake' | 'put' | 'isFull' | 'claimChunks' | 'sweep' | 'wipe' | 'read'
> {
  /** The epoch of a category that this page takes part in; `undefined` until it is adopted, and once it is over. */
  epochOf(category: string): string | undefined;
  /** Whether the last transaction never ended, and none has since. */
  isHung(): boolean;
  /** Whether this page has used it. */
  isTouched(): boolean;
  /** Whether there is such a database. Asked without touching the device; `undefined` where the browser cannot say. */
  isThere(): Promise<boolean | undefined>;
  /** Whether nothing that is void under this mark lies in it. */
  isWiped(mark: string): boolean;
}

export function createDatabase(
  name: string,
  createStore: NonNullable<EventStoreHost['environment']['createStore']>,
  host: EventStoreHost,
): Database {
  const { environment, options, withdrawals, onStorageHealth } = host;
  const { after, now, hasStore, readMark } = environment;
  const { maxEvents = 10_000, maxBytes = 10_485_760 } = options.buffer ?? {};
  const transact = createTransact({
    createStore: (databaseServerLost) => createStore(name, databaseServerLost),
    after,
  });
  /** The epochs that this page takes part in. */
  const shared: Epochs = Object.create(null);
  /** How many of the times that consent closed are wiped from this database, and under which mark. */
  let wiped = 0;
  let wipedMark: string | undefined;
  let isTouched = false;
  let hasClosed = false;
  let isHung = false;
  let isResting = false;
  let loads: Loads = Object.create(null);

  /** How much of a lane's share a chunk takes, in events or in bytes. */
  const share: Share = {
    full: maxEvents * maxBytes,
    load: ([, , , , count, bytes]) => Math.max(count * maxBytes, bytes * maxEvents),
  };

  function epochOf(category: string): string | undefined {
    const epoch = shared[category];
    return epoch && !withdrawals.isVoid(category, epoch) ? epoch : undefined;
  }

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
      onStorageHealth(true);
      after(REST, () => {
        isResting = false;
        onStorageHealth(false);
      });
      return undefined;
    }
  }

  /** Closes in the control record what is void, leaves what other tabs closed, and adopts what is granted. */
  function agreeWith(store: IDBObjectStore, control: Control): Epochs {
    const { epochs } = control;
    const adopted: Epochs = Object.create(null);
    withdrawals.applyWithdrawals();
    for (const category of keys(epochs)) {
      if (!withdrawals.isVoid(category, epochs[category])) continue;
      delete epochs[category];
      delete control.receipt;
      delete control.pending;
      hasClosed = true;
    }
    // The keys die with the consent that they were made under.
    if (keys(epochs).length === 0) store.delete(KEYS);
    const joined = keys(shared).filter((category) => epochOf(category));
    const moved = joined.filter((category) => shared[category] !== epochs[category]);
    for (const category of moved) withdrawals.closeUpTo(category, shared[category]!);
    if (moved.length > 0) {
      const reopened = moved.filter((category) => epochs[category]);
      withdrawals.onClosedElsewhere(moved, reopened, 'device');
    }
    for (const category of withdrawals.storable()) {
      adopted[category] = epochs[category] ??= withdrawals.ownEpoch(category);
    }
    return adopted;
  }

  const enter: Enter = <T>(use: Parameters<typeof enter<T>>[0]) => {
    let adopted: Epochs = {};
    let closures: number;
    return attempt<T>(
      (store, done) =>
        onResult(store.get(CONTROL), (value: Control | undefined) => {
          // The record is gone, data and all: the site's storage was cleared. Consent was not withdrawn.
          const known = Object.fromEntries(keys(shared).map((category) => [category, epochOf(category)]));
          const epochs = { ...(value?.epochs ?? known) } as Epochs;
          for (const category of keys(epochs)) if (!epochs[category]) delete epochs[category];
          const control: Control = { ...value, epochs, leases: { ...value?.leases } };
          adopted = agreeWith(store, control);
          closures = withdrawals.closures();
          use(store, control, done, adopted);
          store.put(control, CONTROL);
        }),
      () => {
        // A withdrawal that overtook the transaction leaves nothing adopted.
        if (closures !== withdrawals.closures()) return;
        for (const category of keys(adopted)) {
          shared[category] = adopted[category]!;
          withdrawals.join(category, adopted[category]!);
        }
        // This tab may be the only one that knows.
        if (hasClosed) withdrawals.mark();
        hasClosed = false;
      },
    );
  };

  async function sweep(reason?: string): Promise<WipeResult> {
    const result = await wipeChunks(enter, now, share, reason);
    if (result.loads) ({ loads } = result as { loads: Loads });
    return result;
  }

  /** Finishes withdrawals: closes for all tabs what this one has left, and deletes its events. */
  async function wipe(reason?: string): Promise<WipeResult> {
    const closures = withdrawals.closures();
    const removed: RemovedChunk[] = [];
    let known = readMark();
    const isUnmarked = !known || known === wipedMark;
    if (wiped === closures && isUnmarked && !reason) return { removed, isDone: true };
    if ((await isThere()) ?? (isTouched || known)) {
      do {
        known = readMark();
        const result = await sweep(reason);
        removed.push(...result.removed);
        if (!result.isDone) return { removed, isDone: false };
      } while (known !== readMark());
    }
    wiped = closures;
    wipedMark = known;
    return { removed, isDone: true };
  }

  const isThere = (): Promise<boolean | undefined> => hasStore(name);

  return {
    enter,
    epochOf,
    isThere,
    wipe,
    claimChunks: createClaim(enter, host),
    isAwake: () => !isResting,
    isHung: () => isHung,
    isTouched: () => isTouched,
    isWiped: (mark) => wipedMark === mark,
    isFull: (lane) => (loads[lane] ?? 0) > share.full,
    sweep: () => sweep(),
    wake: () => void (isResting = false),

    async agree() {
      if (!((await isThere()) ?? isTouched)) return true;
      return !!(await enter<true>((_store, _control, done) => done(true)));
    },

    async put(key, data, mayWrite) {
      const [lane, , , epochs] = key;
      const isWritten = await attempt<boolean>((store, done) => {
        withdrawals.applyWithdrawals();
        const current = Object.fromEntries(keys(shared).map((category) => [category, epochOf(category) ?? '']));
        const isCurrent = isWithin(epochs, current) && mayWrite();
        done(isCurrent);
        if (isCurrent) store.put({ data }, key as never);
        // Write-only and committed at once: it lands even if the page is being left.
        store.transaction.commit?.();
      });
      if (isWritten) loads[lane] = (loads[lane] ?? 0) + share.load(key);
      return isWritten;
    },

    async read() {
      if (!((await isThere()) ?? isTouched)) return [];
      const found = await attempt<[ChunkKey, Chunk['data']][]>((store, done) => {
        const chunks: [ChunkKey, Chunk['data']][] = [];
        done(chunks);
        onResult(store.getAllKeys(chunkRange()), (known) =>
          onResult(store.getAll(chunkRange()), (records: Chunk[]) => {
            for (const [index, key] of (known as never as ChunkKey[]).entries()) {
              if (records[index]) chunks.push([key, records[index].data]);
            }
          }),
        );
      });
      return found ?? [];
    },
  };
}
