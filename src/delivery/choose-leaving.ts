import { encode } from './ask-collector.js';
import type { Item } from './item.js';

/** About what an event needs in a request beside its own text. */
const OVERHEAD = 200;

/** What a page that is being left still sends: the oldest events that no request carries, as many as fit. */
export function chooseLeaving(
  items: Iterable<Item>,
  flying: readonly Item[],
  maxEvents: number,
  budget: number,
): { readonly batch: readonly Item[]; readonly left: number } {
  const batch: Item[] = [];
  let left = budget;
  for (const item of items) {
    if (batch.length === maxEvents || flying.includes(item)) continue;
    const size = encode(JSON.stringify(item.event)).length + OVERHEAD;
    if (size > left) break;
    left -= size;
    batch.push(item);
  }
  return { batch, left };
}
