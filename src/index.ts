/** The entry `headgate`: everything for a page that bundles its scripts. Each export costs only those who import it. */
export { createHeadgate } from './instance/create-headgate.js';
export type { Bridge, BridgeOptions, BridgeStatus, BridgeTarget } from './bridge/bridge.js';
export { startBridge } from './bridge/start-bridge.js';
export { defineManifest } from './manifest/manifest.js';
export { emitConsentMode, type EmitConsentModeOptions } from './consent/emit-consent-mode.js';
export { followPlatform, type PlatformAnswer, type Platform } from './consent/follow-platform.js';
export { amasty, type AmastyOptions } from './consent/sources/amasty.js';
export { c15t, type C15tOptions } from './consent/sources/c15t.js';
export { cookiebot } from './consent/sources/cookiebot.js';
export { cookieyes } from './consent/sources/cookieyes.js';
export { didomi } from './consent/sources/didomi.js';
export { fides } from './consent/sources/fides.js';
export { gpc, type GpcOptions } from './consent/sources/gpc.js';
export { googleConsentMode, type GoogleConsentModeOptions } from './consent/sources/google-consent-mode.js';
export { listenToIab } from './consent/sources/iab-api.js';
export { gpp } from './consent/sources/gpp.js';
export { hyva, type HyvaOptions } from './consent/sources/hyva.js';
export { iubenda } from './consent/sources/iubenda.js';
export { ketch } from './consent/sources/ketch.js';
export { klaro, type KlaroApi, type KlaroManager, type KlaroOptions } from './consent/sources/klaro.js';
export { magento, type MagentoOptions } from './consent/sources/magento.js';
export { manual, type ManualOptions, type ManualSource } from './consent/sources/manual.js';
export { onetrust } from './consent/sources/onetrust.js';
export { osano } from './consent/sources/osano.js';
export { tcf } from './consent/sources/tcf.js';
export { trustarc, type TrustArcOptions } from './consent/sources/trustarc.js';
export { usercentrics } from './consent/sources/usercentrics.js';
export { usPrivacy } from './consent/sources/us-privacy.js';
export {
  vanillaCookieConsent,
  type CookieConsentApi,
  type VanillaCookieConsentOptions,
} from './consent/sources/vanilla-cookieconsent.js';
export { adobeDataLayer, type AdobeDataLayerOptions } from './delivery/collectors/adobe-data-layer.js';
export { adobeEdge, type AdobeEdgeOptions } from './delivery/collectors/adobe-edge.js';
export { amplitude, type AmplitudeOptions } from './delivery/collectors/amplitude.js';
export { cloudEvents, type CloudEventsOptions } from './delivery/collectors/cloud-events.js';
export { consentPreferences, type NoticeOptions } from './delivery/collectors/consent-preferences.js';
export { dataLayer, type DataLayerOptions } from './delivery/collectors/data-layer.js';
export { hotjar } from './delivery/collectors/hotjar.js';
export { json, type JsonForm, type JsonOptions } from './delivery/collectors/json.js';
export { legalTags, type LegalTags } from './delivery/collectors/legal-tags.js';
export { readIdentifier } from './delivery/collectors/read-identifier.js';
export { matomo, type MatomoOptions } from './delivery/collectors/matomo.js';
export { mixpanel, type MixpanelOptions } from './delivery/collectors/mixpanel.js';
export { openTelemetry, type OpenTelemetryOptions } from './delivery/collectors/open-telemetry.js';
export { posthog, type PostHogOptions } from './delivery/collectors/posthog.js';
export { rudderstack, type RudderStackOptions } from './delivery/collectors/rudderstack.js';
export { salesforce, type SalesforceOptions } from './delivery/collectors/salesforce.js';
export { segment, type SegmentOptions } from './delivery/collectors/segment.js';
export { snowplow, type SelfDescribing, type SnowplowOptions } from './delivery/collectors/snowplow.js';
export { webhook, type WebhookOptions } from './delivery/collectors/webhook.js';
export { startAdobeDataLayer, type AdobeDataLayerEventsOptions } from './events/start-adobe-data-layer.js';
export { startAttributes } from './events/start-attributes.js';
export { startDataLayer, type DataLayerEventsOptions } from './events/start-data-layer.js';
export { startMagento, type MagentoTrackTarget } from './events/start-magento.js';
export { startTags, type TagsOptions } from './events/start-tags.js';
export { startZigpoll, type ZigpollOptions } from './events/start-zigpoll.js';
export { withJourneys } from './events/with-journeys.js';
export type { DeclaredEvents, TrackTarget } from './events/event-source.js';
export type { AuditEntry, EventState, Tally } from './audit/create-ledger.js';
export type {
  Call,
  Debug,
  DebugHost,
  DebugLoader,
  ScriptSetUp,
  Sent,
  Told,
  Watch,
  Watched,
} from './audit/debugging.js';
export type { Diagnostic, DiagnosticCode } from './audit/diagnostic.js';
export type { Choice, ConsentReading, ConsentSource, ConsentState, SourceHost } from './consent/consent.js';
export type { BufferLimits } from './storage/event-store.js';
export type {
  Collector,
  CollectorLimits,
  CollectorRequest,
  HttpCollector,
  PageCollector,
  CollectorAnswer,
  RegionalCollectors,
} from './delivery/collector.js';
export type { GateReason } from './gate/decide.js';
export type { Headgate, Status, Tracked } from './instance/headgate.js';
export type { HeadgateOptions, HoldLimits } from './instance/options.js';
export type * from './manifest/manifest.js';
export type * from './manifest/manifest-types.js';
export type * from './manifest/source-settings.js';
export type { ConsentProof, ConsentStamp, ReceiptData, TaggedEvent } from './tag/tagged-event.js';
