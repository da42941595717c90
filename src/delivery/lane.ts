import type { EventState, Ledger } from '../audit/create-ledger.js';
import type { Told } from '../audit/debugging.js';
import type { Report } from '../audit/diagnostic.js';
import type { Withdrawals } from '../consent/withdrawals.js';
import type { Environment } from '../instance/environment.js';
import type { HeadgateOptions } from '../instance/options.js';
import type { Tabs } from '../instance/tabs.js';
import type { Policies } from '../intake/event-policy.js';
import type { EventStore, WipeResult } from '../storage/event-store.js';
import type { Vault } from '../storage/vault.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { Room } from './ask-collector.js';
import type { Endpoint } from './endpoints.js';
import type { Item } from './item.js';

/** What all lanes of a page share. */
export interface LaneHost {
  readonly environment: Pick<Environment, 'now' | 'after' | 'fetch' | 'compress'>;
  /** The lane's name on the device: a collector of the same name that has another recipient is another one. */
  readonly storedAs: string;
  readonly options: Pick<HeadgateOptions<never>, 'flushInterval' | 'buffer'>;
  readonly store: EventStore;
  readonly vault: Vault;
  readonly withdrawals: Pick<Withdrawals, 'applyWithdrawals'>;
  readonly policies: Pick<Policies, 'policyFor'>;
  /**
   * What this device asks the collector by for what it sent, and nobody else: only where the manifest declares it. Gives
   * nothing where no consent lets the device keep it.
   */
  readonly secret: (() => Promise<string | undefined>) | undefined;
  /** Whether the device may be read. */
  mayRead(): boolean;
  /** Whether the page has come back and does not know yet what was withdrawn meanwhile: nothing leaves, nothing is written. */
  isBehind(): boolean;
  /** Deletes from the device what is void, expired or too much. */
  sweep(): unknown;
  /** Counts chunks that were removed unread. */
  countRemoved(result: Pick<WipeResult, 'removed'>): void;
  readonly move: Ledger['move'];
  readonly tabs: Pick<Tabs, 'tell'>;
  readonly report: Report;
  /** Tells whoever watches. */
  readonly tell: (told: Told) => void;
}

/** The way of one collector: what this page answers for, in memory or on the device, and the way out. */
export interface Lane {
  readonly endpoints: readonly Endpoint[];
  add(item: Item): void;
  /** The events of this page that have not met their end. */
  events(): readonly TaggedEvent[];
  /** Counts events of this page that another tab ended, by their ids or those of their chunks. */
  end(names: readonly string[], state: EventState, reason: string): void;
  /** Gives up what is void, and the requests that carry it. */
  purge(reason: string): void;
  /** Gives up everything. */
  forget(reason: string): void;
  /** Writes and sends soon. */
  resume(): void;
  /** Writes what can be written, and sends what can be sent, whatever the backoff. */
  flush(): Promise<void>;
  /** The page is hidden, and may be gone without another word: sends now, as far as there is room, and no other tab does. */
  hide(room: Room): void;
  /** The page is being left: sends what there is room for, without touching the device, and without waiting for an answer. */
  leave(room: Room): void;
  /** Asks the collector to erase events, by the device's secret where it has one. Returns whether it said yes. */
  erase(ids: readonly string[], subject: { readonly [field: string]: string }, secret?: string): Promise<boolean>;
  /** What this device asks the collector by. */
  readonly secret: LaneHost['secret'];
  stop(): void;
}
