import type { EventState } from '../audit/create-ledger.js';
import type { ChunkKey, Epochs } from '../storage/chunk.js';
import type { Decision } from '../gate/decide.js';
import type { EventDefinition } from '../manifest/manifest.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { Collector } from './collector.js';

/** What holds for all events of a rule as long as consent stays as it is. */
export interface EventPolicy {
  readonly rule: EventDefinition;
  readonly decision: Decision;
  /** Changes whenever one of its categories closes: what was admitted under another one is void. */
  readonly epoch: number;
  /** The consent categories that can close it. */
  readonly decidingCategories: readonly string[];
  /** The tier's place among the tiers, weakest first. */
  readonly rank: number;
  /** Whether it may lie on the device. */
  readonly isStorable: boolean;
  /** Where it goes: its lanes, and the endpoint of each for now. */
  readonly to: { readonly [lane: string]: Collector };
  /** Where it should go and cannot, and why. */
  readonly missing: { readonly [lane: string]: string };
  /** Fields whose protection takes time. */
  readonly slow: readonly string[];
  readonly consent: TaggedEvent['consent'];
}

/** An event on its way through this page, from the gate to one collector. */
export interface Item {
  event: TaggedEvent;
  /** As it was when the gate let it through. */
  policy: EventPolicy;
  /** About how much text it is. */
  readonly size: number;
  readonly since: number;
  /** The key of the chunk that it lies in, once it is being written. */
  key?: ChunkKey | undefined;
  /** Its way is over: delivered, or given up. */
  isEnded?: boolean;
}

/** What the tabs of an origin tell each other. Nothing in it is trusted: whoever acts on it looks at the buffer again. */
export interface TabMessage {
  /** The last void epoch of categories. */
  readonly closed?: Epochs;
  /** Categories that were opened. */
  readonly opened?: readonly string[];
  /** Events of another page, by their ids or that of their chunk, and how they ended. */
  readonly ended?: readonly [lane: string, names: readonly string[], state: EventState, reason: string];
}
