import type { AuditEntry, ConsentState } from 'headgate';

export interface Instrument {
  onAudit(entry: AuditEntry): void;
  onConsent(state: ConsentState): void;
  watch(headgate: object): void;
}

export function createInstrument(page: string): Instrument;
