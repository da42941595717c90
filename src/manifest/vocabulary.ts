/**
 * Every list of words that a manifest chooses from, each once: types, schemas, browser checks, lint and reports derive from
 * these. A member is added here, and the compiler asks for the rest.
 */

/**
 * How much an event says about a person, weakest first: what the device has to evict goes in this order.
 *
 * @example
 * ```ts
 * import { TIERS } from 'headgate/node';
 *
 * const isAtLeastPersonal = (tier: (typeof TIERS)[number]) => TIERS.indexOf(tier) >= TIERS.indexOf('personal');
 * ```
 */
export const TIERS = ['anonymous', 'pseudonymous', 'personal', 'sensitive'] as const;

/** From this rank on, events are encrypted on the device. */
export const ENCRYPTED_RANK: number = TIERS.indexOf('personal');

/**
 * The six legal bases of GDPR Art. 6(1).
 *
 * @example
 * ```ts
 * import { LEGAL_BASES } from 'headgate/node';
 *
 * const isLegalBasis = (text: string) => LEGAL_BASES.some((basis) => basis === text);
 * ```
 */
export const LEGAL_BASES = [
  'consent',
  'contract',
  'legal_obligation',
  'vital_interests',
  'public_task',
  'legitimate_interests',
] as const;

/** Whether no answer means no or yes. */
export const REGIMES = ['opt-in', 'opt-out'] as const;

/** The types that a field can have. */
export const FIELD_TYPES = ['string', 'number', 'integer', 'boolean'] as const;

/**
 * What can be done to a field's value before anything else sees it.
 *
 * @example
 * ```ts
 * import { PROTECTIONS } from 'headgate/node';
 *
 * console.log(`A field's "protect" is one of ${PROTECTIONS.join(', ')}.`);
 * ```
 */
export const PROTECTIONS = ['truncate', 'redact', 'pseudonymise', 'seal'] as const;

/**
 * What kind of data a field can hold.
 *
 * @example
 * ```ts
 * import { DATA_CATEGORIES } from 'headgate/node';
 *
 * const isDataCategory = (text: string) => DATA_CATEGORIES.some((category) => category === text);
 * ```
 */
export const DATA_CATEGORIES = [
  'behaviour',
  'commerce',
  'contact',
  'content',
  'identifier',
  'location',
  'special',
  'technical',
] as const;

/** How the state of a consent can come to be known. */
export const EVIDENCE = ['explicit', 'default', 'implied', 'signal', 'not-applicable'] as const;
