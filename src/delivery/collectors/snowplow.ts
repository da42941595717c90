import { toJson } from '../../safety/to-json.js';
import type { TaggedEvent } from '../../tag/tagged-event.js';
import type { HttpCollector } from '../collector.js';
import { legalTags } from './legal-tags.js';
import { readIdentifier } from './read-identifier.js';

/** Data with the Iglu address of its schema. */
export interface SelfDescribing {
  readonly schema: string;
  readonly data: unknown;
}

export interface SnowplowOptions {
  /** The collector: it has no host but the operator's own. */
  readonly url: string;
  readonly appId: string;
  /** The vendor of the events' schemas: `iglu:<vendor>/<event>/jsonschema/1-0-0`. */
  readonly vendor: string;
  /** Describes those events that have another schema, such as receipts: `consentPreferences`. */
  readonly describe?: (event: TaggedEvent) => SelfDescribing | undefined;
  /** The field that holds the user's id, `uid`. @defaultValue none */
  readonly user?: string;
  /** The schema of an entity with tier, purpose, categories, expiry and proof; it has to be in a registry. @defaultValue none */
  readonly tags?: string;
}

const SNOWPLOW = 'com.snowplowanalytics.snowplow';

/**
 * Snowplow's `tp2` protocol: self-describing events, each with a `gdpr` entity that has its legal basis. Its collector says ok
 * to everything; the pipeline behind it refuses any other content type, so the browser has to ask by a preflight.
 * https://docs.snowplow.io/docs/events/going-deeper/http-requests/
 *
 * @example
 * ```ts
 * import { createHeadgate, snowplow } from 'headgate';
 *
 * const warehouse = snowplow({ url: 'https://collector.example', appId: 'shop', vendor: 'com.acme' });
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function snowplow({ url, appId, vendor, describe, user, tags }: SnowplowOptions): HttpCollector {
  return {
    maxEvents: 100,
    // What its trackers send at most.
    maxBytes: 40_000,

    encode: (events, sentAt) => ({
      url: `${url}/${SNOWPLOW}/tp2`,
      type: 'application/json; charset=UTF-8',
      body: describing(
        'payload_data/jsonschema/1-0-4',
        // Every value is a string: one that is not fails the whole request, after its ok.
        events.map((event) => ({
          e: 'ue',
          eid: event.id,
          p: 'web',
          tv: 'headgate',
          aid: appId,
          dtm: `${Date.parse(event.time)}`,
          stm: `${Date.parse(sentAt)}`,
          uid: readIdentifier(event, user),
          ue_pr: describing(
            'unstruct_event/jsonschema/1-0-0',
            describe?.(event) ?? { schema: `iglu:${vendor}/${event.event}/jsonschema/1-0-0`, data: event.data },
          ),
          co: describing('contexts/jsonschema/1-0-0', [
            {
              schema: `iglu:${SNOWPLOW}/gdpr/jsonschema/1-0-0`,
              data: {
                basisForProcessing: event.basis,
                documentId: 'event-manifest',
                documentVersion: event.manifest.slice(0, 16),
                documentDescription: event.purpose,
              },
            },
            ...(tags ? [{ schema: tags, data: legalTags(event) }] : []),
          ]),
        })),
      ),
    }),

    read: (body, events) => (/^ok\s*$/.test(body) ? { accepted: events.map(({ id }) => id) } : undefined),
  };
}

const describing = (schema: string, data: unknown): string => toJson({ schema: `iglu:${SNOWPLOW}/${schema}`, data });
