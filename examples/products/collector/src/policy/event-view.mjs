import { fieldResourcesOf, toEventResource } from './resources.mjs';

/**
 * What one role sees of one event under one version of the manifest, field by field.
 *
 * @typedef {import('./open-policy.mjs').Policy} Policy
 * @typedef {import('./resources.mjs').FieldResource} FieldResource
 * @typedef {import('./rules.mjs').Mask} Mask
 * @typedef {import('headgate/node').EventDefinition} EventDefinition
 * @typedef {{ as: 'plain' } | { as: 'masked', mask: Mask }} Sight How a field is seen; one that is not has none.
 *
 * @param {Policy} policy
 * @param {string} role
 * @param {string} event
 * @param {EventDefinition} definition
 * @returns {Map<string, Sight>} By the field's name. Empty: the role sees no row of this event.
 */
export function viewOfEvent(policy, role, event, definition) {
  /** @type {Map<string, Sight>} */
  const view = new Map();
  for (const field of fieldResourcesOf(event, definition)) {
    const sight = sightOf(policy, role, field);
    if (sight !== undefined) view.set(field.name, sight);
  }
  return view;
}

/**
 * @param {Policy} policy
 * @param {string} role
 * @param {FieldResource} field
 * @returns {Sight | undefined}
 */
function sightOf(policy, role, field) {
  const isRead = policy.decide(role, 'read', field).isAllowed;
  if (field.protect === 'seal') {
    if (policy.decide(role, 'open-sealed', field).isAllowed) return { as: 'plain' };
    // The sealed text goes to who may open it. Everybody else learns that there is one.
    if (isRead) return { as: 'masked', mask: 'hidden' };
  } else if (isRead) return { as: 'plain' };
  const masked = policy.decide(role, 'read-masked', field);
  if (!masked.isAllowed) return undefined;
  return { as: 'masked', mask: field.protect === 'seal' ? 'hidden' : masked.mask };
}

/**
 * The fewest people that a group of a count may have, or `undefined` where the role may not count so.
 *
 * @param {Policy} policy
 * @param {string} role
 * @param {string} event
 * @param {EventDefinition} definition
 * @param {readonly string[]} fieldNames What is grouped and filtered by.
 */
export function smallestGroupOf(policy, role, event, definition, fieldNames) {
  const fields = fieldResourcesOf(event, definition).filter(({ name }) => fieldNames.includes(name));
  if (fields.length < new Set(fieldNames).size) return undefined;
  const decisions = [toEventResource(event, definition), ...fields].map((resource) =>
    policy.decide(role, 'count', resource),
  );
  if (decisions.some(({ isAllowed }) => !isAllowed)) return undefined;
  return Math.max(...decisions.map(({ smallestGroup }) => smallestGroup));
}

/**
 * Whether the role may do something with an event as a whole.
 *
 * @param {Policy} policy
 * @param {string} role
 * @param {'export' | 'erase' | 'answer-subject'} action
 * @param {string} event
 * @param {EventDefinition} definition
 */
export function mayWithEvent(policy, role, action, event, definition) {
  return policy.decide(role, action, toEventResource(event, definition)).isAllowed;
}
