import { collectorResource, tagData } from './resources.mjs';
import { mayWithEvent, smallestGroupOf, viewOfEvent } from './event-view.mjs';

/**
 * The policy as a table for people: each role, each event, what it sees.
 *
 * @typedef {import('./open-policy.mjs').Policy} Policy
 * @typedef {import('headgate/node').Manifest} Manifest
 *
 * @param {Policy} policy
 * @param {Manifest} manifest
 * @returns {string} Markdown.
 */
export function printPolicy(policy, manifest) {
  const header = ['role', 'event', 'tier', 'region', 'counts', 'reads', 'reads masked', 'opens sealed', 'also may'];
  const rows = policy.roles.flatMap((role) => rowsOf(policy, role, manifest));
  const parts = [toTable([header, ...rows])];
  for (const role of policy.roles) {
    const rights = /** @type {const} */ (['read-log', 'change-policy']).filter(
      (action) => policy.decide(role, action, collectorResource).isAllowed,
    );
    if (rights.length > 0) parts.push(`${role} may also: ${rights.join(', ')}.`);
  }
  return `${parts.join('\n\n')}\n`;
}

/**
 * @param {Policy} policy
 * @param {string} role
 * @param {Manifest} manifest
 * @returns {string[][]}
 */
function rowsOf(policy, role, manifest) {
  return Object.entries(manifest.events).map(([event, definition]) => {
    const view = [...viewOfEvent(policy, role, event, definition)];
    const isSealed = (/** @type {string} */ name) => definition.fields?.[name]?.protect === 'seal';
    const plain = view.filter(([, { as }]) => as === 'plain').map(([name]) => name);
    const masked = view.filter(([, { as }]) => as === 'masked').map(([name]) => name);
    const smallest = smallestGroupOf(policy, role, event, definition, []);
    const others = /** @type {const} */ (['export', 'answer-subject', 'erase']).filter((action) =>
      mayWithEvent(policy, role, action, event, definition),
    );
    return [
      role,
      event,
      definition.tier,
      definition.region ?? '',
      smallest === undefined ? '' : `from ${smallest} people`,
      listFields(plain.filter((name) => !isSealed(name))),
      listFields(masked),
      plain.filter((name) => isSealed(name)).join(', '),
      others.join(', '),
    ];
  });
}

/** @param {readonly string[]} names */
function listFields(names) {
  const tags = [...tagData.keys()];
  if (!tags.every((tag) => names.includes(tag))) return names.join(', ');
  return ['every tag', ...names.filter((name) => !tagData.has(name))].join(', ');
}

/** @param {readonly (readonly string[])[]} rows */
function toTable(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map(
    (row) => `| ${row.map((cell, column) => (cell || '–').padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
