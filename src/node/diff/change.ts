import type { Path } from '../manifest-error.js';

/** How much a change matters to whoever answers for the processing. */
export const GRADES = ['none', 'low', 'medium', 'high'] as const;
export type Grade = (typeof GRADES)[number];

/**
 * What a change does to the people whose data it is: `weakens` their protection, `strengthens` it, or neither.
 */
export type Effect = 'weakens' | 'strengthens' | 'neutral';

/** One difference between two manifests, in the words of compliance. */
export interface Change {
  /** A stable name of the kind of change, such as `longer-retention`. */
  readonly kind: string;
  readonly grade: Grade;
  readonly effect: Effect;
  /** Where in the newer manifest, or, for what is gone, in the older. */
  readonly path: Path;
  /** One sentence without a full stop. */
  readonly text: string;
  readonly before?: string;
  readonly after?: string;
  /** The article that makes it matter. */
  readonly article?: string;
}

/** A change that takes protection away. */
export function weaker(
  kind: string,
  grade: Exclude<Grade, 'none'>,
  path: Path,
  text: string,
  more: Pick<Change, 'before' | 'after' | 'article'> = {},
): Change {
  return { kind, grade, effect: 'weakens', path, text, ...more };
}

/** A change that adds protection: nothing to object to. */
export function stronger(
  kind: string,
  path: Path,
  text: string,
  more: Pick<Change, 'before' | 'after' | 'article'> = {},
): Change {
  return { kind, grade: 'none', effect: 'strengthens', path, text, ...more };
}

/** A change of which a program cannot say whether it is for the better. */
export function different(
  kind: string,
  grade: Grade,
  path: Path,
  text: string,
  more: Pick<Change, 'before' | 'after' | 'article'> = {},
): Change {
  return { kind, grade, effect: 'neutral', path, text, ...more };
}
