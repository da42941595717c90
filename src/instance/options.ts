import type { AuditEntry } from '../audit/create-ledger.js';
import type { Debug, DebugLoader } from '../audit/debugging.js';
import type { Diagnostic } from '../audit/diagnostic.js';
import type { ConsentSource, ConsentState } from '../consent/consent.js';
import type { Collector, RegionalCollectors } from '../delivery/collector.js';
import type { Manifest } from '../manifest/manifest.js';
import type { CollectorName } from '../manifest/manifest-types.js';
import type { Seal } from '../manifest/protect-fields.js';
import type { BufferLimits } from '../storage/event-store.js';

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
  /** Bounds of what waits in page memory for a choice. What is over them is dropped, the oldest first, and counted. */
  readonly hold?: HoldLimits;
  /**
   * Bounds of what waits on the device for each collector. What is over them is dropped and counted: the weakest tier first,
   * then the oldest.
   */
  readonly buffer?: BufferLimits;
  /** Hears of everything that is amiss, never with a value of an event. What it throws is caught, and reported once. */
  readonly onDiagnostic?: (diagnostic: Diagnostic) => void;
  /** Hears of every step of every event, without its data. */
  readonly onAudit?: (entry: AuditEntry) => void;
  /** Hears of every change of consent, and of the first state. The same as `headgate.onConsent(listener)`. */
  readonly onConsent?: (state: ConsentState) => void;
  /**
   * Says in the console what is wrong, and what to do about it: `debug` of `headgate/debug`, or what loads it,
   * `() => import('headgate/debug')`. @defaultValue nothing is said, and nothing of it is loaded
   */
  readonly debug?: Debug | DebugLoader | undefined;
  /** `asked`: only where the page's address has `?headgate`, or `?headgate-debug`. @defaultValue on every page */
  readonly debugWhen?: 'asked' | undefined;
}
