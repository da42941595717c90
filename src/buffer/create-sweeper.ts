import type { ChunkKey } from './chunk.js';
import type { Buffer } from './create-buffer.js';
import type { Account } from './create-lane-buffer.js';

/** Keeps the buffer within its limits, and free of what is void or expired. */
export interface Sweeper {
  /** Counts what was written to a lane; answers whether it has more than its share now. */
  count(lane: string, written: readonly { readonly size: number }[]): boolean;
  sweep(): Promise<void>;
}

interface Dependencies {
  readonly buffer: Pick<Buffer, 'sweep'>;
  readonly now: () => number;
  readonly maxEvents: number;
  readonly maxBytes: number;
  readonly account: Account;
}

interface Total {
  events: number;
  bytes: number;
}

export function createSweeper({ buffer, now, maxEvents, maxBytes, account }: Dependencies): Sweeper {
  const totals = new Map<string, Total>();

  function count(lane: string, written: readonly { readonly size: number }[]): boolean {
    const total = totals.get(lane) ?? { events: 0, bytes: 0 };
    totals.set(lane, total);
    for (const { size } of written) total.bytes += size;
    total.events += written.length;
    return total.events > maxEvents || total.bytes > maxBytes;
  }

  async function sweep(): Promise<void> {
    const found = await buffer.sweep(
      (key, isVoid) => (isVoid ? 'withdrawn' : key[6] <= now() ? 'retention' : undefined),
      (key, reason) => account(key, reason === 'retention' ? 'expired' : 'purged', reason, key[4]),
    );
    const excess = new Map<string, Total>();
    for (const [lane, { count: events, bytes }] of Object.entries(found)) {
      totals.set(lane, { events, bytes });
      // A tenth more goes than must, so that the next event does not evict again.
      if (events > maxEvents || bytes > maxBytes) {
        excess.set(lane, { events: events - maxEvents * 0.9, bytes: bytes - maxBytes * 0.9 });
      }
    }
    if (excess.size) await evict(excess);
  }

  /** Keys are sorted by lane, tier and time: what a lane has too much goes weakest tier first, then oldest. */
  async function evict(excess: ReadonlyMap<string, Total>): Promise<void> {
    const judge = (key: ChunkKey): string | undefined => {
      const over = excess.get(key[0]);
      if (!over || (over.events <= 0 && over.bytes <= 0)) return undefined;
      over.events -= key[4];
      over.bytes -= key[5];
      return 'buffer-full';
    };
    await buffer.sweep(judge, (key, reason) => {
      const total = totals.get(key[0])!;
      total.events -= key[4];
      total.bytes -= key[5];
      account(key, 'dropped', reason, key[4]);
    });
  }

  return { count, sweep };
}
