import type { Origin } from './syntax.js';
import type { Vendor } from './vendors.js';

/** One thing that a scan came across in a file. */
export type Sighting = EventSighting | VendorSighting | ForeignSighting | CategorySighting;

/** A call, a stub call or an attribute that tracks an event. */
export interface EventSighting extends Origin {
  readonly kind: 'event';
  /** `undefined` where it is only known at run time. */
  readonly name: string | undefined;
  /** The fields that are passed; `undefined` where nothing is known of them. */
  readonly fields: readonly FieldSighting[] | undefined;
  /** Whether these are all fields, so that it can be told which one is missing. */
  readonly isComplete: boolean;
  /** Whether it is Headgate for certain; otherwise only a name that is nearly a declared one is worth a word. */
  readonly isCertain: boolean;
}

export interface FieldSighting extends Origin {
  readonly name: string;
  /** Its value where it is a constant. */
  readonly value?: string | number | boolean;
}

/** Something that sends to another vendor past the gate. */
export interface VendorSighting extends Origin {
  readonly kind: 'call' | 'script';
  readonly vendor: Vendor;
  /** As it is written: `gtag("event", …)`, or the address. */
  readonly text: string;
}

/** A call of another package that has a tracker's name. */
export interface ForeignSighting extends Origin {
  readonly kind: 'foreign';
  readonly from: string;
  readonly text: string;
  /** What its first argument can be. */
  readonly names: readonly string[];
  /** Whether the package calls itself a tracker; otherwise only an event of the manifest makes a bypass of it. */
  readonly isCertain: boolean;
}

/** A consent category that markup names. */
export interface CategorySighting extends Origin {
  readonly kind: 'category';
  readonly name: string;
}
