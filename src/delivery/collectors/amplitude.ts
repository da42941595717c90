import { toJson } from '../../safety/to-json.js';
import type { HttpCollector } from '../collector.js';
import { legalTags } from './legal-tags.js';
import { readIdentifier } from './read-identifier.js';

export interface AmplitudeOptions {
  /** The project's API key: public. The secret key never belongs into a page. */
  readonly apiKey: string;
  /** @defaultValue `'US'`, and with `url` as the manifest says */
  readonly region?: 'US' | 'EU';
  /** An own host in front of Amplitude's. */
  readonly url?: string;
  /** `true`: `/batch`, which throttles a device later and shows its events later. @defaultValue `false`: `/2/httpapi` */
  readonly batch?: boolean;
  /** The field that holds `user_id`. */
  readonly user?: string;
  /** The field that holds `device_id`. */
  readonly device?: string;
}

const HOSTS = { US: '2', EU: '.eu' };

/**
 * Amplitude's HTTP V2 and batch API, as plain text as its own client's beacons, so that it needs no preflight. Amplitude
 * wants a user or a device of every event: one that has neither stands alone, with its own id for a device, so it counts
 * as a user of its own and is never joined with another. https://amplitude.com/docs/apis/analytics/http-v2
 *
 * @example
 * ```ts
 * import { createHeadgate, amplitude } from 'headgate';
 *
 * const warehouse = amplitude({ apiKey: 'a1b2c3', region: 'EU' });
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function amplitude({
  apiKey,
  url,
  region = url == null ? 'US' : undefined,
  batch,
  user,
  device,
}: AmplitudeOptions): HttpCollector {
  const host = url ?? `https://api${HOSTS[region!]}.amplitude.com`;
  return {
    region,
    maxEvents: 100,
    maxBytes: 65_536,
    // It knows a duplicate by `insert_id` for seven days.
    maxAge: 604_800_000,
    reads: [400, 429],

    encode: (events, sentAt) => ({
      url: `${host}/${batch ? 'batch' : '2/httpapi'}`,
      body: toJson({
        api_key: apiKey,
        events: events.map((event) => {
          const user_id = readIdentifier(event, user);
          return {
            event_type: event.event,
            user_id,
            device_id: readIdentifier(event, device) ?? (user_id ? undefined : event.id),
            time: Date.parse(event.time),
            insert_id: event.id,
            event_properties: { ...event.data, headgate: legalTags(event) },
            plan: { version: event.manifest },
          };
        }),
        // Ids of the page's own choice may be shorter than five characters.
        options: { min_id_length: 1 },
        client_upload_time: sentAt,
      }),
    }),

    read(body, events, status) {
      const answer = JSON.parse(body);
      if (answer.code === 200) return { accepted: events.map(({ id }) => id) };
      if (answer.missing_field || /^invalid api key/i.test(answer.error)) return { accepted: [], isBlocked: true };
      const rejected = Object.entries<object>(answer).flatMap(([reason, found]) => {
        // `{ field: [index] }`, but for silenced events, which are a plain list of indexes.
        const indexes = /^(events_with|silenced_events)/.test(reason) ? Object.values(found).flat() : [];
        return indexes.map((index: number) => ({ id: events[index]!.id, reason }));
      });
      // A fault that names no event is for the delivery stage to find, by halves.
      if (status !== 429 && !rejected.length) return undefined;
      // What was not named is not at fault and is sent again; 30 seconds are what Amplitude asks of throttled devices.
      return { accepted: [], rejected, retryAfter: status === 429 ? 30_000 : 0 };
    },
  };
}
