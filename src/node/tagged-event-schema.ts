import * as z from 'zod';
import type { TaggedEvent } from '../tag/tagged-event.js';
import { EVIDENCE, LEGAL_BASES, REGIMES, TIERS } from '../manifest/vocabulary.js';

/** The shape that every event and receipt arrives in, whatever the manifest says of it. Strict: nothing rides along. */

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

// Bounded, because a receiver stores all of it: consent strings are the longest, and TCF's have a few kB.
const shortText = z.string().max(500);
const longText = z.string().max(16_384);
const instant = z.iso.datetime({ offset: false });

const choiceSchema = z.enum(['granted', 'denied', 'undecided']);

const stampSchema = z.strictObject({
  state: choiceSchema,
  regime: z.enum(REGIMES),
  evidence: z.enum(EVIDENCE),
  source: shortText,
  version: shortText.exactOptional(),
});

/** A platform's own record: its times and versions are as the platform writes them. */
const proofSchema = z.strictObject({
  id: shortText.exactOptional(),
  time: shortText.exactOptional(),
  version: shortText.exactOptional(),
  string: longText.exactOptional(),
  observed: z.literal(true).exactOptional(),
});

export const idSchema = z.string().regex(UUID_V7);

/** An event as it arrives, before anything of the manifest is compared. */
export const taggedShapeSchema = z.strictObject({
  id: idSchema,
  event: shortText,
  time: instant,
  tier: z.enum(TIERS),
  purpose: shortText,
  basis: z.enum(LEGAL_BASES),
  categories: z.array(shortText).max(100),
  retentionDays: z.int(),
  expires: instant,
  manifest: shortText,
  consent: z.strictObject({ captured: stampSchema, released: stampSchema.exactOptional() }),
  data: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<Omit<TaggedEvent, 'data'>>;

export type TaggedShape = z.infer<typeof taggedShapeSchema>;

/** The data of a receipt: a state for every category that it names, and its proof. */
export const receiptDataSchema = z.strictObject({
  action: z.enum(['granted', 'withdrawn']),
  categories: z.record(z.string(), choiceSchema),
  proof: proofSchema,
  since: instant,
});
