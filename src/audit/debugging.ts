import type { Tracked } from '../instance/headgate.js';
import type { HeadgateOptions } from '../instance/options.js';
import type { Manifest } from '../manifest/manifest.js';
import type { Configuration, ScriptParts } from '../script/start-script.js';
import type { Diagnostic } from './diagnostic.js';

/** What whoever explains problems hears of, as it happens: a diagnostic, or a call of `track` and what became of it. */
export type Told = { readonly diagnostic: Diagnostic } | Call;

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
