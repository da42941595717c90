import type { ConsentState } from '../consent/consent.js';
import type { ConsentChange } from '../consent/withdrawals.js';
import { toJson } from '../safety/to-json.js';

/**
 * Which changes of consent are proved by a receipt (GDPR Art. 7(1)): what the visitor did, and nothing that was merely assumed
 * or found missing. A refusal needs no proof, and a receipt of it would be a trace of somebody who wanted none.
 */
export interface Receipts {
  /** Whether a withdrawal is one that the visitor made on this page: the tab that saw it first proves it. */
  isWithdrawal(change: ConsentChange, state: ConsentState): boolean;
  /** This consent as a text, where it is a grant that this page has made no receipt for. */
  newGrant(state: ConsentState): string | undefined;
  /** The receipt of this grant is on its way. */
  made(grant: string): void;
  /** The consent that this page has made its last receipt for; empty before it has. */
  current(): string;
  /** Consent was withdrawn: the next grant is another one. */
  clear(): void;
}

export function createReceipts(manifestVersion: string): Receipts {
  /** Withdrawals that another tab saw first. */
  const provedElsewhere = new Set<string>();
  let current = '';

  return {
    current: () => current,
    clear: () => void (current = ''),
    isWithdrawal({ withdrawn, origin }, { categories }) {
      if (origin !== 'source') for (const category of withdrawn) provedElsewhere.add(category);
      return withdrawn.some((category) => !provedElsewhere.has(category) && categories[category] === 'denied');
    },
    newGrant({ categories, regime, proof, evidence }) {
      for (const category of provedElsewhere) if (categories[category] === 'granted') provedElsewhere.delete(category);
      const grant = toJson([categories, regime, proof, manifestVersion]);
      return evidence === 'explicit' && grant !== current ? grant : undefined;
    },
    made: (grant) => void (current = grant),
  };
}
