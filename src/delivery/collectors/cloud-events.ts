import type { Tier } from '../../manifest/manifest.js';
import { toJson } from '../../safety/to-json.js';
import type { TaggedEvent } from '../../tag/tagged-event.js';
import type { HttpCollector } from '../collector.js';
import { readPlainAnswer } from '../read-plain-answer.js';

export interface CloudEventsOptions {
  readonly url: string;
  /** Where the events happen, a URI reference such as `https://shop.example/`. With the id it tells events apart. */
  readonly source: string;
  /** Put in front of an event's name, such as `com.example.`. @defaultValue `''` */
  readonly typePrefix?: string;
  /** Regulations of the data classification extension, separated by commas. @defaultValue `'GDPR'` */
  readonly regulation?: string;
  /**
   * Not every receiver takes a batch: the HTTP binding leaves it open, and the receiving client of the Go SDK answers one with
   * 500, which is asked again for ever. `false` sends each event by itself. @defaultValue `true`
   */
  readonly batch?: boolean;
  /** @defaultValue `100`, of a batch */
  readonly maxEvents?: number;
  /** @defaultValue `65536`: what every receiver has to take of one event. */
  readonly maxBytes?: number;
}

/** Tiers in the words of the data classification extension. */
const CLASSES: { readonly [tier in Tier]: readonly [classification: string, category: string] } = {
  anonymous: ['internal', 'non-sensitive'],
  pseudonymous: ['confidential', 'standard'],
  personal: ['confidential', 'standard'],
  sensitive: ['restricted', 'special-category'],
};

/**
 * A batch of CloudEvents 1.0 over HTTP. The tier travels in the data classification extension, the date of deletion in
 * `expirytime`, the time of sending in `recordedtime`, purpose, legal basis, categories and consent in attributes of
 * their own; attributes are scalars, so the consent is JSON in a string. Receivers deduplicate by `source` and `id`.
 * The content type needs a CORS preflight. Any 2xx takes the whole batch.
 *
 * @see https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/data-classification.md
 */
export function cloudEvents(options: CloudEventsOptions): HttpCollector {
  const { url, batch = true, maxEvents = 100, maxBytes = 65_536 } = options;
  return {
    maxEvents: batch ? maxEvents : 1,
    maxBytes,
    encode(events, sentAt) {
      const written = events.map((event) => toCloudEvent(event, sentAt, options));
      return {
        url,
        type: `application/cloudevents${batch ? '-batch' : ''}+json; charset=UTF-8`,
        body: toJson(batch ? written : written[0]),
      };
    },
    reads: [410, 415],
    read: readPlainAnswer,
  };
}

function toCloudEvent(event: TaggedEvent, sentAt: string, options: CloudEventsOptions): object {
  const { source, typePrefix = '', regulation = 'GDPR' } = options;
  const [dataclassification, datacategory] = CLASSES[event.tier];
  return {
    specversion: '1.0',
    id: event.id,
    source,
    type: typePrefix + event.event,
    time: event.time,
    recordedtime: sentAt,
    expirytime: event.expires,
    datacontenttype: 'application/json',
    dataclassification,
    dataregulation: regulation,
    datacategory,
    hgtier: event.tier,
    hgpurpose: event.purpose,
    hglegalbasis: event.basis,
    // An attribute that is there is not empty.
    ...(event.categories.length > 0 && { hgcategories: event.categories.join() }),
    hgretentiondays: event.retentionDays,
    hgmanifest: event.manifest,
    hgconsent: toJson(event.consent),
    data: event.data,
  };
}
