import { UsageError } from './commands/command.js';
import type { Severity } from './manifest-rules/rule.js';

/** Reads the value of `--fail-on`. */
export function readSeverity(text: string): Severity {
  if (text === 'error' || text === 'warning' || text === 'note') return text;
  throw new UsageError(`--fail-on takes error, warning or note, not ${JSON.stringify(text)}.`);
}
