import type { EventState, Ledger } from '../audit/create-ledger.js';
import type { Report } from '../audit/diagnostic.js';
import type { Buffer } from '../storage/event-store.js';
import type { ChunkKey } from '../storage/chunk.js';
import type { Vault } from '../storage/vault.js';
import type { Environment } from '../instance/environment.js';
import type { HeadgateOptions } from '../instance/headgate.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { Room } from './ask-collector.js';
import type { Endpoint } from './endpoints.js';
import type { Item, EventPolicy, TabMessage } from './item.js';

/** What all lanes of a page share. */
export interface LaneHost {
  readonly environment: Pick<Environment, 'now' | 'after' | 'fetch'>;
  readonly options: Pick<HeadgateOptions<never>, 'flushInterval' | 'buffer'>;
  readonly buffer: Buffer;
  readonly vault: Vault;
  /** What holds for an event now; `undefined` where the manifest does not declare it. */
  policyFor(event: string): EventPolicy | undefined;
  /** Whether the device may be read. */
  mayRead(): boolean;
  /** Counts a chunk that could not be read as ended. */
  account(key: ChunkKey, state: EventState, reason: string): void;
  readonly move: Ledger['move'];
  /** Tells the other tabs. */
  tell(message: TabMessage): void;
  readonly report: Report;
}

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
  /** The page is hidden, and may be gone without another word: sends now, as far as there is room, and no other tab does. */
  hide(room: Room): void;
  /** The page is being left: sends what there is room for, without touching the device, and without waiting for an answer. */
  leave(room: Room): void;
  /** Asks the collector to erase events. Answers whether it said yes. */
  erase(ids: readonly string[], subject: { readonly [field: string]: string }): Promise<boolean>;
  stop(): void;
}
