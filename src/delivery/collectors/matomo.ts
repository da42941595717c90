import { own } from '../../safety/own.js';
import { toJson } from '../../safety/to-json.js';
import type { TaggedEvent } from '../../tag/tagged-event.js';
import type { HttpCollector } from '../collector.js';

export interface MatomoOptions {
  /** Of your own Matomo: `https://matomo.example/matomo.php`. */
  readonly url: string;
  readonly siteId: number;
  /**
   * What Matomo's parameters are filled with: paths in the tagged event, such as
   * `{ e_n: 'data.form', uid: 'data.user', dimension1: 'tier', dimension2: 'basis', dimension3: 'consent.captured.evidence' }`.
   * Custom dimensions have the numbers that Matomo gave them. `e_c` is the purpose and `e_a` the event unless said here.
   */
  readonly parameters?: { readonly [parameter: string]: string };
  /** @defaultValue `50`, as Matomo's own client */
  readonly maxEvents?: number;
  /** @defaultValue `65536`: small requests keep the page's tasks short. */
  readonly maxBytes?: number;
}

/**
 * Matomo's bulk tracking, as events. Sent as text/plain without a CORS preflight: Matomo looks at the body. Legal metadata
 * lives in custom dimensions, by `parameters`. Without a token, which has no place in a page, Matomo takes no event older
 * than 24 hours. It knows no id of an event, so what is sent again after a lost answer may count twice; and it counts
 * invalid events without naming them: as many of the batch, its last ones, are counted as rejected.
 *
 * @see https://developer.matomo.org/api-reference/tracking-api
 *
 * @example
 * ```ts
 * import { createHeadgate, matomo } from 'headgate';
 *
 * const warehouse = matomo({ url: 'https://matomo.example/matomo.php', siteId: 1 });
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function matomo({ url, siteId, parameters, maxEvents = 50, maxBytes = 65_536 }: MatomoOptions): HttpCollector {
  const paths = Object.entries({ e_c: 'purpose', e_a: 'event', ...parameters });
  return {
    maxEvents,
    maxBytes,
    // A minute short of a day, for the way.
    maxAge: 86_340_000,
    encode(events) {
      const requests = events.map((event) => {
        const query = new URLSearchParams({ idsite: `${siteId}`, rec: '1', apiv: '1', ca: '1' });
        query.set('cdt', `${Math.floor(Date.parse(event.time) / 1000)}`);
        for (const [parameter, path] of paths) {
          const value = read(event, path);
          if (value !== undefined) query.set(parameter, String(value));
        }
        return `?${query}`;
      });
      return { url, body: toJson({ requests }) };
    },
    read(body, events) {
      const { status, tracked } = JSON.parse(body);
      if (status !== 'success' || !(tracked >= 0)) return undefined;
      const ids = events.map(({ id }) => id);
      return {
        accepted: ids.slice(0, tracked),
        rejected: ids.slice(tracked).map((id) => ({ id, reason: 'invalid' })),
      };
    },
  };
}

/** What lies at a path such as `data.form`. */
function read(event: TaggedEvent, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => own((value ?? {}) as { readonly [key: string]: unknown }, key), event);
}
