import type { EventState } from '../audit/create-ledger.js';
import { chunkRange, isChunkKey, isWithin, type ChunkKey, type Control } from './chunk.js';
import type { Enter, RemovedChunk, WipeResult } from './event-store.js';
import { onResult } from './transaction.js';

/** How the way of a chunk's events ended. */
type End = readonly [state: EventState, reason: string];

/** How full each lane is, as `load` counts. */
export interface Loads {
  [lane: string]: number;
}

/** Keys that are read in one go. */
export const PAGE_SIZE = 64;

/** How much of a lane's share a chunk takes, out of `full`. */
export interface Share {
  load(key: ChunkKey): number;
  readonly full: number;
}

/**
 * Deletes what is void, expired or too much; or everything, for a reason. Returns the keys that it removed, and how full the
 * lanes are now, or no such figure where the device did not answer. Goes through the keys in pages: no payload is read.
 */
export async function wipeChunks(
  enter: Enter,
  now: () => number,
  { load, full }: Share,
  reason?: string,
): Promise<WipeResult & { readonly loads?: Loads }> {
  const removed: RemovedChunk[] = [];
  /** What a lane has too much. Keys are sorted by lane, tier and time: the weakest tier goes first, then the oldest. */
  let excess: Loads = Object.create(null);

  /** `false`: a key of another shape, which goes and is nobody's. */
  const judge = (key: ChunkKey, { epochs: current }: Control): End | false | undefined => {
    if (!isChunkKey(key)) return false;
    const [lane, , , epochs, , , expires] = key;
    if (reason) return ['purged', reason];
    if (!isWithin(epochs, current)) return ['purged', 'withdrawn'];
    if (expires <= now()) return ['expired', 'retention'];
    if (!(excess[lane]! > 0)) return undefined;
    excess[lane]! -= load(key);
    return ['dropped', 'buffer-full'];
  };

  for (;;) {
    const loads: Loads = Object.create(null);
    let last: ChunkKey | undefined;
    do {
      const judged = await enter<(readonly [ChunkKey, ReturnType<typeof judge>])[]>((store, control, done) =>
        onResult(store.getAllKeys(chunkRange(undefined, last), PAGE_SIZE), (found) => {
          const ends = (found as never as ChunkKey[]).map((key) => [key, judge(key, control)] as const);
          for (const [key, end] of ends) if (end !== undefined) store.delete(key as never);
          done(ends);
        }),
      );
      if (!judged) return { removed, isDone: false };
      for (const [key, end] of judged) {
        const [lane] = key;
        if (end) removed.push([key, ...end]);
        else if (end !== false) loads[lane] = (loads[lane] ?? 0) + load(key);
      }
      last = judged[PAGE_SIZE - 1]?.[0];
    } while (last);
    excess = Object.create(null);
    // A tenth more goes than must, so that the next event does not evict again.
    for (const lane in loads) if (loads[lane]! > full) excess[lane] = loads[lane]! - full * 0.9;
    if (Object.keys(excess).length === 0) return { removed, isDone: true, loads };
  }
}
