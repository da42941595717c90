import { toJson } from '../../safety/to-json.js';
import type { HttpCollector } from '../collector.js';
import { legalTags } from './legal-tags.js';
import { readIdentifier } from './read-identifier.js';

export interface MixpanelOptions {
  /** The project's token: public, and no secret. */
  readonly token: string;
  /** Where the project's data lives. @defaultValue `'US'`, and with `url` as the manifest says */
  readonly region?: 'US' | 'EU' | 'IN';
  /** An own host in front of Mixpanel's, with its path but `/track`. */
  readonly url?: string;
  /** The field that holds `distinct_id`. @defaultValue none: the event counts, and belongs to no user */
  readonly user?: string;
}

const HOSTS = { US: '', EU: '-eu', IN: '-in' };

/** Ids that Mixpanel refuses, because they tend to be a mistake that makes one user of many. */
const REFUSED = /^(anon(ymous)?|nil|<nil>|none|null|n\/?a|undefined|unknown|true|false|-1|\[]|{}|[0-]+)$/i;

/**
 * Mixpanel's `/track`, as a form, so that it needs no preflight. Mixpanel folds duplicates by event, time, `distinct_id` and
 * `$insert_id` together: each comes from the event alone and is the same in every attempt. An event without a user has
 * an empty `distinct_id`; left out, Mixpanel would make one from the IP address.
 * https://docs.mixpanel.com/reference/track-event
 *
 * @example
 * ```ts
 * import { createHeadgate, mixpanel } from 'headgate';
 *
 * const warehouse = mixpanel({ token: 'a1b2c3', region: 'EU' });
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function mixpanel({
  token,
  url,
  region = url == null ? 'US' : undefined,
  user,
}: MixpanelOptions): HttpCollector {
  const host = url ?? `https://api${HOSTS[region!]}.mixpanel.com`;
  return {
    region,
    maxEvents: 100,
    maxBytes: 65_536,
    // /track takes the last five days.
    maxAge: 432_000_000,

    encode(events) {
      const batch = events.map((event) => ({
        event: event.event,
        properties: {
          ...event.data,
          headgate: legalTags(event),
          token,
          time: Date.parse(event.time),
          distinct_id: (readIdentifier(event, user) ?? '').replace(REFUSED, ''),
          $insert_id: event.id,
        },
      }));
      return {
        // Without `ip=0` Mixpanel derives a location from the address.
        url: `${host}/track?verbose=1&ip=0`,
        type: 'application/x-www-form-urlencoded',
        body: `data=${encodeURIComponent(toJson(batch))}`,
      };
    },

    read(body, events) {
      const { status, error } = JSON.parse(body);
      const ids = events.map(({ id }) => id);
      if (status === 1) return { accepted: ids };
      if (status !== 0) return undefined;
      // 0: not one of them is valid. A token that is not known is nothing that the events can be blamed for.
      return /token/i.test(error)
        ? { accepted: [], isBlocked: true }
        : { accepted: [], rejected: ids.map((id) => ({ id, reason: 'status-0' })) };
    },
  };
}
