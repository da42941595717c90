import { hashOf } from './hash-of.mjs';

/**
 * Receipts of consent as one entry of the access log: for each the hash of what was received. Its id has 74 random bits, so
 * nobody finds the receipt of a hash by trying, and who has the receipt can show that it stood here from then on.
 *
 * @param {readonly { readonly [column: string]: unknown, id: string }[]} rows
 * @returns {import('./access-log/open-access-log.mjs').NewEntry}
 */
export function toReceiptEntry(rows) {
  return {
    action: 'receive-receipts',
    who: { kind: 'collector', name: 'headgate-collector', role: '' },
    why: 'proof of consent (GDPR Art. 7(1))',
    what: { receipts: rows.map(hashOfReceipt) },
    outcome: 'done',
  };
}

/** @param {{ readonly [column: string]: unknown, id: string }} row */
export function hashOfReceipt({ id, time, manifest, data, subject }) {
  return hashOf(JSON.stringify([id, time, manifest, data, subject]));
}
