import type { EventDefinition, FieldDefinition, Manifest } from '../../manifest/manifest.js';
import { DEFAULT_MAX_LENGTH } from '../../manifest/select-fields.js';
import type { InventoryEntry, Named } from './report-schema.js';

/** The first pillar: what is tracked, with which fields, for what. */
export function toEventInventory(manifest: Manifest): InventoryEntry[] {
  return Object.entries(manifest.events).map(([event, definition]) => ({
    event,
    ...keep({
      title: definition.title,
      journey: definition.journey,
      step: definition.step,
      ...toOnce(definition.once),
    }),
    purpose: toNamed(definition.purpose, manifest.purposes),
    tier: definition.tier,
    data: listData(definition),
    fields: Object.entries(definition.fields ?? {}).map(([name, field]) => toField(name, field)),
  }));
}

function toField(name: string, field: FieldDefinition): InventoryEntry['fields'][number] {
  return {
    name,
    ...keep({ title: field.title }),
    type: field.type,
    optional: field.optional ?? false,
    limits: describeLimits(field),
    data: field.data ?? 'behaviour',
  };
}

/** Returns what values a field may have, in words: `3 values: a, b, c`, `at most 64 characters`, `1 to 5`. */
export function describeLimits({ type, values, maxLength = DEFAULT_MAX_LENGTH, min, max }: FieldDefinition): string {
  if (values) return `one of ${values.join(', ')}`;
  switch (type) {
    case 'boolean':
      return 'yes or no';
    case 'string':
      return `at most ${maxLength.toLocaleString('en-US')} characters`;
    default:
      if (min !== undefined && max !== undefined) return `${min} to ${max}`;
      if (min !== undefined) return `from ${min}`;
      return max === undefined ? 'any' : `up to ${max}`;
  }
}

/** Returns the kinds of data of an event's fields, each once, in the order of their names. */
export function listData({ fields = {} }: EventDefinition): string[] {
  return [...new Set(Object.values(fields).map(({ data = 'behaviour' }) => data))].sort();
}

export function toNamed(name: string, section: { readonly [name: string]: { readonly title?: string } } = {}): Named {
  return { name, title: (Object.hasOwn(section, name) && section[name]?.title) || name };
}

type Kept<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is undefined: JSON has no such value, and the report's shape allows none. */
export function keep<T extends object>(record: T): Kept<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Kept<T>;
}

/** How long an event is known to have happened, and the field for each of whose values it may happen again. */
function toOnce(once: EventDefinition['once']): Pick<InventoryEntry, 'once' | 'onceFor'> {
  if (typeof once === 'object') return { once: once.per, onceFor: once.field };
  return once ? { once } : {};
}
