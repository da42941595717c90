/** Everything that Headgate can report. Never a payload, never an identifier: names come from the manifest. */
export type DiagnosticCode =
  | 'undeclared-event'
  | 'undeclared-field'
  | 'invalid-field'
  | 'misconfigured'
  | 'no-page'
  | 'source-failed'
  | 'source-waiting'
  | 'unknown-region'
  | 'engine-missing'
  | 'storage-failed'
  | 'encryption-unavailable'
  | 'protection-failed'
  | 'unreadable-record'
  | 'collector-blocked'
  | 'collector-rejected'
  | 'collector-answer'
  | 'internal-error';

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly event?: string;
  readonly field?: string;
  readonly collector?: string;
}

export type Report = (diagnostic: Diagnostic) => void;
