import * as z from 'zod';
import { FIELD_TYPES, LEGAL_BASES, PROTECTIONS, REGIMES, TIERS } from '../../manifest/vocabulary.js';
import { LANGUAGES } from './languages/languages.js';

/** The shape of a report: what its JSON form promises to those who read it with a program. */

const count = z.int().min(0);
const texts = z.array(z.string());

/** A key of the manifest with the title that people gave it, or the key again. */
const named = z.strictObject({ name: z.string(), title: z.string() });

const inventoryField = z.strictObject({
  name: z.string(),
  title: z.string().exactOptional(),
  type: z.enum(FIELD_TYPES),
  optional: z.boolean(),
  limits: z.string().describe('What values it may have, in words.'),
  data: z.string().describe('The kind of data.'),
});

const inventoryEntry = z.strictObject({
  event: z.string(),
  title: z.string().exactOptional(),
  journey: z.string().exactOptional(),
  step: z.string().exactOptional(),
  once: z.enum(['page', 'session', 'visitor']).exactOptional(),
  /** The field for each of whose values it is taken once. */
  onceFor: z.string().exactOptional(),
  purpose: named,
  tier: z.enum(TIERS),
  data: texts.describe('The kinds of data of all its fields.'),
  fields: z.array(inventoryField),
});

const complianceEntry = z.strictObject({
  event: z.string(),
  basis: z.enum(LEGAL_BASES),
  article: z.string(),
  categories: z.array(named),
  condition: z.string().describe('When the event may be taken, in words.'),
  undecided: z.enum(['hold', 'refuse']),
  storage: z
    .enum(['consent', 'necessary', 'memory'])
    .describe('On what ground it is written to the device, if at all.'),
  retentionDays: count,
  recipients: texts.describe('Names of collectors.'),
  transfers: texts.describe('Third countries, whatever their adequacy.'),
  region: z.string().exactOptional(),
});

const categoryEntry = z.strictObject({
  ...named.shape,
  codes: z.array(z.strictObject({ source: z.string(), code: z.string() })),
  events: texts,
});

const recipientControls = z.strictObject({
  encryption: z.string().exactOptional(),
  access: z.string().exactOptional(),
  deletion: z.string().exactOptional(),
  location: z.string().exactOptional(),
});

const recipientEntry = z.strictObject({
  collector: z.string(),
  recipient: z.string().exactOptional(),
  role: z.enum(['controller', 'joint-controller', 'processor', 'third-party']).exactOptional(),
  agreement: z.string().exactOptional(),
  country: z.string().exactOptional(),
  countryName: z.string().exactOptional(),
  transfer: z.enum(['none', 'adequate', 'safeguarded', 'unprotected', 'unknown']),
  adequacy: z.string().describe('The decision that finds the country adequate, with its date.').exactOptional(),
  safeguard: z.string().exactOptional(),
  subject: z
    .literal('device')
    .describe('The device can ask for its events: an identifier of it goes with those that are not anonymous.')
    .exactOptional(),
  regions: texts,
  controls: recipientControls.describe('What the recipient does on its side. What is absent was not stated.'),
  events: texts,
  data: texts,
  receipts: z.boolean(),
});

const fieldControl = z.strictObject({
  event: z.string(),
  field: z.string(),
  data: z.string(),
  tier: z.enum(TIERS),
  protection: z.enum(['none', ...PROTECTIONS]),
  effect: z.string(),
});

const eventControl = z.strictObject({
  event: z.string(),
  buffer: z.enum(['memory', 'device', 'encrypted']),
  bufferText: z.string(),
  deletion: z.string(),
});

const measure = z.strictObject({ title: z.string(), article: z.string(), text: z.string() });

const activity = z.strictObject({
  purpose: named,
  dataUse: z.string().exactOptional(),
  events: texts,
  bases: texts,
  tiers: z.array(z.enum(TIERS)),
  subjects: z.string(),
  data: texts,
  recipients: texts,
  transfers: texts,
  erasure: z.string(),
  security: texts,
});

