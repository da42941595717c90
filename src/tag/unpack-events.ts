import { toMoment } from './create-uuid-v7.js';
import type { EventRow, PackedEvents } from './pack-events.js';
import { toIso } from './tag-event.js';
import type { TaggedEvent } from './tagged-event.js';

/**
 * Writes in full again what a batch has as rows. Throws where they are not what `json()` sends: bound what comes from strangers
 * first.
 *
 * @example
 * ```ts
 * import { unpackEvents } from 'headgate/node';
 *
 * const batch = JSON.parse(body);
 * const events = batch.rows ? unpackEvents(batch) : batch.events;
 * ```
 */
export function unpackEvents({ from, shared, rows }: PackedEvents): TaggedEvent[] {
  return rows.map(([place, id, after, ...values]: EventRow) => {
    const { fields, ...tags } = shared[place]!;
    if (fields.length !== values.length) throw new RangeError('A row has other fields than its tags say.');
    const time = from + after;
    return {
      id: id.startsWith('-') ? toMoment(time) + id : id,
      time: toIso(time),
      expires: toIso(time, tags.retentionDays),
      ...tags,
      data: Object.fromEntries(values.map((value, index) => [fields[index]!, value])) as TaggedEvent['data'],
    };
  });
}
