import { own } from '../../safety/own.js';
import { toJson } from '../../safety/to-json.js';
import type { HttpCollector } from '../collector.js';
import { consentChoices } from './consent-choices.js';
import { legalTags } from './legal-tags.js';
import { readIdentifier } from './read-identifier.js';

export interface RudderStackOptions {
  /** The data plane: it has no host but the customer's own, so it stands where the data plane stands. */
  readonly url: string;
  /** The source's write key: public. */
  readonly writeKey: string;
  /** The field that holds `userId`. */
  readonly user?: string;
  /** The field that holds `anonymousId`. */
  readonly anonymous?: string;
  /** The consent platform as RudderStack calls it: its destinations are set up for one. @defaultValue `'custom'` */
  readonly provider?: 'oneTrust' | 'ketch' | 'iubenda' | 'custom';
  /** The platform's consent ids by the manifest's names. @defaultValue the manifest's names */
  readonly categories?: { readonly [category: string]: string };
}

/**
 * RudderStack's beacon endpoint: the same batch as `/v1/batch`, as plain text and with the write key in the address, so that
 * it needs no preflight. One bad event refuses the whole batch with 400, and the delivery stage finds it by halves.
 * RudderStack wants a user or an anonymous id: an event that has neither stands alone, under its own id.
 * https://www.rudderstack.com/docs/api/http-api/
 *
 * @example
 * ```ts
 * import { createHeadgate, rudderstack } from 'headgate';
 *
 * const warehouse = rudderstack({ url: 'https://data.example', writeKey: 'a1b2c3' });
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function rudderstack({
  url,
  writeKey,
  user,
  anonymous,
  provider = 'custom',
  categories = {},
}: RudderStackOptions): HttpCollector {
  return {
    maxEvents: 100,
    maxBytes: 65_536,

    encode: (events, sentAt) => ({
      url: `${url}/beacon/v1/batch?writeKey=${encodeURIComponent(writeKey)}`,
      body: toJson({
        batch: events.map((event) => {
          const userId = readIdentifier(event, user);
          const choices = consentChoices(event);
          const named = (wanted: boolean): string[] =>
            choices.flatMap(([name, isGranted]) => (isGranted === wanted ? (own(categories, name) ?? name) : []));
          return {
            type: 'track',
            channel: 'web',
            event: event.event,
            messageId: event.id,
            originalTimestamp: event.time,
            sentAt,
            userId,
            anonymousId: readIdentifier(event, anonymous) ?? (userId ? undefined : event.id),
            properties: event.data,
            context: {
              library: { name: 'headgate' },
              consentManagement: {
                allowedConsentIds: named(true),
                deniedConsentIds: named(false),
                provider,
                resolutionStrategy: 'and',
              },
              headgate: legalTags(event),
            },
          };
        }),
        sentAt,
      }),
    }),

    read: (body, events) => (/^"?ok"?\s*$/i.test(body) ? { accepted: events.map(({ id }) => id) } : undefined),
  };
}
