import { chunkRange, CONTROL, isChunkKey, isWithin, type Chunk, type ChunkKey } from './chunk.js';
import type { ChunkClaim, Enter, EventStore, EventStoreHost } from './event-store.js';
import { onResult } from './transaction.js';
import { PAGE_SIZE } from './wipe.js';

/**
 * How long a page may send a lane alone before another may take over, in milliseconds. Longer than a request may take. A lease
 * ends by itself; a Web Lock does not where a tab is frozen, and is lost where a page enters the back/forward cache.
 */
export const LEASE = 10_000;

/** Takes the lease of a lane and reads its next chunks; see `EventStore.claimChunks`. */
export function createClaim(
  enter: Enter,
  { environment: { now }, withdrawals, page }: Pick<EventStoreHost, 'environment' | 'withdrawals' | 'page'>,
): EventStore['claimChunks'] {
  return (lane, done, maxEvents, maxBytes, skip) =>
    enter<ChunkClaim | number>((store, control, answer, adopted) => {
      for (const key of done) store.delete(key as never);
      const { leases } = control;
      const lease = Object.hasOwn(leases, lane) ? leases[lane] : undefined;
      const until = now() + LEASE;
      // A lease that ends later than any could was written before the clock was set back.
      if (lease && lease.by !== page && lease.until > now() && lease.until <= until) {
        return answer(lease.until - now());
      }
      const closures = withdrawals.closures();
      let room = maxEvents;
      let bytes = maxBytes;
      const entries: [ChunkKey, Chunk['data']][] = [];
      leases[lane] = { by: page, until };
      answer({ entries, mayStart: () => now() < until && closures === withdrawals.closures() });

      /** Goes through the keys in pages until the limits are full. The first chunk is taken whatever its size. */
      const next = (last?: IDBValidKey): void =>
        onResult(store.getAllKeys(chunkRange(lane, last), PAGE_SIZE), (found) => {
          for (const key of found as never as ChunkKey[]) {
            if (!isChunkKey(key)) continue;
            const [, , id, epochs, count, size] = key;
            if (skip.includes(id) || !isWithin(epochs, adopted)) continue;
            room -= count;
            bytes -= size;
            if (entries.length > 0 && (room < 0 || bytes < 0)) return;
            const entry: [ChunkKey, Chunk['data']] = [key, ''];
            entries.push(entry);
            onResult(store.get(key as never), (chunk?: Chunk) => {
              if (chunk) entry[1] = chunk.data;
            });
          }
          if (found.length === PAGE_SIZE) next(found.at(-1));
          else if (entries.length === 0) giveBack();
        });
      const giveBack = (): void => {
        delete leases[lane];
        store.put(control, CONTROL);
      };
      if (maxEvents) next();
      else delete leases[lane];
    });
}
