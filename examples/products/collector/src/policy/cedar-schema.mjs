import { DATA_CATEGORIES, LEGAL_BASES, PROTECTIONS, TIERS } from 'headgate/node';

import { receiptResource } from './resources.mjs';

/**
 * The words that a policy may use, printed as a Cedar schema from the manifests: a rule that names a purpose, a tier or a
 * kind of data that does not exist is found before it decides anything.
 *
 * @typedef {import('./resources.mjs').Resource} Resource
 */

/** What can be asked for: on one event, on a field of one, or on the collector itself. */
export const actions = /** @type {const} */ ({
  count: ['Event', 'Field'],
  read: ['Field'],
  'read-masked': ['Field'],
  'open-sealed': ['Field'],
  export: ['Event'],
  'answer-subject': ['Event'],
  erase: ['Event'],
  'read-log': ['Collector'],
  'change-policy': ['Collector'],
});

/** @typedef {keyof typeof actions} Action */

/**
 * @param {readonly import('headgate/node').Manifest[]} manifests
 * @returns {string}
 */
export function toCedarSchema(manifests) {
  const events = manifests.flatMap(({ events }) => Object.values(events));
  const purposes = [...events.map(({ purpose }) => purpose), receiptResource().purpose];
  const shared = 'tier: Tier, purpose: Purpose, basis: Basis, region: String';
  return [
    'entity Role;',
    'entity Collector;',
    `entity Tier enum ${toEnum(TIERS)};`,
    `entity Basis enum ${toEnum(LEGAL_BASES)};`,
    `entity Purpose enum ${toEnum(purposes)};`,
    `entity Data enum ${toEnum(DATA_CATEGORIES)};`,
    // `none`: the field is kept as the page gave it.
    `entity Protection enum ${toEnum(['none', ...PROTECTIONS])};`,
    `entity Event { ${shared} };`,
    `entity Field in [Event] { ${shared}, name: String, data: Data, protect: Protection, tag: Bool };`,
    ...Object.entries(actions).map(
      ([action, resources]) =>
        `action "${action}" appliesTo { principal: [Role], resource: [${resources.join(', ')}] };`,
    ),
  ].join('\n');
}

/**
 * A resource with what it lies in, as Cedar reads them.
 *
 * @param {Resource} resource
 * @returns {import('@cedar-policy/cedar-wasm').EntityJson[]}
 */
export function toEntities(resource) {
  if (resource.type === 'Collector') return [{ uid: toUid(resource), attrs: {}, parents: [] }];
  const event = resource.type === 'Event' ? resource : resource.event;
  const shared = {
    tier: toReference('Tier', event.tier),
    purpose: toReference('Purpose', event.purpose),
    basis: toReference('Basis', event.basis),
    region: event.region,
  };
  const parent = { uid: toUid(event), attrs: shared, parents: [] };
  if (resource.type === 'Event') return [parent];
  const attrs = {
    ...shared,
    name: resource.name,
    data: toReference('Data', resource.data),
    protect: toReference('Protection', resource.protect),
    tag: resource.isTag,
  };
  return [parent, { uid: toUid(resource), attrs, parents: [toUid(event)] }];
}

/**
 * @param {Resource} resource
 * @returns {{ type: string, id: string }}
 */
export function toUid(resource) {
  if (resource.type === 'Collector') return { type: 'Collector', id: 'collector' };
  if (resource.type === 'Event') return { type: 'Event', id: resource.event };
  return { type: 'Field', id: `${resource.event.event}.${resource.name}` };
}

/**
 * @param {string} type
 * @param {string} id
 */
function toReference(type, id) {
  return { __entity: { type, id } };
}

/** @param {readonly string[]} words */
function toEnum(words) {
  return `[${[...new Set(words)].map((word) => JSON.stringify(word)).join(', ')}]`;
}
