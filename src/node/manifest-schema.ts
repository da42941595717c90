import * as z from 'zod';
import { fieldSchema, text } from './field-schema.js';
import { sourcesSchema } from './source-settings-schema.js';
import { LEGAL_BASES, REGIMES, TIERS } from '../manifest/vocabulary.js';

/**
 * The shape of an event manifest: what an editor can complete and a JSON Schema can say. What depends on two places of
 * the manifest at once is in `manifest-rules/`. Objects are strict, because a mistyped key would silently change what
 * may be tracked. The descriptions are shown by editors and quoted in problems.
 */

/** Letter first, so that no name is a number or reaches into a prototype. */
const NAME = /^[A-Za-z][\w.:-]{0,63}$/;
const EVENT_NAME = /^[A-Za-z][\w .:/-]{0,99}$/;
const REGION = /^(default|[A-Z]{2}(-[A-Z0-9]{1,3})?)$/;
const BASE64URL_P256 = /^[\w-]{43}$/;

const name = z.string().regex(NAME, 'a name of 1-64 letters, digits, "_", ".", ":" or "-", a letter first');
const eventName = z
  .string()
  .regex(EVENT_NAME, 'an event name of 1-100 letters, digits, spaces, "_", ".", ":", "/" or "-", a letter first');

const retentionDays = z
  .int()
  .min(1)
  .max(3650)
  .describe('Whole days, 1-3650, after which every copy is deleted (GDPR Art. 5(1)(e)).');

const region = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'a region such as "EU", "DE" or "US-CA"');

const accept = z
  .record(z.string().regex(/^HG\d{3}$/, 'the id of a rule, such as "HG038"'), z.string().min(10).max(1000))
  .describe('Rules that are broken here for a reason, by id, with that reason. The report prints them.')
  .exactOptional();

const recipients = (description: string) => z.array(name).min(1).meta({ description, uniqueItems: true });

const path = z.string().min(1).max(500);

const triggerSchema = z
  .strictObject({
    event: z.string().min(1).max(200).describe('The name of the foreign event.'),
    where: z
      .record(path, z.union([z.string(), z.number(), z.boolean()]))
      .describe('Values that must lie at these paths of its data.')
      .exactOptional(),
    fields: z
      .record(name, path)
      .describe('Where the value of each declared field lies. Nothing else is read.')
      .exactOptional(),
  })
  .describe('An event of another system that makes this event happen without a call.');

const oncePer = z.enum(['page', 'session', 'visitor']);

export const eventSchema = z
  .strictObject({
    title: text('What happened, for people.').exactOptional(),
    need: text('Who needs it, and for which decision (GDPR Art. 5(1)(c)).').exactOptional(),
    journey: text('The journey that the event belongs to.').exactOptional(),
    step: name.describe('The milestone of the journey that this event marks.').exactOptional(),
    once: z
      .union([oncePer, z.strictObject({ per: oncePer, field: name.describe('Once for each value of this field.') })])
      .describe('Taken once in each page, tab session, or by each visitor; "visitor" is remembered on the device.')
      .exactOptional(),
    triggers: z
      .record(name, triggerSchema)
      .describe('What makes this event happen without a call, by event source.')
      .exactOptional(),
    elapsed: name
      .describe("The number field that takes the milliseconds since the journey's previous step.")
      .exactOptional(),
    purpose: name.describe('The one purpose, a key of "purposes" (GDPR Art. 5(1)(b)).'),
    tier: z
      .enum(TIERS)
      .describe('How much the event says about a person; each tier forbids and demands things of its fields.'),
    basis: z.enum(LEGAL_BASES).describe('The legal basis (GDPR Art. 6(1)).'),
    categories: z
      .array(name)
      .meta({ description: 'Consent categories, keys of "categories"; every one must be granted.', uniqueItems: true })
      .exactOptional(),
    retentionDays,
    collectors: recipients('The collectors that receive this event, keys of "collectors" (GDPR Art. 30(1)(d)).'),
    fields: z.record(name, fieldSchema).describe('The fields that the event may carry, by name.').exactOptional(),
    undecided: z
      .enum(['hold', 'refuse'])
      .describe('What happens while consent is undecided: wait in page memory, or be refused. Default: hold.')
      .exactOptional(),
    storage: z
      .literal('necessary')
      .describe('May be written to the device without consent: strictly necessary (ePrivacy Art. 5(3)).')
      .exactOptional(),
    region: region.describe('The region that this event never leaves (GDPR Art. 44).').exactOptional(),
    unknownRegion: z
      .enum(['hold', 'refuse'])
      .describe('What happens while the region of the visitor is not known. Default: hold.')
      .exactOptional(),
    accept,
  })
  .describe('An event: what is tracked, why, on what legal basis, how long and for whom.');

const code = z.union([z.string().min(1), z.number()]);

const categorySchema = z
  .strictObject({
    title: text('The category, for people.').exactOptional(),
    sources: z
      .record(name, z.union([z.string().min(1), z.number(), z.boolean(), z.array(code).min(1)]))
      .describe('What each consent source calls this category, by source name; false takes the category out.')
      .exactOptional(),
  })
  .describe('A consent category: what a visitor grants or denies.');

