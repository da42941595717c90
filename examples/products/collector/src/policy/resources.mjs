import { RECEIPT_EVENT } from 'headgate/node';

/**
 * What a policy decides about: each event of each manifest, each of its fields, and the tags that every event carries
 * beside them. A tag is a field too, so that one rule can show a time and hide an id.
 *
 * @typedef {import('headgate/node').Manifest} Manifest
 * @typedef {import('headgate/node').EventDefinition} EventDefinition
 *
 * @typedef {object} EventResource
 * @property {'Event'} type
 * @property {string} event
 * @property {string} tier
 * @property {string} purpose
 * @property {string} basis
 * @property {string} region Empty where the event names none.
 *
 * @typedef {object} FieldResource
 * @property {'Field'} type
 * @property {EventResource} event
 * @property {string} name
 * @property {string} data
 * @property {string} protect
 * @property {boolean} isTag
 *
 * @typedef {{ type: 'Collector' }} CollectorResource
 * @typedef {EventResource | FieldResource | CollectorResource} Resource
 */

/** @type {CollectorResource} */
export const collectorResource = { type: 'Collector' };

/** The tags, and what kind of data each holds: an event's id and its device's hash single a person out. */
export const tagData = new Map([
  ['id', 'identifier'],
  ['time', 'technical'],
  ['received_at', 'technical'],
  ['tier', 'technical'],
  ['purpose', 'technical'],
  ['basis', 'technical'],
  ['manifest', 'technical'],
  ['consent_source', 'technical'],
  ['subject', 'identifier'],
]);

/** What a field without a data category counts as, as in the manifest. */
const defaultData = 'behaviour';

/**
 * @param {string} event
 * @param {EventDefinition} definition
 * @returns {EventResource}
 */
export function toEventResource(event, { tier, purpose, basis, region = '' }) {
  return { type: 'Event', event, tier, purpose, basis, region };
}

/**
 * Tags first. A declared field that has a tag's name is another field, `fields.time`.
 *
 * @param {string} event
 * @param {EventDefinition} definition
 * @returns {FieldResource[]}
 */
export function fieldResourcesOf(event, definition) {
  const parent = toEventResource(event, definition);
  /** @type {FieldResource[]} */
  const tags = [...tagData].map(([name, data]) => ({
    type: 'Field',
    event: parent,
    name,
    data,
    protect: 'none',
    isTag: true,
  }));
  /** @type {FieldResource[]} */
  const declared = Object.entries(definition.fields ?? {}).map(([field, { data = defaultData, protect = 'none' }]) => ({
    type: 'Field',
    event: parent,
    name: nameField(field),
    data,
    protect,
    isTag: false,
  }));
  return [...tags, ...declared];
}

/**
 * How a declared field is called in questions, answers and rules.
 *
 * @param {string} field
 */
export function nameField(field) {
  return tagData.has(field) ? `fields.${field}` : field;
}

/**
 * Receipts of consent as an event: they are counted, and shown to whom they belong, and never listed.
 *
 * @returns {EventResource}
 */
export function receiptResource() {
  return {
    type: 'Event',
    event: RECEIPT_EVENT,
    tier: 'pseudonymous',
    purpose: RECEIPT_EVENT,
    basis: 'legal_obligation',
    region: '',
  };
}
