import type { Tally } from '../audit/create-ledger.js';
import type { Watch, Watched } from '../audit/debugging.js';
import type { Diagnostic } from '../audit/diagnostic.js';
import type { ConsentState } from '../consent/consent.js';
import type { GateReason } from '../gate/decide.js';
import type { Manifest } from '../manifest/manifest.js';
import type { EventData, EventName } from '../manifest/manifest-types.js';
import type { TaggedEvent } from '../tag/tagged-event.js';

/** What became of one `track` call at the gate. */
export interface Tracked {
  /** `allow`: on its way. `hold`: waits in page memory for a choice, and goes nowhere without one. `refuse`: gone. */
  readonly outcome: 'allow' | 'hold' | 'refuse';
  /** Why, as it is counted in `status()` too. */
  readonly reason: GateReason | 'undeclared' | 'invalid' | 'repeated' | 'misconfigured' | 'stopped' | 'error';
  /** The event's id, unless it was refused. */
  readonly id?: string;
}

export interface Status {
  /** By the collector's name in the manifest. */
  readonly collectors: { readonly [lane: string]: Tally };
  /** Calls that belong to no lane: undeclared events. */
  readonly unrouted: Tally;
  /** What was amiss so far, each once: the same as `onDiagnostic` heard, and what a debugger found in the set-up. */
  readonly problems: readonly Diagnostic[];
}

/**
 * What a page holds: tracks events, and says what became of them. No method throws, and none makes the page wait.
 *
 * @example
 * ```ts
 * const { outcome, reason } = headgate.track('search_used', { results: 12 });
 * const stop = headgate.onConsent(({ categories }) => console.log(categories));
 * await headgate.flush();
 * headgate.status().collectors.warehouse?.delivered; // 1
 * ```
 */
export interface Headgate<M extends Manifest = Manifest> {
  /** The manifest that this instance was made with. */
  readonly manifest: M;
  /** Tracks one event. Never throws, never waits: what becomes of it is told by the result, `status()` and `onAudit`. */
  track<N extends EventName<M>>(
    name: N,
    ...data: Record<never, never> extends EventData<M, N> ? [data?: EventData<M, N>] : [data: EventData<M, N>]
  ): Tracked;
  /** The merged consent of this moment. */
  consent(): ConsentState;
  /** Counts by lane, state and reason; `tracked` is the sum of the others at any moment. */
  status(): Status;
  /** Finishes what can be done now: wipes, writes, and one attempt to send all that waits. */
  flush(): Promise<void>;
  /** Everything about events that this device holds, in this tab, the others and on the disk (GDPR Art. 15). A copy. */
  access(): Promise<TaggedEvent[]>;
  /**
   * Deletes everything that this device holds and asks the collectors that can to erase what they have (GDPR Art. 17).
   * `subject` gives plain values of pseudonymised fields; only their pseudonyms are sent. Returns which collectors took it.
   */
  forget(subject?: { readonly [field: string]: string }): Promise<{ readonly [lane: string]: boolean }>;
  /** Calls back on every change of consent, and once at once. Returns what ends it. */
  onConsent(listener: (state: ConsentState) => void): () => void;
  /** Hears of every call, step, request and problem as it happens, for tools such as `headgate/inspector`. */
  watch(listener: (told: Watched) => void): Watch;
  /** Stops listening and sending. What is buffered stays for the next page. */
  stop(): void;
}