const purposeSchema = z
  .strictObject({
    title: text('The purpose, for people.').exactOptional(),
    dataUse: text('A Fideslang data use, such as "functional.service.improve".').exactOptional(),
  })
  .describe('A purpose of processing (GDPR Art. 5(1)(b)).');

const collectorSchema = z
  .strictObject({
    recipient: text('The legal entity that receives the data (GDPR Art. 30(1)(d)).').exactOptional(),
    role: z
      .enum(['controller', 'joint-controller', 'processor', 'third-party'])
      .describe('What the recipient is in the sense of GDPR Art. 4(7)-(10).')
      .exactOptional(),
    agreement: text('The contract with a processor (GDPR Art. 28(3)), or the arrangement of Art. 26.').exactOptional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code, such as "DE"')
      .describe('Where the recipient processes the data, ISO 3166-1 alpha-2.')
      .exactOptional(),
    safeguard: text('The transfer mechanism of GDPR Art. 44 ff., such as "SCC".').exactOptional(),
    regions: z
      .array(region)
      .min(1)
      .meta({ description: 'The regions in which the recipient has an endpoint.', uniqueItems: true })
      .exactOptional(),
    subject: z
      .literal('device')
      .describe('The device itself can ask the recipient for its events: a pseudonymous identifier goes with them.')
      .exactOptional(),
    controls: z
      .strictObject({
        encryption: text('How the recipient encrypts the data, at rest and on its way.').exactOptional(),
        access: text('Who may read the data there.').exactOptional(),
        deletion: text('How it is deleted: when retention ends, and when a visitor asks.').exactOptional(),
        location: text('Where the data lies, closer than the country.').exactOptional(),
      })
      .describe('What the recipient does on its side (GDPR Art. 28(3)(c), 30(1)(g), 32).')
      .exactOptional(),
    accept,
  })
  .describe('A receiver of events, described for the record of processing (GDPR Art. 30).');

const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day such as "2026-11-30"');

const reviewSchema = z
  .strictObject({
    by: text('Who signed the manifest off.'),
    on: day.describe('When.'),
    next: day.describe('When it is to be looked at again.').exactOptional(),
  })
  .describe('The last review that somebody answers for (GDPR Art. 5(2), 24(1)).');

const coordinate = z.string().regex(BASE64URL_P256, 'a P-256 coordinate: 43 base64url characters');

const controllerSchema = z
  .strictObject({
    name: text('The controller (GDPR Art. 30(1)(a)).'),
    contact: text('How to reach the controller.'),
    dpo: text('How to reach the data protection officer.').exactOptional(),
    publicKey: z
      .strictObject({
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        x: coordinate,
        y: coordinate,
        kid: text('Names the key pair, so that it can be changed.').exactOptional(),
      })
      .describe('The public JWK that "seal" encrypts to. Never put the private key ("d") here.')
      .exactOptional(),
  })
  .describe('Who answers for the processing (GDPR Art. 4(7)).');

/**
 * The shape of a manifest. `parseManifest` checks the rules as well.
 *
 * @example
 * ```ts
 * import { manifestSchema } from 'headgate/node';
 *
 * const { success } = manifestSchema.safeParse({ version: '1' }); // its shape alone; checkManifest knows the rules too
 * ```
 */
export const manifestSchema = z
  .strictObject({
    $schema: z.string().describe('Where editors find the JSON Schema of this file.').exactOptional(),
    id: z
      .string()
      .regex(/^[\w.-]{1,64}$/, '1-64 letters, digits, ".", "_" or "-"')
      .describe('Names the application among others on its origin, and stays the same from release to release.')
      .exactOptional(),
    version: z
      .string()
      .regex(/^[\w.+-]{1,64}$/, 'a version of 1-64 letters, digits, ".", "+", "_" or "-"')
      .describe('Changes with every change of the manifest, and travels with every event.'),
    controller: controllerSchema.exactOptional(),
    regimes: z
      .record(z.string().regex(REGION, 'a region such as "US-CA" or "US", or "default"'), z.enum(REGIMES))
      .describe('Whether no answer means no (opt-in) or yes (opt-out), by region. Default: opt-in everywhere.')
      .exactOptional(),
    sources: sourcesSchema.exactOptional(),
    categories: z.record(name, categorySchema).describe('The consent categories, by name.'),
    purposes: z.record(name, purposeSchema).describe('The purposes of processing, by name.').exactOptional(),
    collectors: z.record(name, collectorSchema).describe('The receivers of events, by name.'),
    events: z.record(eventName, eventSchema).describe('The events that may be tracked, by name.'),
    receipts: z
      .strictObject({
        collectors: recipients('The collectors that receive proof of each consent (GDPR Art. 7(1)).'),
        retentionDays,
      })
      .describe('Receipts of consent given or withdrawn (GDPR Art. 7(1)).')
      .exactOptional(),
    review: reviewSchema.exactOptional(),
    accept,
  })
  .describe('What may be tracked, on what legal basis, for how long and for whom.');
