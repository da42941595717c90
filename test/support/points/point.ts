import type { SourceCase } from '../source-case.js';

/** One way in which a consent source, or what it is told, was once made to open too much. */
export interface Point {
  readonly id: string;
  /** What must hold, for readers. */
  readonly title: string;
  /** Tries it on a source with its platform. Throws where it does not hold; else `HELD`, or why there is nothing to try. */
  attempt(one: SourceCase): Promise<string>;
}

export const HELD = 'held';
