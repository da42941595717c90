import type { EventState } from '../audit/create-ledger.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { Room } from './ask-collector.js';
import type { Endpoint } from './endpoints.js';
import type { Item } from './item.js';

/** One collector's queue: what this page answers for, in memory or in the buffer, and the way out. */
export interface Lane {
  readonly endpoints: readonly Endpoint[];
  add(item: Item): void;
  /** The events of this page that have not met their end. */
  events(): readonly TaggedEvent[];
  /** Counts events of this page that another tab ended, by their ids or those of their chunks. */
  end(names: readonly string[], state: EventState, reason: string): void;
  /** Gives up what is not current any more, or everything, and the requests that carry it. */
  purge(reason: string, isAll?: boolean): void;
  /** Writes and sends soon. */
  resume(): void;
  /** Writes what can be written, and sends what can be sent, whatever the backoff. */
  flush(): Promise<void>;
  /** The page may be gone in a moment: sends what there is room for, without waiting for an answer. */
  leave(room: Room): void;
  /** Asks the collector to erase events. Answers whether it said yes. */
  erase(ids: readonly string[], subject: { readonly [field: string]: string }): Promise<boolean>;
  stop(): void;
}
