import type { Manifest } from '../../manifest/manifest.js';
import type { Canaries } from './canaries.js';
import type { Findings } from './create-findings.js';
import type { Party } from './parties.js';

/** What each judge of a visit may look at, and where it says what it found. */
export interface Scope {
  readonly manifest: Manifest | undefined;
  readonly canaries: Canaries;
  /** Addresses of collectors, by name; more than one is joined by a space. */
  readonly endpoints: { readonly [collector: string]: string };
  readonly partyOf: (url: string) => Party;
  /** Returns whether an address is asked in any visit before the visitor has chosen. */
  readonly isAskedAtOnce: (url: string) => boolean;
  readonly findings: Findings;
}
