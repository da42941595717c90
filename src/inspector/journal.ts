import type { EventState } from '../audit/create-ledger.js';
import type { Sent, Watched } from '../audit/debugging.js';
import type { Choice } from '../consent/consent.js';
import type { Tracked } from '../instance/headgate.js';
import type { EventDefinition } from '../manifest/manifest.js';

/** What became of an event in one lane. */
export interface Step {
  /** In epoch milliseconds. */
  readonly time: number;
  readonly collector: string;
  readonly state: EventState;
  readonly reason: string;
}

/** A call of `track`, by what the manifest declares: no value that the page passed is in it, nor a name that is not declared. */
export interface Call {
  readonly time: number;
  readonly tracked: Tracked;
  readonly rule: EventDefinition | undefined;
  /** The declared event that an undeclared name most likely meant. */
  readonly nearest: string | undefined;
  /** The declared fields that were passed. */
  readonly fields: readonly string[];
  /** The field for which the event was refused. */
  readonly invalidField: string | undefined;
  /** Its categories, as they were at that moment. */
  readonly choices: readonly (readonly [category: string, choice: Choice])[];
}

/** One event as the inspector knows it. */
export interface Entry {
  readonly key: string;
  /** `undefined` for a name that is not declared. */
  readonly event: string | undefined;
  readonly time: number;
  /** Absent where no call was seen: from an earlier page or another tab, from before the inspector, or a receipt. */
  readonly call?: Call;
  readonly steps: readonly Step[];
}

export interface Request extends Sent {
  readonly time: number;
}

/** What happened, the newest last, bounded in number. */
export interface Journal {
  /** Takes what an instance tells. */
  readonly onWatched: (watched: Watched) => void;
  entries(): readonly Entry[];
  requests(): readonly Request[];
}
