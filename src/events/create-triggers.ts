import type { Trigger } from '../manifest/manifest.js';
import type { TrackTarget } from './event-source.js';
import { readPath } from './read-path.js';

/** Tells what happened in the page by a foreign event’s name and data. Answers whether everything it triggered was allowed. */
export type Fire = (event: string, data: unknown) => boolean;

/**
 * The manifest's mapping from the events of another system (a data layer, a shop, a survey widget) to its own:
 * `triggers: { dataLayer: { event: 'add_to_cart', fields: { sku: 'ecommerce.items.0.item_id' } } }`. Only what a mapping
 * names is ever read.
 */
export function createTriggers(target: TrackTarget, source: string): Fire {
  const mapped = Object.entries(target.manifest.events).flatMap(([name, { triggers }]) => {
    const trigger = triggers?.[source];
    return trigger ? [[name, trigger] as const] : [];
  });
  return (event, data) => {
    let isAllowed = true;
    for (const [name, trigger] of mapped) {
      if (trigger.event !== event || !matches(trigger, data)) continue;
      const result = target.track(name, pick(trigger, data) as never);
      isAllowed &&= result?.outcome === 'allow';
    }
    return isAllowed;
  };
}

function matches({ where = {} }: Trigger, data: unknown): boolean {
  return Object.entries(where).every(([path, expected]) => readPath(data, path) === expected);
}

function pick({ fields = {} }: Trigger, data: unknown): { [field: string]: unknown } {
  const picked: { [field: string]: unknown } = {};
  for (const [field, path] of Object.entries(fields)) {
    const value = readPath(data, path);
    if (value !== undefined && value !== null) picked[field] = value;
  }
  return picked;
}
