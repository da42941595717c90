import { toTimestamp } from '../event-rows.mjs';
import { columnsOfEvent } from './columns.mjs';

/**
 * One event under each version of the manifest that the collector knows: a row is judged by what its own version says of it.
 * Rows of other versions are nobody's to see.
 *
 * @typedef {import('headgate/node').EventDefinition} EventDefinition
 * @typedef {import('./read-question.mjs').Question} Question
 * @typedef {{ version: string, definition: EventDefinition, columns: ReturnType<typeof columnsOfEvent> }} Version
 *
 * @param {import('../create-collector.mjs').Context} context
 * @param {string} event
 * @returns {Version[]} The one in force first; empty where no manifest declares the event.
 */
export function versionsOf({ manifests, columnsOf }, event) {
  return manifests.flatMap(({ version, events }) => {
    const definition = Object.hasOwn(events, event) ? events[event] : undefined;
    return definition === undefined ? [] : [{ version, definition, columns: columnsOfEvent(definition, columnsOf) }];
  });
}

/**
 * Which rows of one version a question is about, as SQL and its parameters.
 *
 * @param {Question} question
 * @param {Version} version
 * @param {number} index Parameters of several versions stand in one statement.
 * @returns {{ condition: string, parameters: import('../database.mjs').Parameters }}
 */
export function selectVersion({ event, where, from, to }, { version, columns }, index) {
  /** @type {{ [name: string]: string | string[] }} */
  const parameters = { event, [`version${index}`]: version };
  const conditions = [
    'event = {event:String}',
    `manifest = {version${index}:String}`,
    "expires > {now:DateTime64(3, 'UTC')}",
  ];
  for (const [position, { field, values }] of where.entries()) {
    const column = columns.get(field)?.sql ?? 'NULL';
    conditions.push(
      `isNotNull(${column}) AND has({values${position}:Array(String)}, assumeNotNull(toString(${column})))`,
    );
    parameters[`values${position}`] = values;
  }
  if (from !== undefined) {
    conditions.push("time >= {from:DateTime64(3, 'UTC')}");
    parameters.from = toTimestamp(from);
  }
  if (to !== undefined) {
    conditions.push("time < {to:DateTime64(3, 'UTC')}");
    parameters.to = toTimestamp(to);
  }
  return { condition: conditions.join(' AND '), parameters };
}

/**
 * The fields that a question filters by.
 *
 * @param {Question} question
 */
export function filteredFields({ where, from, to }) {
  return [...where.map(({ field }) => field), ...(from === undefined && to === undefined ? [] : ['time'])];
}
