import type { Manifest } from '../../../src/manifest/manifest.js';
import { OURS } from '../../support/recipient.js';

const common = {
  purpose: 'feature_adoption',
  basis: 'consent',
  categories: ['analytics'],
  retentionDays: 30,
  collectors: ['warehouse'],
} as const;

const note = { type: 'string', maxLength: 4000 } as const;

/** One event for each way through the core. `note` takes whatever a test wants to find again. */
export const manifest = {
  version: '2026-11-21',
  categories: { analytics: { sources: { onetrust: 'C0002', magento: true } } },
  collectors: { warehouse: OURS },
  events: {
    product_viewed: { ...common, tier: 'anonymous', fields: { note } },
    account_opened: {
      ...common,
      tier: 'pseudonymous',
      fields: { note, user: { type: 'string', data: 'identifier', protect: 'pseudonymise' } },
    },
    address_entered: { ...common, tier: 'personal', fields: { note: { ...note, data: 'contact' } } },
  },
} satisfies Manifest;

/** The same, with a receipt for each consent that is given or withdrawn. */
export const manifestWithReceipts: Manifest = {
  ...manifest,
  receipts: { collectors: ['warehouse'], retentionDays: 1095 },
};
