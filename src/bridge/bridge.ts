import type { Report } from '../audit/diagnostic.js';
import type { ConsentState } from '../consent/consent.js';
import type { Tracked } from '../instance/headgate.js';

export interface BridgeOptions {
  /**
   * Origins of the embedded pages that may track through this page, with the events that each may hand over:
   * `{ 'https://survey.example': ['survey_answered'] }`. A list of origins lets them hand over every event.
   */
  readonly origins?: readonly string[] | EventsByFrame;
  /**
   * Frames sandboxed without `allow-same-origin`, as elements or selectors: their origin is `null`, which names nobody. Such
   * a frame is let in once. Whatever document it holds later is a stranger, since nobody can tell which one it is. By selector,
   * with the events that each may hand over: `{ '#survey': ['survey_answered'] }`.
   */
  readonly sandboxed?: readonly (string | HTMLIFrameElement)[] | EventsByFrame;
  /** Hears of what cannot be meant: `misconfigured`, with the option as `field`. */
  readonly onDiagnostic?: Report;
}

/** Names of events, by the origin or the selector of the frames that may hand them over. */
export interface EventsByFrame {
  readonly [frame: string]: readonly string[];
}

/** What a bridge leads to: a `Headgate`, or the `Frame` of a page that is itself embedded. */
export interface BridgeTarget {
  track(name: string, data: never): Tracked | void;
  onConsent(listener: (state: ConsentState) => void): () => void;
}

/** What became of the messages of embedded pages. */
export interface BridgeStatus {
  /** Embedded pages that were let in. */
  readonly frames: number;
  /** Events that they handed over. */
  readonly events: number;
  /** Messages from windows that nobody named or that sent too many, and greetings of a sandboxed frame's second document. */
  readonly strangers: number;
  /** Events that were refused, since their frame may not hand them over. */
  readonly refused: number;
  /** Messages of a frame that was let in, or wanted to be, that are not of the protocol. */
  readonly malformed: number;
  /** Frames that lost their port because they sent too much. */
  readonly flooded: number;
}

/**
 * The host page's side of its embedded pages, while it listens.
 *
 * @example
 * ```ts
 * import { startBridge } from 'headgate';
 *
 * const bridge = startBridge(headgate, { origins: ['https://survey.example'] });
 * bridge.status();
 * ```
 */
export interface Bridge {
  status(): BridgeStatus;
  /** Closes all ports and listens no more. */
  stop(): void;
}
