import type { TaggedEvent } from '../tag/tagged-event.js';

/** One HTTP request that carries a batch. */
export interface CollectorRequest {
  readonly url: string;
  readonly body: string;
  /** A CORS-safelisted type avoids the preflight. @defaultValue `'text/plain;charset=UTF-8'` */
  readonly type?: string;
}

/**
 * What a collector's 2xx answer says of a batch. Events that it names nowhere stay in the buffer and are sent again.
 */
export interface Receipted {
  /** Ids of the events that the collector took. */
  readonly accepted: readonly string[];
  /** Ids that it will never take, with its reason. */
  readonly rejected?: readonly { readonly id: string; readonly reason: string }[];
}

/**
 * A receiver of events: how a batch is written for it and how its answer is read. One file each in `collectors/`.
 * Retries, splitting, backoff and deadlines are the delivery stage's work, not the adapter's.
 */
export interface Collector {
  /** Most events and bytes (UTF-8) of one request. */
  readonly maxEvents: number;
  readonly maxBytes: number;
  /** Events older than this many milliseconds are expired for this collector. @defaultValue unlimited */
  readonly maxAge?: number;
  encode(events: readonly TaggedEvent[], sentAt: string): CollectorRequest;
  /** Reads a 2xx answer that was read to its end. `undefined`: not an answer of this collector, send again later. */
  read(body: string, events: readonly TaggedEvent[]): Receipted | undefined;
  /** The request that asks to erase, where the collector can. `subject` holds protected values only. */
  erase?(ids: readonly string[], subject: { readonly [field: string]: string }): CollectorRequest;
}
