/**
 * The Node side of Headgate: checks the event manifest, compiles it for the browser, and checks events where they
 * arrive. Unlike the browser side it throws, and says all that is wrong at once.
 */
// One by one: in the rolled-up declarations `export type *` would promise `defineManifest`, which is not in this entry.
export type {
  CategoryCodes,
  CategoryDefinition,
  CategoryName,
  CollectorDefinition,
  CollectorName,
  Controller,
  DataCategory,
  EventData,
  EventDefinition,
  EventName,
  FieldDefinition,
  FieldValue,
  LegalBasis,
  Manifest,
  Protection,
  PurposeDefinition,
  ReceiptsDefinition,
  Regime,
  Tier,
} from '../manifest/manifest.js';
export { RECEIPT_EVENT } from '../tag/tagged-event.js';
export type { ConsentProof, ConsentStamp, ReceiptData, TaggedEvent } from '../tag/tagged-event.js';
export { checkManifest } from './check-manifest.js';
export { checkTaggedEvent, taggedEventSchema, type TaggedEventProblem } from './check-tagged-event.js';
export { compileManifest, parseManifest } from './compile-manifest.js';
export { describeProblem, ManifestError, type Problem } from './manifest-error.js';
export { manifestJsonSchema } from './manifest-json-schema.js';
export { manifestSchema } from './manifest-schema.js';
export { payloadSchema } from './payload-schema.js';
export { readManifest } from './read-manifest.js';
export { toManifestTable } from './to-manifest-table.js';
