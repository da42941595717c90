import type { SendResult } from '../delivery/ask-collector.js';
import type { Tracked } from '../instance/headgate.js';
import type { HeadgateOptions } from '../instance/options.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Configuration, ScriptParts } from '../script/start-script.js';
import type { AuditEntry } from './create-ledger.js';
import type { Diagnostic } from './diagnostic.js';

/** What whoever explains problems hears of, as it happens: a diagnostic, or a call of `track` and what became of it. */
export type Told = { readonly diagnostic: Diagnostic } | Call | Sent;

/** What whoever watches an instance hears of: the same, and each step of each event. */
export type Watched = Told | AuditEntry;

/** One request to a collector, when it is over. */
export interface Sent {
  /** The names of its events. */
  readonly sent: readonly string[];
  readonly collector: string;
  /** Of HTTP; `0` where there was no answer, or the collector is in the page. */
  readonly status: number;
  /** `answered`: the collector said what it did with each. `split`: it goes again in parts. `not-sent`: nobody was asked. */
  readonly result: SendResult['kind'];
}

/** Watches one instance. */
export interface Watch {
  /** What each consent source said last, as JSON; nothing for one that has not spoken, or failed. Holds its proof. */
  readings(): readonly (string | undefined)[];
  stop(): void;
}

/** A call of `track`, with what the page passed: it is looked at, and never kept or repeated. */
export interface Call {
  readonly name: unknown;
  readonly data: unknown;
  readonly tracked: Tracked;
}

/** What a page said in markup, and the file that reads it. */
export interface ScriptSetUp {
  readonly parts: ScriptParts;
  readonly configuration: Configuration;
  /** The script elements that hold the file. */
  readonly inclusions: readonly unknown[];
}

/** What whoever explains problems is given. */
export interface DebugHost {
  readonly options: Partial<HeadgateOptions<Manifest>> | undefined;
  readonly script: ScriptSetUp | undefined;
  /** Adds a problem to those that `status()` lists. */
  note(problem: Diagnostic): void;
}

/** Explains problems: `debug` of `headgate/debug`. Looks at the set-up, and returns what hears of the rest. */
export type Debug = (host: DebugHost) => (told: Told) => void;

/** What loads it when it is wanted: `() => import('headgate/debug')`. */
export type DebugLoader = () => Promise<{ readonly debug: Debug }>;
