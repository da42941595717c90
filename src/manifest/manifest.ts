import type { SourceSettings } from './source-settings.js';
import type { DATA_CATEGORIES, FIELD_TYPES, LEGAL_BASES, PROTECTIONS, REGIMES, TIERS } from './vocabulary.js';

/**
 * The event manifest: the one reviewed file that says what may be tracked, on what legal basis, for how long and for whom.
 *
 * The browser reads the same shape that people write. What only people read (titles, contacts, agreements) is optional
 * here, so the table that `compileManifest` writes is this manifest with those parts left out.
 */

/** The six legal bases of GDPR Art. 6(1). */
export type LegalBasis = (typeof LEGAL_BASES)[number];

/** How much an event says about a person, weakest to strongest. `sensitive` is GDPR Art. 9 data. */
export type Tier = (typeof TIERS)[number];

/** `opt-in`: closed until granted. `opt-out`: open until denied. */
export type Regime = (typeof REGIMES)[number];

/**
 * What is done to a field's value before anything else sees it.
 *
 * - `truncate`: cut to `maxLength` characters.
 * - `redact`: e-mail addresses, long digit runs and links in free text are replaced by `[redacted]`.
 * - `pseudonymise`: replaced by an HMAC-SHA-256 under a key that is random, never leaves the device, and dies with the consent.
 * - `seal`: encrypted to the controller's public key (JWE); needs `createSealer` from `headgate/seal`.
 */
export type Protection = (typeof PROTECTIONS)[number];

/** What kind of data a field holds. `identifier` singles a person out; `special` is Art. 9 data. */
export type DataCategory = (typeof DATA_CATEGORIES)[number];

export interface FieldDefinition {
  readonly type: (typeof FIELD_TYPES)[number];
  /** @defaultValue `false`: a missing field refuses the event. */
  readonly optional?: boolean;
  /** The only values that a string field may have. */
  readonly values?: readonly string[];
  /** In UTF-16 code units. Longer text refuses the event, unless the field is truncated. @defaultValue `256` */
  readonly maxLength?: number;
  /** Bounds of a number, inclusive. */
  readonly min?: number;
  readonly max?: number;
  /** @defaultValue `'behaviour'` */
  readonly data?: DataCategory;
  readonly protect?: Protection;
  readonly title?: string;
}

/** A foreign event that becomes one of the manifest's. Paths have dots: `ecommerce.items.0.item_id`. */
export interface Trigger {
  /** The foreign event's name. */
  readonly event: string;
  /** Values that must lie at these paths of its data. */
  readonly where?: { readonly [path: string]: FieldValue };
  /** Where each declared field's value lies. Nothing else is read. */
  readonly fields?: { readonly [field: string]: string };
}

/** How long it is remembered that an event happened. */
export type OncePer = 'page' | 'session' | 'visitor';

export interface EventDefinition {
  readonly title?: string;
  /** Who needs it, and for which decision: what a reviewer asks first. */
  readonly need?: string;
  readonly journey?: string;
  /** The milestone of the journey that this event marks. */
  readonly step?: string;
  /**
   * Taken once in each page, tab session, or by each visitor; the rest is refused. `visitor` is remembered on the device. With
   * a field, once for each of its values: `{ per: 'visitor', field: 'order' }` takes each order once, however often its
   * page is shown.
   */
  readonly once?: OncePer | { readonly per: OncePer; readonly field: string };
  readonly purpose: string;
  readonly tier: Tier;
  readonly basis: LegalBasis;
  /** Consent categories; every one must be granted where the basis is `consent`. */
  readonly categories?: readonly string[];
  /** Bounds the wait in the buffer and travels with the event as its expiry. */
  readonly retentionDays: number;
  /** Names of the collectors that receive this event. It goes to no other. */
  readonly collectors: readonly string[];
  readonly fields?: { readonly [name: string]: FieldDefinition };
  /** `refuse`: do not even keep it in page memory while consent is undecided. @defaultValue `'hold'` */
  readonly undecided?: 'hold' | 'refuse';
  /** What makes this event happen without a call, by event source: `dataLayer`, `adobeDataLayer`, `zigpoll`, `magento`. */
  readonly triggers?: { readonly [eventSource: string]: Trigger };
  /** The field that takes the milliseconds since the journey's previous step; see `withJourneys`. */
  readonly elapsed?: string;
  /** `necessary`: may be written to the device without consent (ePrivacy Art. 5(3), strictly necessary). */
  readonly storage?: 'necessary';
  /** The region that this event never leaves (`EU`, `DE`, `US-CA`): it goes only to endpoints in it. */
  readonly region?: string;
  /** What happens to an event with a region while the visitor's is not known. @defaultValue `'hold'` */
  readonly unknownRegion?: 'hold' | 'refuse';
  /** Rules of `headgate check` that this event breaks for a reason, by id; the report prints them. */
  readonly accept?: Acceptances;
}

