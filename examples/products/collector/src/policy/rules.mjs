/**
 * One rule of a policy with what its annotations say: `@id`, its name in logs and tables; `@smallest_group`, the fewest
 * people of a group that a count shows; `@mask`, what is left of a masked text.
 *
 * @typedef {import('@cedar-policy/cedar-wasm').PolicyJson} PolicyJson
 * @typedef {'hidden' | 'start'} Mask `start`: the first two letters. `hidden`: that there is a text, and no more.
 * @typedef {object} Rule
 * @property {string} name
 * @property {string} text What Cedar decides by. Large numbers do not come back from its JSON.
 * @property {PolicyJson} json
 * @property {number} smallestGroup
 * @property {Mask} mask
 */

/** Groups of fewer people single persons out where nothing else is said. */
export const defaultSmallestGroup = 10;

const annotationNames = ['id', 'smallest_group', 'mask'];

/**
 * @param {string} text
 * @param {PolicyJson} json
 * @param {number} index
 * @returns {Rule}
 */
export function ruleOf(text, json, index) {
  const { id, smallest_group: group, mask } = json.annotations ?? {};
  return {
    name: id ?? `rule ${index + 1}`,
    text,
    json,
    smallestGroup: group === undefined ? defaultSmallestGroup : Number(group),
    mask: mask === 'start' ? 'start' : 'hidden',
  };
}

/**
 * What Cedar's own check does not find.
 *
 * @param {readonly Rule[]} rules
 * @param {readonly import('headgate/node').Manifest[]} manifests
 * @returns {string[]}
 */
export function findRuleProblems(rules, manifests) {
  const events = new Set(manifests.flatMap(({ events }) => Object.keys(events)));
  events.add('consent_receipt');
  const names = rules.map(({ name }) => name);
  return [
    ...names
      .filter((name, index) => names.indexOf(name) < index)
      .map((name) => `${name}: two rules have this @id; which one decided could not be told`),
    ...rules.flatMap(({ name, json, smallestGroup }) => [
      ...findAnnotationProblems(json).map((problem) => `${name}: ${problem}`),
      ...(smallestGroup >= 1 && Number.isInteger(smallestGroup)
        ? []
        : [`${name}: @smallest_group is no whole number from 1 on`]),
      ...listEntities(json)
        .filter(({ type, id }) => type === 'Event' && !events.has(id))
        .map(({ id }) => `${name}: no manifest declares the event "${id}"`),
    ]),
  ];
}

/** @param {PolicyJson} json */
function findAnnotationProblems({ annotations = {} }) {
  const unknown = Object.keys(annotations).filter((annotation) => !annotationNames.includes(annotation));
  const { mask } = annotations;
  return [
    ...unknown.map((annotation) => `@${annotation} is not known; a rule has ${annotationNames.join(', ')}`),
    ...(mask === undefined || mask === 'start' || mask === 'hidden' ? [] : ['@mask is "hidden" or "start"']),
  ];
}

/**
 * @param {readonly Rule[]} rules
 * @returns {string[]}
 */
export function listRoles(rules) {
  const roles = rules.flatMap(({ json }) => listEntities(json).filter(({ type }) => type === 'Role'));
  return [...new Set(roles.map(({ id }) => id))].sort();
}

/**
 * Every entity that a rule names, in its scope or its conditions.
 *
 * @param {unknown} value
 * @returns {{ type: string, id: string }[]}
 */
function listEntities(value) {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && 'id' in value && typeof value.type === 'string' && typeof value.id === 'string') {
    return [{ type: value.type, id: value.id }];
  }
  return Object.values(value).flatMap(listEntities);
}
