import type { Tracked } from '../instance/headgate.js';
import type { FieldDefinition, FieldValue, Manifest } from '../manifest/manifest.js';
import { own } from '../safety/own.js';

/** Where event names and their fields are declared: an event source reads nothing else of the page. `id`: whose they are. */
export type DeclaredEvents = Pick<Manifest, 'id' | 'events'>;

/** What an event source hands its events to: an instance, or an embedded page's `track` beside its manifest. */
export interface TrackTarget {
  readonly manifest: DeclaredEvents;
  track(name: string, data: never): Tracked | void;
}

/** The declared fields of an event; none where the manifest does not know it. */
export function fieldsOf({ events }: DeclaredEvents, name: string): { readonly [field: string]: FieldDefinition } {
  const rule = own(events, name);
  return (rule && Object.hasOwn(rule, 'fields') && rule.fields) || {};
}

/** As people write a number: no thousands' separators, since `1,249` is one number in some countries and another one in others. */
const PLAIN_NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/**
 * A value from markup or another system as the declared type: the number that a text plainly is, and the text of an order's
 * number. As it is where it is none of that type, so that the manifest's check refuses it, counts it and names the field.
 */
export function toFieldValue<T>(value: T, { type }: FieldDefinition): T | FieldValue {
  if (typeof value === 'number' && type === 'string' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string' || type === 'string') return value;
  const trimmed = value.trim();
  if (type === 'boolean') return trimmed === 'true' || (trimmed === 'false' ? false : value);
  return PLAIN_NUMBER.test(trimmed) ? Number(trimmed) : value;
}
