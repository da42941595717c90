import type { Diagnostic, DiagnosticCode } from '../audit/diagnostic.js';

/**
 * One thing that is amiss. Its texts hold names of the manifest and of Headgate, types, numbers of the manifest and places,
 * never a value that the page passed.
 */
export interface Finding extends Omit<Diagnostic, 'code'> {
  /** `refused`: an event that is kept or refused as the manifest says, which is no mistake. */
  readonly code: DiagnosticCode | 'refused';
  readonly found: string;
  readonly expected: string;
  /** What to do next. */
  readonly mend: string;
}

/** Takes findings one by one. */
export type Find = (finding: Finding) => void;

/** Names as they are written in code and in JSON. */
export const quote = (names: Iterable<string>): string => [...names].map((name) => `"${name}"`).join(', ');

/** Whether a value is what braces write: no list, no text, not nothing. */
export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a value is, in a word and an article. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  const kinds: { readonly [type: string]: string } = { string: 'a text', object: 'an object' };
  return kinds[typeof value] ?? `a ${typeof value}`;
}
