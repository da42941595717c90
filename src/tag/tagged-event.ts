import type { EVIDENCE } from '../manifest/vocabulary.js';
import type { FieldValue, LegalBasis, Regime, Tier } from '../manifest/manifest.js';

/**
 * What was known of the visitor's consent at one step of an event's way. It holds no id, consent string or exact time of the
 * choice: those would link the pages of a visitor whom tier `anonymous` says nobody can recognise. Receipts hold them.
 */
export interface ConsentStamp {
  /** The strictest state among the event's categories; `granted` for an event that needs none. */
  readonly state: 'granted' | 'denied' | 'undecided';
  readonly regime: Regime;
  /** How the state came to be known: by a choice of the visitor, or by something that binds less. */
  readonly evidence: (typeof EVIDENCE)[number];
  /** Names of the consent sources that said so, joined by `+`. */
  readonly source: string;
  /** Version of the notice or policy that the visitor answered, where the source says it. */
  readonly version?: string;
}

/** A consent platform's record of the choice. */
export interface ConsentProof {
  /** The platform's consent or receipt id. */
  readonly id?: string;
  /** ISO 8601: when the choice was made, as the platform says. */
  readonly time?: string;
  /** Version of the platform's notice or configuration. */
  readonly version?: string;
  /** A consent string, such as TCF's. */
  readonly string?: string;
  /** `true` where the platform gives no proof and Headgate only saw the state. */
  readonly observed?: true;
}

/** An event as it is buffered and sent: plain JSON, with its own legal metadata. */
export interface TaggedEvent {
  /** UUIDv7, stable over retries: collectors deduplicate by it. */
  readonly id: string;
  readonly event: string;
  /** ISO 8601, UTC: when `track` was called. */
  readonly time: string;
  readonly tier: Tier;
  readonly purpose: string;
  readonly basis: LegalBasis;
  readonly categories: readonly string[];
  readonly retentionDays: number;
  /** ISO 8601, UTC: when a receiver must have deleted it. */
  readonly expires: string;
  /** The manifest's version. */
  readonly manifest: string;
  readonly consent: { readonly captured: ConsentStamp; readonly released?: ConsentStamp };
  readonly data: { readonly [field: string]: FieldValue } | ReceiptData;
}

/**
 * The reserved name under which receipts travel beside events.
 *
 * @example
 * ```ts
 * import { RECEIPT_EVENT } from 'headgate/node';
 *
 * const isReceipt = arrived.event === RECEIPT_EVENT;
 * ```
 */
export const RECEIPT_EVENT = 'consent_receipt';

/** The data of a consent receipt (GDPR Art. 7(1)): every category's state after a grant or a withdrawal, and its proof. */
export interface ReceiptData {
  readonly action: 'granted' | 'withdrawn';
  readonly categories: { readonly [category: string]: 'granted' | 'denied' | 'undecided' };
  /** What the consent platform offers as proof; `observed` where it offers none. */
  readonly proof: ConsentProof;
  /** ISO 8601, UTC: since when this state holds on this page. */
  readonly since: string;
}
