import type { AuditEntry, Tally } from '../audit/create-ledger.js';
import type { Diagnostic } from '../audit/diagnostic.js';
import type { ConsentSource, ConsentState } from '../consent/consent.js';
import type { BufferLimits } from '../storage/event-store.js';
import type { Collector, RegionalCollectors } from '../delivery/collector.js';
import type { GateReason } from '../gate/decide.js';
import type { CollectorName, EventData, EventName, Manifest } from '../manifest/manifest.js';
import type { Seal } from '../manifest/protect-fields.js';
import type { TaggedEvent } from '../tag/tagged-event.js';

/** What waits in page memory until consent is decided is bounded in number, size and age. */
export interface HoldLimits {
  /** @defaultValue `200` */
  readonly maxEvents?: number;
  /** Of text, about. @defaultValue `65536` */
  readonly maxBytes?: number;
  /** In milliseconds. @defaultValue `1800000` (30 minutes) */
  readonly maxAge?: number;
}

export interface HeadgateOptions<M extends Manifest> {
  /** The event manifest, from `defineManifest` or as compiled by `compileManifest`. */
  readonly manifest: M;
  /** Where consent comes from; the strictest of them counts. Without any, what needs consent stays closed. */
  readonly consent?: readonly ConsentSource[];
  /**
   * An adapter for each collector that the manifest describes by recipient, role and country; or one for each region in which
   * the recipient has an endpoint: `{ EU: …, US: … }`. A collector that the manifest does not describe gets nothing.
   */
  readonly collectors: { readonly [C in CollectorName<M>]?: Collector | RegionalCollectors };
  /**
   * The visitor's region as the page knows it, such as `DE` or `US-CA`; picks the regime, and the endpoints. Events that
   * name a region wait until it is known. @defaultValue as a consent source says
   */
  readonly region?: string | undefined;
  /** From `createSealer` of `headgate/seal`; without it, events with sealed fields are refused. */
  readonly seal?: Seal;
  /** How long events are gathered before they are sent, in milliseconds. @defaultValue `2000` */
  readonly flushInterval?: number;
  readonly hold?: HoldLimits;
  readonly buffer?: BufferLimits;
  readonly onDiagnostic?: (diagnostic: Diagnostic) => void;
  /** Hears of every step of every event, without its data. */
  readonly onAudit?: (entry: AuditEntry) => void;
  readonly onConsent?: (state: ConsentState) => void;
}

/** What became of one `track` call at the gate. */
export interface Tracked {
  readonly outcome: 'allow' | 'hold' | 'refuse';
  readonly reason: GateReason | 'undeclared' | 'invalid' | 'repeated' | 'misconfigured' | 'stopped' | 'error';
  /** The event's id, unless it was refused. */
  readonly id?: string;
}

export interface Status {
  readonly collectors: { readonly [lane: string]: Tally };
  /** Calls that belong to no lane: undeclared events. */
  readonly unrouted: Tally;
}

export interface Headgate<M extends Manifest = Manifest> {
  /** The manifest that this instance was made with. */
  readonly manifest: M;
  /** Tracks one event. Never throws, never waits: what becomes of it is told by the result, `status()` and `onAudit`. */
  track<N extends EventName<M>>(
    name: N,
    ...data: Record<never, never> extends EventData<M, N> ? [data?: EventData<M, N>] : [data: EventData<M, N>]
  ): Tracked;
  consent(): ConsentState;
  /** Counts by lane, state and reason; `tracked` is the sum of the others at any moment. */
  status(): Status;
  /** Finishes what can be done now: wipes, writes, and one attempt to send all that waits. */
  flush(): Promise<void>;
  /** Everything about events that this device holds (GDPR Art. 15). */
  access(): Promise<TaggedEvent[]>;
  /**
   * Deletes everything that this device holds and asks the collectors that can to erase what they have (GDPR Art. 17).
   * `subject` gives plain values of pseudonymised fields; only their pseudonyms are sent. Answers which collectors took it.
   */
  forget(subject?: { readonly [field: string]: string }): Promise<{ readonly [lane: string]: boolean }>;
  /** Calls back on every change of consent, and once at once. Returns what ends it. */
  onConsent(listener: (state: ConsentState) => void): () => void;
  /** Stops listening and sending. What is buffered stays for the next page. */
  stop(): void;
}
