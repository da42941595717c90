import type { CategoryCodes, Regime } from '../manifest/manifest.js';
import type { ConsentProof, ConsentStamp } from '../tag/tagged-event.js';

/** Three states, never a boolean: no answer is neither a yes nor a no. */
export type Choice = 'granted' | 'denied' | 'undecided';

/**
 * What one consent source says at one moment. A category that it does not name is a category on which it has no
 * opinion; `undecided` is an opinion.
 */
export interface ConsentReading {
  readonly source: string;
  readonly categories: { readonly [category: string]: Choice };
  /**
   * The platform is not there yet, or not ready: what it will say is not known, which is not the same as gone. Without it, an
   * `undecided` says that the visitor has no choice that counts, and what earlier pages stored under one is void.
   */
  readonly isPending?: boolean;
  /** What it says instead where all who know the visitor's law call it opt-in: there, a signal binds less. */
  readonly inOptIn?: { readonly [category: string]: Choice };
  /** How the source knows. Only `explicit` counts as a grant in an opt-in regime. */
  readonly evidence: ConsentStamp['evidence'];
  /** The law that the source applies to this visitor, where it says so. */
  readonly regime?: Regime;
  /** The visitor's region as the source knows it: `US-CA`, `DE`. */
  readonly region?: string;
  readonly proof?: ConsentProof;
}

/** What a source is given. */
export interface SourceHost {
  /** Every consent category of the manifest with its code in this source; `undefined` where the manifest gives none. */
  codes(source: string): { readonly [category: string]: CategoryCodes[string] | undefined };
  /** Says what the source knows now. Call it once before returning, and again after every change. */
  report(reading: ConsentReading): void;
  /**
   * What consent to a category is given for, as a text that changes with it: the purposes and recipients of its events, one a
   * line. A choice that was made for another text does not cover a line that is new.
   */
  scope?(category: string): string;
  /**
   * Whether a refusal of the category is an objection to a legitimate interest as well. That holds until the visitor takes it
   * back (GDPR Art. 21): it neither runs out nor becomes undecided, under which such an event would leave again.
   */
  isObjection?(category: string): boolean;
  /** Says, once each, what the source waits for or cannot use, as a short text without data: `onetrust:not-loaded`. */
  problem?(text: string): void;
  /** The manifest's `id`: what a source keeps on the device is that application's. */
  readonly application?: string | undefined;
}

/**
 * A consent source: an adapter to one consent platform. Starts listening and returns the function that stops it.
 * Until it reports, and after it throws, every category is undecided.
 *
 * @example
 * ```ts
 * import { createHeadgate, type ConsentSource } from 'headgate';
 *
 * // Reads an attribute that the server writes into the page, once.
 * const fromServer: ConsentSource = ({ report }) => {
 *   const isGranted = document.documentElement.dataset['consent'] === 'all';
 *   report({ source: 'server', categories: { analytics: isGranted ? 'granted' : 'undecided' }, evidence: 'explicit' });
 *   return () => {};
 * };
 * createHeadgate({ manifest, consent: [fromServer], collectors });
 * ```
 */
export type ConsentSource = (host: SourceHost) => () => void;

/** The merged consent of all sources: the strictest of them. */
export interface ConsentState {
  readonly categories: { readonly [category: string]: Choice };
  /** The granted categories whose grant every source that speaks of them knows from a choice of the visitor. */
  readonly explicit?: readonly string[];
  readonly regime: Regime;
  readonly evidence: ConsentStamp['evidence'];
  readonly source: string;
  readonly proof: ConsentProof;
}
