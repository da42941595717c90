/** The entry `headgate`: everything for a page that bundles its scripts. Each export costs only those who import it. */
export { createHeadgate } from './create-headgate.js';
export { startBridge, type BridgeOptions } from './bridge/start-bridge.js';
export { defineManifest } from './manifest/manifest.js';
export { globalPrivacyControl } from './consent/sources/global-privacy-control.js';
export { magento, type MagentoOptions } from './consent/sources/magento.js';
export { manual, type ManualOptions, type ManualSource } from './consent/sources/manual.js';
export { oneTrust } from './consent/sources/onetrust.js';
export { json, type JsonOptions } from './delivery/collectors/json.js';
export type { AuditEntry, EventState, Tally } from './audit/create-ledger.js';
export type { Diagnostic, DiagnosticCode } from './audit/diagnostic.js';
export type { Choice, ConsentReading, ConsentSource, ConsentState, SourceHost } from './consent/consent.js';
export type { BufferLimits } from './buffer/buffer.js';
export type {
  Collector,
  CollectorLimits,
  CollectorRequest,
  HttpCollector,
  PageCollector,
  Receipted,
} from './delivery/collector.js';
export type { GateReason } from './gate/decide.js';
export type { Headgate, HeadgateOptions, HoldLimits, Status, Tracked } from './headgate.js';
export type * from './manifest/manifest.js';
export type { ConsentProof, ConsentStamp, ReceiptData, TaggedEvent } from './tag/tagged-event.js';
