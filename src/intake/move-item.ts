import type { EventState, Ledger } from '../audit/create-ledger.js';
import type { Item } from '../delivery/item.js';

/** Counts an event in all the lanes that it goes to. */
export function moveItem(
  move: Ledger['move'],
  { event, policy, endedIn }: Item,
  from: EventState | undefined,
  to: EventState,
  reason: string,
): void {
  for (const lane in policy.to) if (!endedIn?.has(lane)) move(lane, from, to, reason, [event]);
}
