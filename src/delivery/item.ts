import type { EventPolicy } from '../intake/event-policy.js';
import type { ChunkKey } from '../storage/chunk.js';
import type { TaggedEvent } from '../tag/tagged-event.js';

/** An event on its way through this page, from the gate to one collector. */
export interface Item {
  readonly event: TaggedEvent;
  /** As it was when the gate let it through. */
  readonly policy: EventPolicy;
  /** About how much text it is. */
  readonly size: number;
  /** When it was tracked, in epoch milliseconds. */
  readonly since: number;
  /** The key of the chunk that it lies in, once it is being written. */
  key?: ChunkKey | undefined;
  /** The lanes in which its way ended before the engine had loaded. */
  endedIn?: Set<string>;
  /** Its way is over: delivered, or given up. */
  hasEnded?: boolean;
}

export const hasEnded = (item: Item): boolean => !!item.hasEnded;
