import type { EventState } from '../audit/create-ledger.js';
import type { Enter } from './event-store.js';
import { chunkRange, isChunkKey, isWithin, type ChunkKey, type Control } from './chunk.js';
import { onResult } from './transaction.js';

/** How the way of a chunk's events ended. */
type End = readonly [state: EventState, reason: string];

/** How full each lane is, as `load` counts. */
export interface Loads {
  [lane: string]: number;
}

/** Keys that are read in one go. */
export const PAGE_SIZE = 64;

/**
 * Deletes what is void, expired or too much; or everything, for a reason. Answers what is left, or nothing where the device
 * does not answer. `load`: how much of its lane's share a chunk takes, out of `full`. Goes through the keys in pages: no payload is read.
 */
export async function sweepChunks(
  enter: Enter,
  now: () => number,
  load: (key: ChunkKey) => number,
  full: number,
  onRemoved: (key: ChunkKey, ...end: End) => void,
  forgotten?: string,
): Promise<Loads | undefined> {
  /** What a lane has too much. Keys are sorted by lane, tier and time: the weakest tier goes first, then the oldest. */
  let excess: Loads = {};

  /** `false`: a key of another shape, which goes and is nobody's. */
  const judge = (key: ChunkKey, { epochs }: Control): End | false | undefined => {
    if (!isChunkKey(key)) return false;
    if (forgotten) return ['purged', forgotten];
    if (!isWithin(key[3], epochs)) return ['purged', 'withdrawn'];
    if (key[6] <= now()) return ['expired', 'retention'];
    if (!(excess[key[0]]! > 0)) return undefined;
    excess[key[0]]! -= load(key);
    return ['dropped', 'buffer-full'];
  };

  for (;;) {
    const left: Loads = {};
    let last: ChunkKey | undefined;
    do {
      const judged = await enter<(readonly [ChunkKey, ReturnType<typeof judge>])[]>((store, control, done) =>
        onResult(store.getAllKeys(chunkRange(undefined, last), PAGE_SIZE), (found) => {
          const ends = (found as never as ChunkKey[]).map((key) => [key, judge(key, control)] as const);
          for (const [key, end] of ends) if (end !== undefined) store.delete(key as never);
          done(ends);
        }),
      );
      if (!judged) return undefined;
      for (const [key, end] of judged) {
        if (end) onRemoved(key, ...end);
        else if (end !== false) left[key[0]] = (left[key[0]] ?? 0) + load(key);
      }
      last = judged[PAGE_SIZE - 1]?.[0];
    } while (last);
    excess = {};
    // A tenth more goes than must, so that the next event does not evict again.
    for (const lane in left) if (left[lane]! > full) excess[lane] = left[lane]! - full * 0.9;
    if (!Object.keys(excess)[0]) return left;
  }
}
