/** The manifest's own words that a policy may name. A test compares them with the manifest's schema. */

export const TIER_WORDS = ['anonymous', 'pseudonymous', 'personal', 'sensitive'];

export const BASIS_WORDS = [
  'consent',
  'contract',
  'legal_obligation',
  'vital_interests',
  'public_task',
  'legitimate_interests',
];

export const DATA_WORDS = [
  'behaviour',
  'commerce',
  'contact',
  'content',
  'identifier',
  'location',
  'special',
  'technical',
];

/** `none`: the field is kept as the page gave it. */
export const PROTECTION_WORDS = ['none', 'truncate', 'redact', 'pseudonymise', 'seal'];
