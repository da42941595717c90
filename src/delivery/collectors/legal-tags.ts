import type { ConsentStamp, TaggedEvent } from '../../tag/tagged-event.js';

/** What an event says of its own right to exist, with the consent under which it leaves. */
export interface LegalTags extends Omit<TaggedEvent, 'id' | 'event' | 'time' | 'data' | 'consent'> {
  readonly consent: ConsentStamp;
}

/**
 * The legal metadata in one object, for formats that have no place of their own for each part. Nests two deep.
 *
 * @example
 * ```ts
 * import { legalTags, webhook } from 'headgate';
 *
 * const warehouse = webhook({
 *   url: 'https://events.example/batch',
 *   encode: (events) => JSON.stringify(events.map((event) => ({ name: event.event, ...event.data, legal: legalTags(event) }))),
 * });
 * ```
 */
export function legalTags({ id, event, time, data, consent, ...tags }: TaggedEvent): LegalTags {
  return { ...tags, consent: consent.released ?? consent.captured };
}
