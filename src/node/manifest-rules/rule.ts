import type { EventDefinition, FieldDefinition, Manifest } from '../../manifest/manifest.js';
import type { Path } from '../manifest-error.js';

/** What a rule found amiss. The path starts where the rule's subject stands. */
export interface Finding {
  readonly at: Path;
  readonly found: unknown;
  readonly expected: string;
}

/** One idea that a manifest must obey: why, and a pure function that finds what breaks it. */
export interface Rule<Subject> {
  /** The article or the reason. */
  readonly rule: string;
  readonly find: (subject: Subject, scope: Scope) => Finding | readonly Finding[] | undefined;
}

/** What a rule may look at beside its subject. */
export interface Scope {
  readonly manifest: Manifest;
  /** Names that the manifest declares; `undefined` where that section cannot be read, so nothing can be said of it. */
  readonly names: { readonly [section in NamedSection]: readonly string[] | undefined };
}

export type NamedSection = 'categories' | 'purposes' | 'collectors';

export interface NamedEvent {
  readonly name: string;
  readonly event: EventDefinition;
}

export interface FieldOfEvent {
  readonly field: FieldDefinition;
  readonly event: EventDefinition;
}

/** Returns the finding where the rule is broken. */
export function when(isBroken: boolean, at: Path, found: unknown, expected: string): Finding | undefined {
  return isBroken ? { at, found, expected } : undefined;
}
