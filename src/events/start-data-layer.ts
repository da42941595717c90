import { createPathMemory } from './create-path-memory.js';
import { createTriggers, findTriggers } from './create-triggers.js';
import type { TrackTarget } from './event-source.js';
import { interceptPushes } from './intercept-pushes.js';
import { readPath } from './read-path.js';

export interface DataLayerEventsOptions {
  /** The array's name, where the page gave it another. @defaultValue `'dataLayer'` */
  readonly name?: string;
}

/**
 * Google's data layer as an event source: pushes such as `{ event: 'add_to_cart', ecommerce: … }` and calls of `gtag('event', …)`
 * become the manifest's events by its `triggers.dataLayer`. What was pushed before counts too: events, and, as for a tag
 * manager, the values of earlier pushes that an event does not bring itself. Calls of `gtag` bring their own, beside those
 * of `gtag('set', …)`; a path through `ecommerce` finds them too, where gtag has them flat. Returns what ends it.
 *
 * @example
 * ```ts
 * import { startDataLayer } from 'headgate';
 *
 * const stop = startDataLayer(headgate, { name: 'dataLayer' });
 * ```
 */
export function startDataLayer(target: TrackTarget, { name = 'dataLayer' }: DataLayerEventsOptions = {}): () => void {
  const triggers = findTriggers(target, 'dataLayer').map(([, trigger]) => trigger);
  const paths = triggers.flatMap(({ where = {}, fields = {} }) => [...Object.keys(where), ...Object.values(fields)]);
  const pushed = createPathMemory(paths);
  const set = createPathMemory(paths);
  const fire = createTriggers(target, 'dataLayer', (read, path) => (read as (path: string) => unknown)(path));

  return interceptPushes(name, (item) => {
    const [command, second, third] = readCall(item);
    // What the collector of this name pushed comes from here: it would go round and round.
    if (readPath(item, 'headgate') !== undefined) return true;
    if (command === 'set') set.learn(second);
    else if (command === 'event') {
      if (typeof second === 'string') fire(second, (path: string) => readFlat(third, path) ?? set.get(path));
    } else {
      pushed.learn(item);
      const event = readPath(item, 'event');
      if (typeof event === 'string') fire(event, pushed.get);
    }
    return true;
  });
}

/** `gtag` pushes its arguments as they are: `['event', name, parameters]`. */
function readCall(item: unknown): readonly unknown[] {
  const call = item as { readonly 0?: unknown; readonly 1?: unknown; readonly 2?: unknown };
  return ['0', '1', '2'].map((place) => readPath(call, place));
}

function readFlat(parameters: unknown, path: string): unknown {
  return readPath(parameters, path) ?? readPath(parameters, path.replace(/^ecommerce\./, ''));
}
