import type { Manifest } from '../../manifest/manifest.js';
import { acceptanceRules } from './acceptance-rules.js';
import { describingRules, fieldNameRules } from './field-name-rules.js';
import { fieldRules } from './field-rules.js';
import { journeyRules, receiptRules, triggerRules } from './journey-rules.js';
import { lawRules, placeholderRules, saleRules } from './law-rules.js';
import { legalRules } from './legal-rules.js';
import { purposeRules, purposesRules } from './purpose-rules.js';
import { recipientRules } from './recipient-rules.js';
import { eventReferenceRules, receiptReferenceRules } from './reference-rules.js';
import type { FieldOfEvent, NamedEvent, Rule, RulePage } from './rule.js';
import { shapeRules } from './shape-rules.js';
import { sourceRules } from './source-rules.js';
import { unusedRules } from './unused-rules.js';

/** Rules on the manifest as a whole. */
export const rulesOfManifest: readonly Rule<Manifest>[] = [
  ...receiptReferenceRules,
  ...unusedRules,
  ...sourceRules,
  ...purposesRules,
  ...lawRules,
  ...placeholderRules,
  ...receiptRules,
  ...recipientRules,
];

/** Rules on each event. */
export const rulesOfEvent: readonly Rule<NamedEvent>[] = [
  ...eventReferenceRules,
  ...legalRules,
  ...purposeRules,
  ...saleRules,
  ...journeyRules,
  ...triggerRules,
  ...describingRules,
];

/** Rules on each field of each event. */
export const rulesOfField: readonly Rule<FieldOfEvent>[] = [...fieldRules, ...fieldNameRules];

/**
 * The page of every rule, by id.
 *
 * @example
 * ```ts
 * import { RULE_PAGES } from 'headgate/node';
 *
 * RULE_PAGES.get('HG050'); // what the rule asks for, and why
 * ```
 */
export const RULE_PAGES: ReadonlyMap<string, RulePage> = new Map(
  [
    ...Object.values<RulePage>(shapeRules),
    ...rulesOfManifest,
    ...rulesOfEvent,
    ...rulesOfField,
    ...Object.values<RulePage>(acceptanceRules),
  ]
    .sort((one, other) => one.id.localeCompare(other.id))
    .map((page) => [page.id, page]),
);
