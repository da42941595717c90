import type { Severity } from './manifest-rules/rule.js';

/** Where in a manifest something is: keys and indexes from the top. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with a manifest. */
export interface Problem {
  /** The rule's id, such as `HG038`; it never changes. */
  readonly id: string;
  readonly severity: Severity;
  readonly path: (string | number)[];
  /** The value at the path; `undefined` where there is none. */
  readonly found: unknown;
  readonly expected: string;
  /** Why: the article or the reason. */
  readonly rule: string;
  /** What laws beside the GDPR say to it, of those that the manifest is checked against. */
  readonly articles?: readonly string[];
  /** Where in the file, counted from 1, when the manifest was read from one. */
  readonly line?: number;
  readonly column?: number;
}

/**
 * Thrown for a faulty manifest, with all of its problems at once, one a line in the message.
 *
 * @example
 * ```ts
 * import { compileManifest, ManifestError } from 'headgate/node';
 *
 * try {
 *   compileManifest({ version: '1' });
 * } catch (error) {
 *   if (error instanceof ManifestError) console.log(error.problems.length);
 * }
 * ```
 */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
  readonly problems: readonly Problem[];
  readonly file: string | undefined;

  constructor(problems: readonly Problem[], file?: string) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const lines = problems.map((problem) => `  ${file ? `${file}:` : ''}${describeProblem(problem)}`);
    super([`The manifest has ${count}:`, ...lines].join('\n'));
    this.problems = problems;
    this.file = file;
  }
}

/**
 * Returns `line:column: path: found X, expected Y (rule) HG038`, the position only where it is known.
 *
 * @example
 * ```ts
 * import { checkManifest, describeProblem } from 'headgate/node';
 *
 * for (const problem of checkManifest(manifest)) console.log(describeProblem(problem));
 * ```
 */
export function describeProblem({ path, found, expected, rule, articles = [], id, line, column }: Problem): string {
  const position = line === undefined ? '' : `${line}:${column}: `;
  const why = [rule, ...articles].join('; ');
  return `${position}${describePath(path)}: found ${describeValue(found)}, expected ${expected} (${why}) ${id}`;
}

/** Returns the path as one would write it in code: `events["cart viewed"].collectors[0]`. */
export function describePath(path: Path): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[A-Za-z_$][\w$]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return steps.join('').replace(/^\./, '') || 'manifest';
}

const LONGEST_VALUE = 80;

/** Returns a value as it stands in a file, cut where it is long. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'object' ? (JSON.stringify(value) ?? String(value)) : JSON.stringify(value);
  const shown = text ?? String(value);
  return shown.length > LONGEST_VALUE ? `${shown.slice(0, LONGEST_VALUE)}…` : shown;
}
