import { own } from '../../safety/own.js';
import { toJson } from '../../safety/to-json.js';
import type { TaggedEvent } from '../../tag/tagged-event.js';
import type { HttpCollector } from '../collector.js';

export interface AdobeEdgeOptions {
  readonly datastreamId: string;
  /** Identity namespaces, and the fields that hold the identity, the primary first: `{ FPID: 'visitor' }`. */
  readonly identities: { readonly [namespace: string]: string };
  /** @defaultValue `'https://edge.adobedc.net'`; or your own host in front of it */
  readonly url?: string;
  /** The Edge Network's region that takes the events, such as `irl1` for Ireland. @defaultValue the nearest */
  readonly region?: string;
  /** @defaultValue `50` */
  readonly maxEvents?: number;
}

/**
 * Adobe Experience Platform's Edge Network, by its endpoint for batches. Sent as text/plain, as Adobe's own client does,
 * without a CORS preflight. Each event needs an identity that the manifest declares; one without is answered by 400.
 * The whole tagged event lies in `data.headgate`, for the datastream's data prep to map: tier, purpose, legal basis,
 * categories, expiry and consent included. `xdm._id` is the event's id; that Adobe deduplicates by it is not documented.
 *
 * What a service behind the Edge Network makes of an event (207) does not bring it back; a 500 must not be sent again.
 *
 * @see https://developer.adobe.com/data-collection-apis/docs/endpoints/collect/
 *
 * @example
 * ```ts
 * import { createHeadgate, adobeEdge } from 'headgate';
 *
 * const warehouse = adobeEdge({ datastreamId: 'a1b2c3', identities: { ECID: 'visitor' } });
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function adobeEdge(options: AdobeEdgeOptions): HttpCollector {
  const { datastreamId, identities, url = 'https://edge.adobedc.net', region, maxEvents = 50 } = options;
  const path = `${region ? `${region}/` : ''}v1/collect?configId=${encodeURIComponent(datastreamId)}`;
  return {
    // The nearest may be anywhere: no event that is bound to a region goes there.
    region: region || options.url ? undefined : '',
    maxEvents,
    maxBytes: 65_536,
    encode: (events) => ({
      url: `${url}/ee/${path}`,
      body: toJson({ events: events.map((event) => toExperienceEvent(event, identities)) }),
    }),
    reads: [500],
    read(body, events, status) {
      const ids = events.map(({ id }) => id);
      if (status === 500) return { accepted: [], rejected: ids.map((id) => ({ id, reason: 'status-500' })) };
      return status === 204 || JSON.parse(body).requestId ? { accepted: ids } : undefined;
    },
  };
}

function toExperienceEvent(event: TaggedEvent, identities: AdobeEdgeOptions['identities']): object {
  const data = event.data as { readonly [field: string]: unknown };
  const known = Object.entries(identities).filter(([, field]) => own(data, field) !== undefined);
  const identityMap = Object.fromEntries(
    known.map(([namespace, field], index) => [namespace, [{ id: String(data[field]), primary: !index }]]),
  );
  return {
    xdm: { _id: event.id, eventType: event.event, timestamp: event.time, identityMap },
    data: { headgate: event },
  };
}
