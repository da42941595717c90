import type { EventDefinition, FieldDefinition, Manifest } from '../../manifest/manifest.js';
import { DEFAULT_MAX_LENGTH } from '../../manifest/select-fields.js';
import type { InventoryEntry, Named } from './report-schema.js';
import { fill, type Words } from './words.js';

/** The first pillar: what is tracked, with which fields, for what. */
export function toEventInventory(manifest: Manifest, words: Words): InventoryEntry[] {
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
    fields: Object.entries(definition.fields ?? {}).map(([name, field]) => toField(name, field, words)),
  }));
}

function toField(name: string, field: FieldDefinition, words: Words): InventoryEntry['fields'][number] {
  return {
    name,
    ...keep({ title: field.title }),
    type: field.type,
    optional: field.optional ?? false,
    limits: describeLimits(field, words),
    data: field.data ?? 'behaviour',
  };
}

/** Returns what values a field may have, in words: `one of a, b, c`, `at most 64 characters`, `1 to 5`. */
function describeLimits(field: FieldDefinition, words: Words): string {
  const { type, values, maxLength = DEFAULT_MAX_LENGTH } = field;
  const { inventory } = words.texts;
  if (values) return fill(inventory.oneOf, { values: values.join(', ') });
  switch (type) {
    case 'boolean':
      return inventory.yesOrNo;
    case 'string':
      return words.count(inventory.length, maxLength);
    default:
      return describeRange(field, words);
  }
}

function describeRange({ min, max }: FieldDefinition, { texts: { inventory }, number }: Words): string {
  if (min !== undefined && max !== undefined) return fill(inventory.range, { min: number(min), max: number(max) });
  if (min !== undefined) return fill(inventory.from, { min: number(min) });
  return max === undefined ? inventory.any : fill(inventory.upTo, { max: number(max) });
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