/** Why a rule's finding is right as it is, by the rule's id: `{ "HG038": "tax law asks for ten years" }`. */
export interface Acceptances {
  readonly [ruleId: string]: string;
}

/** How a consent category is called by each consent source. Keys are source names; `false` takes a category out. */
export interface CategoryCodes {
  readonly [source: string]: string | number | boolean | readonly (string | number)[];
}

export interface CategoryDefinition {
  readonly title?: string;
  readonly sources?: CategoryCodes;
}

export interface PurposeDefinition {
  readonly title?: string;
  /** A Fideslang data use, such as `functional.service.improve`. */
  readonly dataUse?: string;
}

export interface CollectorDefinition {
  /** The legal entity that receives the data (GDPR Art. 30(1)(d)). */
  readonly recipient?: string;
  readonly role?: 'controller' | 'joint-controller' | 'processor' | 'third-party';
  readonly agreement?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** The transfer mechanism of GDPR Art. 44 ff., such as `SCC`. */
  readonly safeguard?: string;
  /** The regions in which the recipient has an endpoint (`EU`, `US`): an event that names a region goes only there. */
  readonly regions?: readonly string[];
  /**
   * `device`: the visitor can ask this recipient for what the device has sent, without an account. With events of every tier
   * but `anonymous` goes the hash of a secret that stays on the device, so the recipient can tell which of them are of one
   * device: a pseudonymous identifier, as the report says. @defaultValue none: only the operator can look for a person
   */
  readonly subject?: 'device';
  /** What the recipient does with the data on its side. What nobody says is reported as not stated. */
  readonly controls?: RecipientControls;
  readonly accept?: Acceptances;
}

/** Technical and organisational measures on the side of a recipient (GDPR Art. 28(3)(c), 30(1)(g), 32). */
export interface RecipientControls {
  /** How data is encrypted there, at rest and on its way. */
  readonly encryption?: string;
  /** Who may read it. */
  readonly access?: string;
  /** How it is deleted: when its retention ends, and when a visitor asks. */
  readonly deletion?: string;
  /** Where it lies, closer than the country. */
  readonly location?: string;
}

/** The last look that somebody answers for. */
export interface Review {
  /** Who signed it off. */
  readonly by: string;
  /** When, as `2026-11-30`. */
  readonly on: string;
  /** When it is to be looked at again, as `2027-11-30`. */
  readonly next?: string;
}

export interface ReceiptsDefinition {
  /** Collectors that receive a receipt of each consent given or withdrawn (GDPR Art. 7(1)). */
  readonly collectors: readonly string[];
  readonly retentionDays: number;
}

export interface Controller {
  readonly name: string;
  readonly contact: string;
  readonly dpo?: string;
  /** The key that `seal` encrypts to: a public JWK on curve P-256. */
  readonly publicKey?: {
    readonly kty: 'EC';
    readonly crv: 'P-256';
    readonly x: string;
    readonly y: string;
    readonly kid?: string;
  };
}

export interface Manifest {
  readonly $schema?: string;
  /**
   * Names the application among others on its origin (`shop`, `blog`), and stays the same from release to release: what lies on
   * the device belongs to it. @defaultValue one application for the whole origin
   */
  readonly id?: string;
  readonly version: string;
  readonly controller?: Controller;
  /** By region (`US-CA`, `US`), with `default`. @defaultValue `{ default: 'opt-in' }` */
  readonly regimes?: { readonly [region: string]: Regime };
  /** The consent sources in use, by name, with their settings. */
  readonly sources?: SourceSettings;
  readonly categories: { readonly [category: string]: CategoryDefinition };
  readonly purposes?: { readonly [purpose: string]: PurposeDefinition };
  readonly collectors: { readonly [collector: string]: CollectorDefinition };
  readonly events: { readonly [event: string]: EventDefinition };
  readonly receipts?: ReceiptsDefinition;
  readonly review?: Review;
  readonly accept?: Acceptances;
}

/** A value that an event's field can have. */
export type FieldValue = string | number | boolean;

/**
 * Returns the manifest unchanged, with its literal types kept, so that `track` knows every event and field.
 * Checks nothing: `compileManifest` from `headgate/node` does.
 *
 * @example
 * ```ts
 * import { defineManifest } from 'headgate';
 *
 * export const manifest = defineManifest({
 *   version: '1',
 *   categories: { analytics: {} },
 *   purposes: { search_quality: {} },
 *   collectors: { warehouse: { recipient: 'Acme GmbH', role: 'controller', country: 'DE' } },
 *   events: {
 *     search_used: {
 *       purpose: 'search_quality',
 *       tier: 'anonymous',
 *       basis: 'consent',
 *       categories: ['analytics'],
 *       retentionDays: 30,
 *       collectors: ['warehouse'],
 *       fields: { results: { type: 'integer' } },
 *     },
 *   },
 * });
 * ```
 */
export function defineManifest<const M extends Manifest>(manifest: M): M {
  return manifest;
}
