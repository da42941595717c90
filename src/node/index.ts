/**
 * The Node side of Headgate: checks the event manifest, compiles it for the browser, and checks events where they
 * arrive. Unlike the browser side it throws, and says all that is wrong at once.
 */
// One by one: in the rolled-up declarations `export type *` would promise `defineManifest`, which is not in this entry.
export type {
  Acceptances,
  CategoryCodes,
  CategoryDefinition,
  CollectorDefinition,
  Controller,
  DataCategory,
  EventDefinition,
  FieldDefinition,
  FieldValue,
  LegalBasis,
  Manifest,
  Protection,
  PurposeDefinition,
  ReceiptsDefinition,
  Regime,
  Tier,
  Trigger,
} from '../manifest/manifest.js';
export type { CategoryName, CollectorName, EventData, EventName } from '../manifest/manifest-types.js';
export type { SourceName, SourceSettings } from '../manifest/source-settings.js';
export { DATA_CATEGORIES, LEGAL_BASES, PROTECTIONS, TIERS } from '../manifest/vocabulary.js';
export { isWithinRegion } from '../manifest/is-within-region.js';
export { RECEIPT_EVENT } from '../tag/tagged-event.js';
export type { EventRow, PackedEvents, SharedTags } from '../tag/pack-events.js';
export { unpackEvents } from '../tag/unpack-events.js';
export type { ConsentProof, ConsentStamp, ReceiptData, TaggedEvent } from '../tag/tagged-event.js';
export { buildScript, type BuiltScript } from './build/build-script.js';
export type { BuildOptions } from './build/build-options.js';
export { auditManifest, checkManifest, type Audit } from './check-manifest.js';
export { checkTaggedEvent, taggedEventSchema, type TaggedEventProblem } from './check-tagged-event.js';
export { compileManifest, parseManifest } from './compile-manifest.js';
export { diffManifests } from './diff/diff-manifests.js';
export type { Change, Effect, Grade } from './diff/change.js';
export { diffJsonSchema, toDiff, type Diff } from './diff/diff-schema.js';
export type { Law } from './laws/law.js';
export { LAWS } from './laws/laws.js';
export { describeProblem, ManifestError, type Problem } from './manifest-error.js';
export { manifestJsonSchema } from './manifest-json-schema.js';
export { manifestSchema } from './manifest-schema.js';
export { RULE_PAGES } from './manifest-rules/rules.js';
export { auditText, openManifest, type OpenedManifest } from './open-manifest.js';
export { payloadSchema } from './payload-schema.js';
export { readManifest } from './read-manifest.js';
export { parseColumnMap, type ColumnMap } from './reports/column-map.js';
export { renderCsv, renderMappedCsv } from './reports/render-csv.js';
export { renderHtml } from './reports/html/render-html.js';
export { renderMarkdown } from './reports/render-markdown.js';
export { reportJsonSchema, type Report } from './reports/report-schema.js';
export { toReport } from './reports/to-report.js';
export { toDeclarations } from './to-declarations.js';
export { toManifestTable } from './to-manifest-table.js';
