/** What waits in page memory until consent is decided. */
export interface Hold<T> {
  /** Keeps one more; returns what had to go because the hold was full or the oldest had waited too long. */
  keep(held: T): readonly T[];
  /** Goes through everything that is held; what `stays` does not confirm leaves the hold. Returns what waited too long. */
  review(stays: (held: T) => boolean): readonly T[];
  entries(): readonly T[];
}

export interface HoldLimits {
  /** @defaultValue `200` */
  readonly maxEvents?: number;
  /** Of text, about. @defaultValue `65536` */
  readonly maxBytes?: number;
  /** In milliseconds. @defaultValue `1800000` (30 minutes) */
  readonly maxAge?: number;
}

/** A queue in memory, bounded in number, size and age. Never touches the device. */
export function createHold<T extends { readonly size: number; readonly since: number }>(
  { maxEvents = 200, maxBytes = 65_536, maxAge = 1_800_000 }: HoldLimits,
  now: () => number,
): Hold<T> {
  let queue: T[] = [];
  let bytes = 0;

  return {
    keep(held) {
      queue.push(held);
      bytes += held.size;
      const gone: T[] = [];
      while (queue.length > maxEvents || bytes > maxBytes || now() - (queue[0]?.since ?? Infinity) > maxAge) {
        const oldest = queue.shift()!;
        bytes -= oldest.size;
        gone.push(oldest);
      }
      return gone;
    },
    review(stays) {
      // What is tracked meanwhile is kept in the new queue, not lost with the old one.
      const before = queue;
      queue = [];
      bytes = 0;
      const gone: T[] = [];
      for (const held of before) {
        if (now() - held.since > maxAge) gone.push(held);
        else if (stays(held)) {
          queue.push(held);
          bytes += held.size;
        }
      }
      return gone;
    },
    entries: () => queue,
  };
}
