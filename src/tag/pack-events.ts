import { toJson } from '../safety/to-json.js';
import { toMoment } from './create-uuid-v7.js';
import { toIso } from './tag-event.js';
import type { TaggedEvent } from './tagged-event.js';

/** What all events of a row share: every tag but id and times, and the names of their fields in the order of their values. */
export interface SharedTags extends Omit<TaggedEvent, 'id' | 'time' | 'expires' | 'data'> {
  readonly fields: readonly string[];
  /** Only where it is not `retentionDays` after the event's time. */
  readonly expires?: string;
}

/**
 * One event: the place of its tags in `shared`, its id, its time in milliseconds after `from`, and the values of its fields. An
 * id that begins with a dash goes on where the event's time, as the first digits of every UUIDv7, ends.
 */
export type EventRow = readonly [shared: number, id: string, after: number, ...values: unknown[]];

/** Events with what they share said once. */
export interface PackedEvents {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly shared: readonly SharedTags[];
  readonly rows: readonly EventRow[];
}

/** Says once what events share: a fifth of the text, for a hundred of one kind. Throws where an event has no time. */
export function packEvents(events: readonly TaggedEvent[]): PackedEvents {
  const [first] = events;
  const from = Date.parse(first!.time);
  const shared: SharedTags[] = [];
  const places = new Map<string, number>();
  const rows = events.map(({ id, time, expires, data, ...tags }): EventRow => {
    const at = Date.parse(time);
    const isOnTime = expires === toIso(at, tags.retentionDays);
    const entry = { ...tags, ...(!isOnTime && { expires }), fields: Object.keys(data) };
    const text = toJson(entry);
    const place = places.get(text) ?? shared.push(entry) - 1;
    places.set(text, place);
    const moment = toMoment(at);
    return [place, id.startsWith(moment) ? id.slice(moment.length) : id, at - from, ...Object.values(data)];
  });
  return { from, shared, rows };
}
