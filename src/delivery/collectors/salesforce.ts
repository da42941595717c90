import { toJson } from '../../safety/to-json.js';
import type { PageCollector } from '../collector.js';
import { createPageCollector } from '../create-page-collector.js';

interface Consent {
  readonly provider: string;
  readonly purpose: string;
  readonly status: string;
}

interface SalesforceInteractions {
  getConsents(): readonly { readonly consent: Consent }[];
  sendEvent(event: object): Promise<unknown> | undefined;
}

export interface SalesforceOptions {
  /** The purpose that Salesforce must know a consent to. @defaultValue `'Tracking'` */
  readonly purpose?: string;
}

/**
 * The Salesforce Interactions SDK in the page. Without a consent of its own it swallows what it is given, so events wait
 * until `getConsents()` has an "Opt In", and carry those consents along. To opt in is the consent platform's work: it opens
 * more of Salesforce than these events. An event is an interaction of its name with its data and, after `hg`, its legal
 * metadata; Salesforce keeps what its schema of the `eventType` declares. It sets ids of its own: deduplicate by `hgId`.
 *
 * @see https://developer.salesforce.com/docs/data/salesforce-interactions-sdk/guide/c360a-api-event-structure.html
 *
 * @example
 * ```ts
 * import { createHeadgate, salesforce } from 'headgate';
 *
 * const warehouse = salesforce();
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function salesforce({ purpose = 'Tracking' }: SalesforceOptions = {}): PageCollector {
  return createPageCollector(
    () => {
      const sdk = (globalThis as { SalesforceInteractions?: SalesforceInteractions }).SalesforceInteractions!;
      const consents = sdk.getConsents().map(({ consent }) => consent);
      const isOpen = consents.some((consent) => consent.purpose === purpose && consent.status === 'Opt In');
      return isOpen && typeof sdk.sendEvent === 'function' ? { sdk, consents } : undefined;
    },
    ({ sdk, consents }, event) => {
      const interaction = {
        ...event.data,
        name: event.event,
        eventType: event.event,
        hgId: event.id,
        hgTime: event.time,
        hgTier: event.tier,
        hgPurpose: event.purpose,
        hgLegalBasis: event.basis,
        hgCategories: event.categories.join(),
        hgExpires: event.expires,
        hgConsent: toJson(event.consent),
      };
      // It is the page's console that would hear of a rejection.
      sdk.sendEvent({ consents, interaction })?.catch(() => {});
    },
  );
}
