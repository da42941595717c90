/** A manifest with each tier and type, and events whose values are hard for formats, languages and tables. */
import { OURS } from '../../support/recipient.js';

const common = {
  purpose: 'feature_adoption',
  basis: 'consent',
  categories: ['analytics', 'marketing'],
  retentionDays: 30,
  collectors: ['far'],
} as const;

export const manifest = {
  version: '2026-11-30',
  categories: { analytics: {}, marketing: {} },
  collectors: { far: OURS },
  events: {
    product_viewed: {
      ...common,
      tier: 'anonymous',
      fields: {
        note: { type: 'string', maxLength: 200, optional: true },
        count: { type: 'integer', optional: true },
        share: { type: 'number', optional: true },
        isNew: { type: 'boolean', optional: true },
      },
    },
    account_opened: {
      ...common,
      tier: 'pseudonymous',
      fields: {
        user: { type: 'string', data: 'identifier', protect: 'pseudonymise' },
        note: { type: 'string', maxLength: 200 },
      },
    },
    address_entered: {
      ...common,
      tier: 'personal',
      fields: { note: { type: 'string', data: 'contact', maxLength: 200 } },
    },
    cart_emptied: { ...common, categories: ['analytics'], tier: 'anonymous', fields: {} },
  },
} as const;

export type Track = readonly [event: string, data?: { readonly [field: string]: unknown }];

/** Texts that were cut, quoted, translated or dropped somewhere before. */
export const HARD_TEXTS = [
  'plain',
  'a, "quoted" one; with \'both\'',
  'two\nlines\r\nand a tab\t.',
  'Zoë 日本語 👍🏽 é',
  'line\u2028separator',
  '',
  'null',
  'NaN',
  '1234567890123456789',
  '=1+1',
  '\\N',
  '<script>&amp;',
] as const;

const HARD_NUMBERS: readonly (readonly [count: number, share: number])[] = [
  [0, 0.1],
  [-1, -0.25],
  [Number.MAX_SAFE_INTEGER, 1e21],
  [Number.MIN_SAFE_INTEGER, 5e-324],
  [2 ** 31, 1],
  [30, 123456789.125],
];

/** One of each tier, and one for each value that is hard. */
export const hardEvents: readonly Track[] = [
  ...HARD_TEXTS.map((note): Track => ['product_viewed', { note }]),
  ...HARD_NUMBERS.map(([count, share]): Track => ['product_viewed', { count, share, isNew: count < 0 }]),
  ['account_opened', { user: 'user-0001', note: 'first' }],
  ['address_entered', { note: 'Rue de l’Église 1' }],
  ['cart_emptied'],
];
