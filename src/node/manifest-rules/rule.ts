import type { EventDefinition, FieldDefinition, Manifest } from '../../manifest/manifest.js';
import type { Law } from '../laws/law.js';
import type { Path } from '../manifest-error.js';

/** What a rule found amiss. The path starts where the rule's subject stands. */
export interface Finding {
  readonly at: Path;
  readonly found: unknown;
  readonly expected: string;
}

/**
 * How much a finding weighs. `error`: the manifest is not compiled. `warning`: `headgate check` fails, until it is mended
 * or accepted. `note`: said, and nothing more.
 */
export type Severity = 'error' | 'warning' | 'note';

/** What the rule's page says. */
export interface RulePage {
  /** Never given to another rule, and never changed: manifests accept by it. */
  readonly id: string;
  /** What is amiss, in a few words. */
  readonly title: string;
  /** @defaultValue `'error'` */
  readonly severity?: Severity;
  /** Whether a reason can stand in the manifest instead of a remedy. @defaultValue only what is no error */
  readonly isAcceptable?: boolean;
  /** The article or the reason. */
  readonly rule: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** One idea that a manifest must obey: why, and a pure function that finds what breaks it. */
export interface Rule<Subject> extends RulePage {
  /** The laws that ask for it, where others do not. @defaultValue all */
  readonly laws?: readonly Law['id'][];
  readonly find: (subject: Subject, scope: Scope) => Finding | readonly Finding[] | undefined;
}

/** What a rule may look at beside its subject. */
export interface Scope {
  readonly manifest: Manifest;
  /** Names that the manifest declares; `undefined` where that section cannot be read, so nothing can be said of it. */
  readonly names: { readonly [section in NamedSection]: readonly string[] | undefined };
  /** The laws that the manifest is checked against. */
  readonly laws: readonly Law[];
}

export type NamedSection = 'categories' | 'purposes' | 'collectors';

export interface NamedEvent {
  readonly name: string;
  readonly event: EventDefinition;
}

export interface FieldOfEvent {
  readonly name: string;
  readonly field: FieldDefinition;
  readonly event: EventDefinition;
}

/** Returns the finding where the rule is broken. What takes time to say is only said then. */
export function when(
  isBroken: boolean,
  at: Path,
  found: unknown,
  expected: string | (() => string),
): Finding | undefined {
  return isBroken ? { at, found, expected: typeof expected === 'string' ? expected : expected() } : undefined;
}

/** Returns how much a rule's findings weigh. */
export function severityOf({ severity = 'error' }: RulePage): Severity {
  return severity;
}

/** Returns whether the manifest may give a reason instead of a remedy. */
export function isAcceptable(rule: RulePage): boolean {
  return rule.isAcceptable ?? severityOf(rule) !== 'error';
}
