import { RECEIPT_EVENT, type TaggedEvent } from '../../tag/tagged-event.js';
import { consentChoices } from './consent-choices.js';
import type { SelfDescribing } from './snowplow.js';

/** What Snowplow wants to know of the notice under which a choice was made. */
export interface NoticeOptions {
  /** Where the notice is. */
  readonly url: string;
  /** The domains for which a choice holds. */
  readonly domains: readonly string[];
}

/**
 * For `snowplow({ describe })`: receipts as Snowplow's own `consent_preferences` events. Their scopes must not be empty: those
 * granted, or in a withdrawal those that are not.
 *
 * @example
 * ```ts
 * import { consentPreferences, createHeadgate, snowplow } from 'headgate';
 *
 * const describe = consentPreferences({ url: 'https://shop.example/privacy', domains: ['shop.example'] });
 * const warehouse = snowplow({ url: 'https://collector.example', appId: 'shop', vendor: 'com.acme', describe });
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function consentPreferences({ url, domains }: NoticeOptions) {
  return (event: TaggedEvent): SelfDescribing | undefined => {
    if (event.event !== RECEIPT_EVENT) return undefined;
    const choices = consentChoices(event);
    const isWithdrawal = (event.data as { readonly action?: unknown }).action === 'withdrawn';
    const scopes = choices.flatMap(([category, isGranted]) => (isGranted === isWithdrawal ? [] : category));
    const { captured } = event.consent;
    return {
      schema: 'iglu:com.snowplowanalytics.snowplow/consent_preferences/jsonschema/1-0-0',
      data: {
        eventType: isWithdrawal ? 'withdrawn' : scopes.length < choices.length ? 'allow_selected' : 'allow_all',
        basisForProcessing: 'consent',
        consentUrl: url,
        consentVersion: (captured.version ?? event.manifest).slice(0, 16),
        consentScopes: scopes,
        domainsApplied: domains,
      },
    };
  };
}