const assessment = z.strictObject({
  purpose: named,
  needs: z.array(z.strictObject({ event: z.string(), need: z.string() })),
  unstated: texts.describe('Events of which nobody said who needs them.'),
  screening: z
    .array(z.strictObject({ criterion: z.string(), answer: z.enum(['yes', 'no', 'open']), why: z.string() }))
    .describe('Whether an impact assessment is due (GDPR Art. 35).'),
  result: z.string(),
  legitimateInterests: z
    .array(z.strictObject({ test: z.string(), stated: z.string(), open: z.string() }))
    .describe('The skeleton of the assessment of GDPR Art. 6(1)(f).')
    .exactOptional(),
});

const flowNode = z.strictObject({
  id: z.string(),
  column: z.enum(['page', 'category', 'purpose', 'recipient', 'country']),
  title: z.string(),
  note: z.string(),
  events: count,
  isTransfer: z.boolean(),
});

const flowLink = z.strictObject({ from: z.string(), to: z.string(), events: texts, tier: z.enum(TIERS) });

const finding = z.strictObject({
  id: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  path: z.string(),
  text: z.string(),
  rule: z.string(),
});

const acceptance = z.strictObject({ path: z.string(), rule: z.string(), reason: z.string() });

export const reportSchema = z
  .strictObject({
    format: z.literal('headgate-report/1'),
    language: z.enum(LANGUAGES).describe('Of the texts that are not the manifest’s own.'),
    date: z.iso.date(),
    isSound: z.boolean().describe('Whether the manifest has no errors. If not, what cannot be read of it is left out.'),
    manifest: z.strictObject({
      version: z.string(),
      file: z.string().exactOptional(),
      sha256: z.string().exactOptional(),
    }),
    controller: z
      .strictObject({ name: z.string(), contact: z.string(), dpo: z.string().exactOptional() })
      .exactOptional(),
    regimes: z.array(z.strictObject({ region: z.string(), regime: z.enum(REGIMES) })),
    sources: texts.describe('The consent sources in use.'),
    inventory: z.array(inventoryEntry),
    compliance: z.strictObject({
      events: z.array(complianceEntry),
      categories: z.array(categoryEntry),
      recipients: z.array(recipientEntry),
      receipts: z.strictObject({ collectors: texts, retentionDays: count }).exactOptional(),
    }),
    controls: z.strictObject({
      fields: z.array(fieldControl),
      events: z.array(eventControl),
      measures: z.array(measure),
    }),
    record: z.array(activity),
    assessments: z.array(assessment),
    review: z.strictObject({ by: z.string(), on: z.string(), next: z.string().exactOptional() }).exactOptional(),
    flow: z.strictObject({ nodes: z.array(flowNode), links: z.array(flowLink) }),
    findings: z.array(finding),
    accepted: z.array(acceptance),
  })
  .describe('What a manifest says, ordered as an auditor asks for it.');

export type Report = z.infer<typeof reportSchema>;
export type InventoryEntry = z.infer<typeof inventoryEntry>;
export type ComplianceEntry = z.infer<typeof complianceEntry>;
export type CategoryEntry = z.infer<typeof categoryEntry>;
export type RecipientEntry = z.infer<typeof recipientEntry>;
export type FieldControl = z.infer<typeof fieldControl>;
export type EventControl = z.infer<typeof eventControl>;
export type Measure = z.infer<typeof measure>;
export type Activity = z.infer<typeof activity>;
export type Assessment = z.infer<typeof assessment>;
export type FlowNode = z.infer<typeof flowNode>;
export type FlowLink = z.infer<typeof flowLink>;
export type DataFlow = Report['flow'];
export type ReportFinding = z.infer<typeof finding>;
export type Acceptance = z.infer<typeof acceptance>;
export type Named = z.infer<typeof named>;

/**
 * The report's shape as JSON Schema, for those who read the JSON form.
 *
 * @example
 * ```ts
 * import { reportJsonSchema } from 'headgate/node';
 *
 * JSON.stringify(reportJsonSchema()); // a JSON schema of what `headgate report --format json` prints
 * ```
 */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema, { target: 'draft-2020-12' });
}
