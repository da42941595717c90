/** How often each event was stored, by the names that the shop's manifest gives them. */
import { readFileSync } from 'node:fs';

/** @import { Row } from './shop-visitor.mjs' */

/** How the manifest calls what the shop's event source tells. @param {string} file @returns {Map<string, string>} */
export function readNames(file) {
  const { events } = JSON.parse(readFileSync(file, 'utf8'));
  const named = Object.entries(events).map(([name, { triggers }]) => [triggers?.magento?.event, name]);
  return new Map(/** @type {[string, string][]} */ (named.filter(([trigger]) => trigger)));
}

/** Of what the manifest switches on. @param {{ [event: string]: number }} counts @param {Map<string, string>} names */
export function toNames(counts, names) {
  const known = Object.entries(counts).filter(([event]) => names.has(event));
  return Object.fromEntries(known.map(([event, times]) => [/** @type {string} */ (names.get(event)), times]));
}

/** @param {Row[]} rows */
export function countRows(rows) {
  /** @type {{ [event: string]: number }} */
  const counts = {};
  for (const { event } of rows) counts[event] = (counts[event] ?? 0) + 1;
  return counts;
}

/** @param {{ [event: string]: number }} counts */
export function toText(counts) {
  return Object.keys(counts)
    .sort()
    .map((event) => `${event} ${counts[event]}`)
    .join(', ');
}
