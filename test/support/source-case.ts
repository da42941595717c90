import type { Choice, ConsentReading, ConsentSource } from '../../src/consent/consent.js';
import type { CategoryCodes } from '../../src/manifest/manifest.js';

export type Settled = void | Promise<void>;

/** One thing that a visitor or a platform does; or why this platform never does it. */
export type Step = (() => Settled) | Cannot;

export interface Cannot {
  readonly cannot: string;
}

/** A result that is not what the contract expects of most sources. */
export interface Differs<T> {
  readonly is: T;
  readonly because: string;
}

export interface SourceSteps {
  /** The platform loads: it asks on a first visit, and finds its stored choice on a later one. */
  readonly install: () => Settled;
  /** The page is left. Cookies and storage stay. */
  readonly leave: Step;
  /** Everything is gone: globals, listeners, cookies, storage. Runs after each test, whatever went before. */
  readonly remove: () => Settled;
  readonly acceptAll: Step;
  readonly rejectAll: Step;
  /** Yes to `analytics`, no to `marketing`. */
  readonly partial: Step;
  /** After `acceptAll`: the visitor takes it all back, the way the platform offers. */
  readonly withdraw: Step;
  /** The choice settings are opened again after an answer, and nothing is chosen yet. */
  readonly reopen?: Step;
  /** Instead of `install`: a region where this platform shows no banner. */
  readonly installWithoutBanner: Step;
  /** Instead of `install`: an opt-out region, before any answer. */
  readonly installOptOut: Step;
  /** Instead of `install`: its stub, its settings or its store are there, and nothing behind them. */
  readonly halfLoad: Step;
  /** The loaded platform breaks: each way by name, such as `throws` and `changes shape`. */
  readonly breaks: { readonly [how: string]: () => Settled } | Cannot;
}

export interface SourceCase {
  /** The exported name, such as `onetrust`. */
  readonly name: string;
  /** The name in the manifest's `sources`, such as `onetrust`. */
  readonly key: string;
  /** The platform's name for readers, such as `OneTrust`. */
  readonly title: string;
  /** What stands behind the steps, and behind tests elsewhere: paths from the root of the repository. */
  readonly against: {
    /** An npm package that is the platform itself, or implements its interface. */
    readonly packages?: readonly string[];
    /** A behavioural fake. */
    readonly fake?: string;
    /** A feature of the browser, or no platform at all: in words. */
    readonly browser?: string;
    /** Test files that run it in a real browser. */
    readonly browserTests?: readonly string[];
  };
  readonly codes: { readonly [category in 'analytics' | 'marketing']?: CategoryCodes[string] };
  readonly globals: readonly string[];
  readonly cookies: readonly string[];
  readonly storage: readonly string[];
  /** Why two cookies of one name cannot disagree on a choice, where there are cookies. */
  readonly oneCookie?: Cannot;
  /** Makes the source. Called again for each page. */
  readonly create: () => ConsentSource;
  readonly steps: SourceSteps;
  /** After `install` on a first visit, in an opt-in regime. @defaultValue `undecided` */
  readonly firstVisit?: Differs<Choice>;
  /** Without the platform. @defaultValue `undecided` in every regime */
  readonly never?: Differs<'no opinion'>;
  /** After `rejectAll`. @defaultValue `denied` */
  readonly rejected?: Differs<Choice>;
  /** How a reading after `acceptAll` knows. @defaultValue `explicit` */
  readonly evidence?: Differs<ConsentReading['evidence']>;
  /** Before an answer, in a region without a banner of the opt-out regime. @defaultValue `granted` */
  readonly withoutBanner?: Differs<Choice>;
  /** Before an answer in an opt-out region. @defaultValue `granted` */
  readonly optOut?: Differs<Choice>;
  /** Where a broken platform cannot be told from one that is absent. @defaultValue the core is told, once */
  readonly breaksSilently?: Differs<true>;
}
