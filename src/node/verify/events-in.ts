import { gunzipSync } from 'node:zlib';
import type { PackedEvents } from '../../tag/pack-events.js';
import type { TaggedEvent } from '../../tag/tagged-event.js';
import { unpackEvents } from '../../tag/unpack-events.js';
import type { SeenRequest } from './evidence.js';
import { LARGEST_BODY } from './watch-requests.js';

/** Returns Headgate's own events in a request: those of a batch as the collector `json` sends it, in any of its forms. */
export function eventsIn({ body }: SeenRequest): TaggedEvent[] {
  if (!body) return [];
  try {
    const isCompressed = body[0] === 0x1f && body[1] === 0x8b;
    const text = isCompressed ? gunzipSync(body, { maxOutputLength: LARGEST_BODY }) : Buffer.from(body);
    const batch = JSON.parse(text.toString('utf8')) as { readonly events?: unknown; readonly rows?: unknown };
    const events = batch.rows ? unpackEvents(batch as PackedEvents) : batch.events;
    return Array.isArray(events) ? events.filter(isTagged) : [];
  } catch {
    return [];
  }
}

function isTagged(event: unknown): event is TaggedEvent {
  if (typeof event !== 'object' || event === null) return false;
  return ['event', 'tier', 'purpose', 'basis', 'consent', 'expires'].every((tag) => tag in event);
}
