import type { Paint } from './commands/command.js';
import { describePath, describeValue, type Path } from './manifest-error.js';
import type { Severity } from './manifest-rules/rule.js';

/** One finding of any command: where, what, and why. */
export interface PrintableFinding {
  readonly id: string;
  readonly severity: Severity;
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** Where in a manifest; nothing for a finding in code. */
  readonly path?: Path;
  readonly found: unknown;
  readonly expected: string;
  readonly rule: string;
  readonly articles?: readonly string[];
  /** Why it is accepted. */
  readonly reason?: string;
}

const COLOURS = { error: 'red', warning: 'yellow', note: 'blue' } as const;

/** Returns findings as paragraphs, each beginning with a place that terminals and editors make a link of. */
export function printFindings(findings: readonly PrintableFinding[], paint: Paint): string {
  return findings.map((finding) => printFinding(finding, paint)).join('\n\n');
}

function printFinding(finding: PrintableFinding, paint: Paint): string {
  const { id, severity, file, line, column, path, found, expected, rule, articles = [], reason } = finding;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const kind = reason === undefined ? paint[COLOURS[severity]](severity) : paint.green('accepted');
  const head = [paint.bold(place), kind, id, path ? describePath(path) : ''].filter(Boolean).join(' ');
  const rows = [
    ['found', describeValue(found)],
    ['expected', expected],
    ['because', [rule, ...articles].join('; ')],
    ...(reason === undefined ? [] : [['accepted', reason]]),
  ];
  return [head, ...rows.map(([label = '', text]) => `  ${paint.dim(label.padEnd(9))} ${text}`)].join('\n');
}

/** Returns `2 errors, 1 warning, 3 accepted`; `nothing amiss` where there is nothing. */
export function countFindings(findings: readonly { readonly severity: Severity }[], accepted = 0): string {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const parts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const number = count(severity);
    return number === 0 ? [] : `${number} ${severity}${number === 1 ? '' : 's'}`;
  });
  return [...(parts.length ? parts : ['nothing amiss']), ...(accepted ? [`${accepted} accepted`] : [])].join(', ');
}

const WEIGHTS: readonly Severity[] = ['note', 'warning', 'error'];

/** Returns whether any finding weighs as much as what makes a command fail. */
export function hasFailed(findings: readonly { readonly severity: Severity }[], failOn: Severity): boolean {
  return findings.some(({ severity }) => WEIGHTS.indexOf(severity) >= WEIGHTS.indexOf(failOn));
}
