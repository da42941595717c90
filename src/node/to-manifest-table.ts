import type {
  CategoryDefinition,
  CollectorDefinition,
  Controller,
  EventDefinition,
  FieldDefinition,
  Manifest,
  PurposeDefinition,
} from '../manifest/manifest.js';
import { findSealedField } from './find-sealed-field.js';
import { DEFAULT_MAX_LENGTH } from '../manifest/select-fields.js';

/**
 * Returns the table that the browser gets: the same manifest without what only people read, without keys that say the
 * default, and without purposes that no event has. Pure; applied to a table, it returns an equal one.
 *
 * @example
 * ```ts
 * import { readManifest, toManifestTable } from 'headgate/node';
 *
 * const table = toManifestTable(readManifest('headgate.manifest.json')); // what browsers need of it
 * ```
 */
export function toManifestTable(manifest: Manifest): Manifest {
  const purposes = new Set(Object.values(manifest.events).map((event) => event.purpose));
  return dropUndefined<Manifest>({
    id: manifest.id,
    version: manifest.version,
    controller: manifest.controller && findSealedField(manifest) ? toKeyHolder(manifest.controller) : undefined,
    regimes: toRegimes(manifest.regimes),
    categories: mapValues(manifest.categories, toCategory),
    purposes: toPurposes(manifest.purposes, purposes),
    collectors: mapValues(manifest.collectors, toCollector),
    events: mapValues(manifest.events, toEvent),
    receipts: manifest.receipts,
  });
}

/** The browser seals to the key; the name and the contact only stay because a controller is not one without them. */
function toKeyHolder({ name, contact, publicKey }: Controller): Controller | undefined {
  return publicKey && { name, contact, publicKey };
}

function toRegimes(regimes: Manifest['regimes'] = {}): Manifest['regimes'] {
  const isDefault = Object.entries(regimes).every(([region, regime]) => region === 'default' && regime === 'opt-in');
  return isDefault ? undefined : regimes;
}

function toCategory({ sources }: CategoryDefinition): CategoryDefinition {
  return sources && !isEmpty(sources) ? { sources } : {};
}

function toPurposes(purposes: Manifest['purposes'] = {}, used: ReadonlySet<string>): Manifest['purposes'] {
  const kept = Object.keys(purposes).filter((name) => used.has(name));
  return kept.length ? Object.fromEntries(kept.map((name): [string, PurposeDefinition] => [name, {}])) : undefined;
}

/** Who receives data, as what and where: a collector of which the browser is not told that does not start. */
function toCollector({ recipient, role, country, regions, subject }: CollectorDefinition): CollectorDefinition {
  return dropUndefined<CollectorDefinition>({ recipient, role, country, regions, subject });
}

/** A journey is read by the browser only where it has steps. */
function toEvent({ title: _title, need: _need, accept: _accept, journey, ...event }: EventDefinition): EventDefinition {
  return dropUndefined<EventDefinition>({
    ...event,
    journey: event.step === undefined ? undefined : journey,
    unknownRegion: event.unknownRegion === 'hold' ? undefined : event.unknownRegion,
    categories: event.categories?.length ? event.categories : undefined,
    fields: event.fields && !isEmpty(event.fields) ? mapValues(event.fields, toField) : undefined,
    undecided: event.undecided === 'hold' ? undefined : event.undecided,
  });
}

function toField({ title: _title, ...field }: FieldDefinition): FieldDefinition {
  // A truncated field keeps its length even where that is the default: a table obeys the rules of a manifest.
  const isDefaultLength = field.maxLength === DEFAULT_MAX_LENGTH && field.protect !== 'truncate';
  return dropUndefined<FieldDefinition>({
    ...field,
    optional: field.optional || undefined,
    maxLength: isDefaultLength ? undefined : field.maxLength,
    data: field.data === 'behaviour' ? undefined : field.data,
  });
}

function mapValues<From, To>(
  record: { readonly [name: string]: From },
  map: (value: From) => To,
): { [name: string]: To } {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

function dropUndefined<T extends object>(record: Loose<T>): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0;
}
