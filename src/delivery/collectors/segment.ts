import { own } from '../../safety/own.js';
import { toJson } from '../../safety/to-json.js';
import { RECEIPT_EVENT } from '../../tag/tagged-event.js';
import type { HttpCollector } from '../collector.js';
import { consentChoices } from './consent-choices.js';
import { legalTags } from './legal-tags.js';
import { readIdentifier } from './read-identifier.js';

export interface SegmentOptions {
  /** The source's write key: public. */
  readonly writeKey: string;
  /** The workspace's region. Segment does not show what an EU workspace is sent by the US host. @defaultValue `'US'`, and with `url` as the manifest says */
  readonly region?: 'US' | 'EU';
  /** An own host in front of Segment's, with its path but `/v1/batch`. */
  readonly url?: string;
  /** The field that holds `userId`. */
  readonly user?: string;
  /** The field that holds `anonymousId`. */
  readonly anonymous?: string;
  /** Segment's ids of consent categories by the manifest's names. @defaultValue the manifest's names */
  readonly categories?: { readonly [category: string]: string };
}

const HOSTS = { US: 'api.segment.io', EU: 'events.eu1.segmentapis.com' };

/**
 * Segment's batch API, as plain text with the write key in the body as its browser client sends it, so that it needs no
 * preflight. `categoryPreferences` stands on every event: without it Segment enforces nothing, and an empty one closes every
 * destination that is mapped to a category. Receipts are Segment's own consent event. Segment wants a user or an anonymous
 * id: an event that has neither stands alone, under its own id.
 * https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
 *
 * @example
 * ```ts
 * import { createHeadgate, segment } from 'headgate';
 *
 * const warehouse = segment({ writeKey: 'a1b2c3', region: 'EU' });
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function segment({
  writeKey,
  url,
  region = url == null ? 'US' : undefined,
  user,
  anonymous,
  categories = {},
}: SegmentOptions): HttpCollector {
  const host = url ?? `https://${HOSTS[region!]}`;
  return {
    region,
    maxEvents: 100,
    maxBytes: 65_536,

    encode: (events, sentAt) => ({
      url: `${host}/v1/batch`,
      body: toJson({
        batch: events.map((event) => {
          const userId = readIdentifier(event, user);
          const choices = consentChoices(event).map(([name, isGranted]) => [own(categories, name) ?? name, isGranted]);
          return {
            type: 'track',
            event: event.event === RECEIPT_EVENT ? 'Segment Consent Preference Updated' : event.event,
            messageId: event.id,
            timestamp: event.time,
            userId,
            anonymousId: readIdentifier(event, anonymous) ?? (userId ? undefined : event.id),
            properties: event.data,
            context: { consent: { categoryPreferences: Object.fromEntries(choices) }, headgate: legalTags(event) },
          };
        }),
        writeKey,
        sentAt,
      }),
    }),

    read: (body, events) => (JSON.parse(body).success === true ? { accepted: events.map(({ id }) => id) } : undefined),
  };
}
