import type { EventDefinition, Trigger } from '../manifest/manifest.js';
import { own } from '../safety/own.js';
import { fieldsOf, toFieldValue, type TrackTarget } from './event-source.js';
import { readPath } from './read-path.js';

/** Tells what happened in the page by a foreign event’s name and data. Returns whether everything it triggered was allowed. */
export type Fire = (event: string, data: unknown) => boolean;

/** Reads what lies at a path of a foreign event's data. */
export type ReadPath = (data: unknown, path: string) => unknown;

/**
 * The manifest's mapping from the events of another system (a data layer, a shop, a survey widget) to its own:
 * `triggers: { dataLayer: { event: 'add_to_cart', fields: { sku: 'ecommerce.items.0.item_id' } } }`. Only what a mapping
 * names is ever read.
 */
export function createTriggers(target: TrackTarget, source: string, read: ReadPath = readPath): Fire {
  const mapped = findTriggers(target, source);
  const matches = ({ where = {} }: Trigger, data: unknown): boolean =>
    Object.entries(where).every(([path, expected]) => read(data, path) === expected);

  function pick(name: string, { fields = {} }: Trigger, data: unknown): { [field: string]: unknown } {
    const picked: { [field: string]: unknown } = {};
    const declared = fieldsOf(target.manifest, name);
    for (const [field, path] of Object.entries(fields)) {
      const value = read(data, path);
      const definition = own(declared, field);
      if (value !== undefined && value !== null) picked[field] = definition ? toFieldValue(value, definition) : value;
    }
    return picked;
  }

  return (event, data) => {
    let isAllowed = true;
    for (const [name, trigger] of mapped) {
      if (trigger.event !== event || !matches(trigger, data)) continue;
      const result = target.track(name, pick(name, trigger, data) as never);
      isAllowed &&= result?.outcome === 'allow';
    }
    return isAllowed;
  };
}

/** What this event source triggers, by the name of the manifest's event. */
export function findTriggers({ manifest }: TrackTarget, source: string): (readonly [name: string, trigger: Trigger])[] {
  return Object.entries(manifest.events).flatMap(([name, rule]) => {
    const trigger = triggerOf(rule, source);
    return trigger ? [[name, trigger] as const] : [];
  });
}

/** What makes an event happen by this event source, where the manifest says so itself. */
export function triggerOf(rule: EventDefinition, source: string): Trigger | undefined {
  return Object.hasOwn(rule, 'triggers') ? own(rule.triggers, source) : undefined;
}
