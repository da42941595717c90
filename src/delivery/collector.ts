import type { TaggedEvent } from '../tag/tagged-event.js';

/** One HTTP request that carries a batch. */
export interface CollectorRequest {
  readonly url: string;
  readonly body: string;
  /** A CORS-safelisted type avoids the preflight. @defaultValue `'text/plain;charset=UTF-8'` */
  readonly type?: string;
  /** Further headers; each costs a preflight. */
  readonly headers?: { readonly [name: string]: string };
  /**
   * The receiver takes the body compressed with gzip too, by its first two bytes and without a `Content-Encoding`, which would
   * cost a preflight. @defaultValue `false`
   */
  readonly mayCompress?: boolean;
}

/** What a collector says of a batch. Events that it names nowhere stay in the buffer and are sent again. */
export interface CollectorAnswer {
  /** Ids of the events that the collector took. */
  readonly accepted: readonly string[];
  /** Ids that it will never take, with its reason. */
  readonly rejected?: readonly { readonly id: string; readonly reason: string }[];
  /** How long to wait before the rest is sent again, in milliseconds. @defaultValue the backoff's */
  readonly retryAfter?: number;
  /** The collector refuses to talk to this page: what waits is kept for the next. */
  readonly isBlocked?: boolean;
}

/** Most that one batch may hold. */
export interface CollectorLimits {
  /** The region that its endpoint lies in (`EU`, `US`), where the adapter knows it. @defaultValue as the manifest says */
  readonly region?: string | undefined;
  readonly maxEvents: number;
  /** Bytes (UTF-8) of one request. */
  readonly maxBytes: number;
  /** Events older than this many milliseconds are expired for this collector. @defaultValue unlimited */
  readonly maxAge?: number;
}

/**
 * A receiver of events over HTTP: how a batch is written for it and how its answer is read. One file each in `collectors/`.
 * Retries, splitting, backoff and deadlines are the delivery stage's work, not the adapter's.
 *
 * @example
 * ```ts
 * import type { HttpCollector } from 'headgate';
 *
 * // Takes a batch as lines of JSON, and says nothing of single events: a 2xx took them all.
 * const lines: HttpCollector = {
 *   maxEvents: 100,
 *   maxBytes: 65_536,
 *   encode: (events) => ({
 *     url: 'https://events.example/lines',
 *     body: events.map((event) => JSON.stringify(event)).join('\n'),
 *   }),
 *   read: (_body, events) => ({ accepted: events.map(({ id }) => id) }),
 * };
 * ```
 */
export interface HttpCollector extends CollectorLimits {
  /**
   * `subject`: what the events of this device can be asked for by, where the manifest says `"subject": "device"` of the
   * collector: the SHA-256 of a secret that only the device has, as base64url. Never there with events of tier `anonymous`.
   */
  encode(events: readonly TaggedEvent[], sentAt: string, subject?: string): CollectorRequest;
  /** Statuses besides 2xx whose answers `read` understands. @defaultValue none */
  readonly reads?: readonly number[];
  /**
   * Reads an answer that was read to its end. `undefined`: not an answer of this collector; a 2xx is sent again later,
   * another status counts for what it is.
   */
  read(body: string, events: readonly TaggedEvent[], status: number): CollectorAnswer | undefined;
  /**
   * The request that asks to erase, where the collector can. `subject` holds protected values only; `secret` proves that it is
   * the device itself that asks, where the manifest says `"subject": "device"`.
   */
  erase?(ids: readonly string[], subject: { readonly [field: string]: string }, secret?: string): CollectorRequest;
}

/**
 * A receiver in the page itself, such as another vendor's tag: it gets its events by a call, and answers at once.
 *
 * @example
 * ```ts
 * import type { PageCollector } from 'headgate';
 *
 * // Hands events to a function of the page.
 * const log: PageCollector = {
 *   maxEvents: 100,
 *   maxBytes: 65_536,
 *   deliver(events) {
 *     for (const { event, data } of events) console.log(event, data);
 *     return { accepted: events.map(({ id }) => id) };
 *   },
 * };
 * ```
 */
export interface PageCollector extends CollectorLimits {
  /** `undefined`: not there yet; it is asked again. */
  deliver(events: readonly TaggedEvent[]): CollectorAnswer | undefined;
}

export type Collector = HttpCollector | PageCollector;

/** A collector with several endpoints, by the region that each lies in. The first is for visitors of all other regions. */
export interface RegionalCollectors {
  readonly [region: string]: Collector;
}
