import type { TaggedEvent } from '../../tag/tagged-event.js';
import type { SeenRequest } from './evidence.js';

/** Returns Headgate's own events in a request: those of a batch as the collector `json` sends it. */
export function eventsIn({ body }: SeenRequest): TaggedEvent[] {
  if (!body) return [];
  try {
    const batch: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    const events = (batch as { readonly events?: unknown } | null)?.events;
    return Array.isArray(events) ? events.filter(isTagged) : [];
  } catch {
    return [];
  }
}

function isTagged(event: unknown): event is TaggedEvent {
  if (typeof event !== 'object' || event === null) return false;
  return ['event', 'tier', 'purpose', 'basis', 'consent', 'expires'].every((tag) => tag in event);
}
