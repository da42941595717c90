import type { Tracked } from '../instance/headgate.js';
import type { FieldDefinition, FieldValue, Manifest } from '../manifest/manifest.js';

/** Where event names and their fields are declared: an event source reads nothing else of the page. */
export type DeclaredEvents = Pick<Manifest, 'events'>;

/** What an event source hands its events to: an instance, or an embedded page's `track` beside its manifest. */
export interface TrackTarget {
  readonly manifest: DeclaredEvents;
  track(name: string, data: never): Tracked | void;
}

/** The declared fields of an event; none where the manifest does not know it. */
export function fieldsOf({ events }: DeclaredEvents, name: string): { readonly [field: string]: FieldDefinition } {
  return (Object.hasOwn(events, name) && events[name]!.fields) || {};
}

/** A text as the declared type; as it is where it is none of that type, so that the manifest's check refuses and counts it. */
export function toFieldValue(text: string, { type }: FieldDefinition): FieldValue {
  const trimmed = text.trim();
  if (type === 'boolean') return trimmed === 'true' || (trimmed === 'false' ? false : text);
  if (type === 'string' || trimmed === '') return text;
  const number = Number(trimmed);
  return Number.isNaN(number) ? text : number;
}
