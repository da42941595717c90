import { createTriggers } from './create-triggers.js';
import type { TrackTarget } from './event-source.js';
import { interceptPushes } from './intercept-pushes.js';
import { readPath } from './read-path.js';

export interface DataLayerEventsOptions {
  /** The array's name, where the page gave it another. @defaultValue `'dataLayer'` */
  readonly name?: string;
}

/**
 * Google's data layer as an event source: pushes such as `{ event: 'add_to_cart', ecommerce: … }` and calls of `gtag('event', …)`
 * become the manifest's events by its `triggers.dataLayer`. What was pushed before counts too. Returns what ends it.
 */
export function startDataLayer(target: TrackTarget, { name = 'dataLayer' }: DataLayerEventsOptions = {}): () => void {
  const fire = createTriggers(target, 'dataLayer');
  return interceptPushes(name, (item) => {
    const { event, data } = readPush(item);
    // What the collector of this name pushed comes from here: it would go round and round.
    if (typeof event === 'string' && readPath(item, 'headgate') === undefined) fire(event, data);
    return true;
  });
}

/** `gtag` pushes its arguments as they are: `['event', name, parameters]`. */
function readPush(item: unknown): { readonly event: unknown; readonly data: unknown } {
  const call = item as { readonly 0?: unknown; readonly 1?: unknown; readonly 2?: unknown; readonly event?: unknown };
  return call[0] === 'event' ? { event: call[1], data: call[2] } : { event: call.event, data: item };
}
