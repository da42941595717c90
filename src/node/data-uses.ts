/**
 * The data uses of Fideslang, the vocabulary of `purposes.*.dataUse`: https://ethyca.github.io/fideslang/taxonomy/data_uses/
 * A dot narrows what stands before it.
 */
const LEAVES = `
analytics.reporting.ad_performance analytics.reporting.content_performance analytics.reporting.campaign_insights
analytics.reporting.system.performance collect employment.recruitment essential.fraud_detection essential.legal_obligation
essential.service.authentication essential.service.notifications.email essential.service.notifications.sms
essential.service.operations.support essential.service.operations.improve essential.service.payment_processing
essential.service.security essential.service.upgrades finance functional.service.improve
functional.storage.privacy_preferences marketing.advertising.first_party.contextual
marketing.advertising.first_party.targeted marketing.advertising.frequency_capping
marketing.advertising.negative_targeting marketing.advertising.profiling marketing.advertising.serving
marketing.advertising.third_party.targeted marketing.communications.email marketing.communications.sms operations
personalize.content.limited personalize.content.profiling personalize.content.profiled personalize.system sales
third_party_sharing.legal_obligation train_ai_system`;

/** Every data use, the wider ones too. */
export const DATA_USES: ReadonlySet<string> = new Set(
  LEAVES.trim()
    .split(/\s+/)
    .flatMap((leaf) => {
      const steps = leaf.split('.');
      return steps.map((_, index) => steps.slice(0, index + 1).join('.'));
    }),
);

/** Returns whether a data use is one of some others, or narrower than one of them. */
export function isDataUse(dataUse: string | undefined, ...wider: readonly string[]): boolean {
  return dataUse !== undefined && wider.some((one) => dataUse === one || dataUse.startsWith(`${one}.`));
}
