import { toJson } from '../../safety/to-json.js';
import type { HttpCollector } from '../collector.js';
import { legalTags } from './legal-tags.js';
import { readIdentifier } from './read-identifier.js';

export interface PostHogOptions {
  /** The project's API key (`phc_…`): public. A personal key (`phx_…`) never belongs into a page. */
  readonly apiKey: string;
  /** @defaultValue `'US'`, and with `url` as the manifest says */
  readonly region?: 'US' | 'EU';
  /** An own host in front of PostHog's, or an own PostHog. */
  readonly url?: string;
  /** The field that holds `distinct_id`. */
  readonly user?: string;
  /** Whether an event with a user makes and updates a person's profile. @defaultValue `false` */
  readonly profiles?: boolean;
}

/**
 * PostHog's batch endpoint, as plain text, so that it needs no preflight. PostHog refuses events without `distinct_id`: one
 * that has no user stands alone, under its own id, and without a profile. No location is derived from the address.
 * https://posthog.com/docs/api/capture
 *
 * @example
 * ```ts
 * import { createHeadgate, posthog } from 'headgate';
 *
 * const warehouse = posthog({ apiKey: 'phc_a1b2c3', region: 'EU' });
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function posthog({
  apiKey,
  url,
  region = url == null ? 'US' : undefined,
  user,
  profiles,
}: PostHogOptions): HttpCollector {
  const host = url ?? `https://${region!.toLowerCase()}.i.posthog.com`;
  return {
    region,
    maxEvents: 100,
    maxBytes: 65_536,

    encode: (events, sentAt) => ({
      url: `${host}/batch/`,
      body: toJson({
        api_key: apiKey,
        batch: events.map((event) => {
          const distinct = readIdentifier(event, user);
          return {
            event: event.event,
            uuid: event.id,
            distinct_id: distinct ?? event.id,
            timestamp: event.time,
            properties: {
              ...event.data,
              headgate: legalTags(event),
              $process_person_profile: !!(profiles && distinct),
              $geoip_disable: true,
              // Else it is the address that the request came from.
              $ip: '0.0.0.0',
              $lib: 'headgate',
            },
          };
        }),
        sent_at: sentAt,
      }),
    }),

    read(body, events) {
      const { status, quota_limited: limited } = JSON.parse(body);
      if (status !== 1 && status !== 'Ok') return undefined;
      // Over the quota it says so, with a success, and has dropped them.
      return limited?.includes('events')
        ? { accepted: [], retryAfter: 60_000 }
        : { accepted: events.map(({ id }) => id) };
    },
  };
}
