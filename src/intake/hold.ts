import type { Item } from '../delivery/item.js';
import type { HoldLimits } from '../instance/options.js';

/** What becomes of a held event when it is looked at again. */
export type Review = 'keep' | 'release' | { readonly refused: string };

/** Why a held event met its end. */
export type HoldEnd = readonly [state: 'expired' | 'dropped' | 'refused' | 'purged', reason: string];

/** Events that wait in page memory for the visitor's answer, bounded in number, size and age. */
export interface Hold {
  add(item: Item): void;
  items(): readonly Item[];
  /** Goes through what is held: what is too old expires, what is decided goes on or is refused, what is too much is dropped. */
  review(judge: (item: Item) => Review): void;
  /** Gives everything up. */
  forget(): void;
}

export function createHold(
  { maxEvents = 200, maxBytes = 65_536, maxAge = 1_800_000 }: HoldLimits,
  now: () => number,
  release: (item: Item) => void,
  end: (item: Item, ...how: HoldEnd) => void,
): Hold {
  let held: Item[] = [];

  function dropOldest(): void {
    let bytes = held.reduce((sum, { size }) => sum + size, 0);
    while (held.length > maxEvents || bytes > maxBytes) {
      const oldest = held.shift()!;
      bytes -= oldest.size;
      end(oldest, 'dropped', 'hold-full');
    }
  }

  return {
    add: (item) => void held.push(item),
    items: () => held,
    review(judge) {
      // What a callback of the page tracks meanwhile is kept in the new list, not lost with the old one.
      const before = held;
      held = [];
      for (const item of before) {
        const verdict = judge(item);
        if (now() - item.since > maxAge) end(item, 'expired', 'hold-age');
        else if (verdict === 'keep') held.push(item);
        else if (verdict === 'release') release(item);
        else end(item, 'refused', verdict.refused);
      }
      dropOldest();
    },
    forget() {
      const before = held;
      held = [];
      for (const item of before) end(item, 'purged', 'forgotten');
    },
  };
}
