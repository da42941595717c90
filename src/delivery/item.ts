import type { ChunkKey } from '../buffer/chunk.js';
import type { EventDefinition } from '../manifest/manifest.js';
import type { TaggedEvent } from '../tag/tagged-event.js';

/** An event on its way through this page to one collector. */
export interface Item {
  readonly event: TaggedEvent;
  readonly rule: EventDefinition;
  /** The epoch of its categories under which it was admitted. */
  readonly epoch: number;
  /** About how much text it is. */
  readonly size: number;
  /** The key of the chunk that it lies in, once it is in the buffer. */
  chunk?: ChunkKey;
}

/** Whether an event may have an effect now: the gate and the epoch, asked at every step. */
export type IsCurrent = (item: Item) => boolean;
