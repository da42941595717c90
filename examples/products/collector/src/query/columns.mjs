import { quoteName } from '../field-columns.mjs';
import { nameField, tagData } from '../policy/resources.mjs';

/**
 * A field as a column of a question: where it lies, of which type, and how a role sees it. Masked is done here, in the SQL:
 * what a role does not see never leaves the database.
 *
 * @typedef {import('headgate/node').EventDefinition} EventDefinition
 * @typedef {import('../field-columns.mjs').ColumnsOf} ColumnsOf
 * @typedef {import('../policy/event-view.mjs').Sight} Sight
 * @typedef {'String' | 'Float64' | 'Int64' | 'Bool' | "DateTime64(3, 'UTC')"} ColumnType
 * @typedef {{ sql: string, type: ColumnType }} Column
 */

/** @type {{ readonly [type: string]: ColumnType }} */
const types = { string: 'String', number: 'Float64', integer: 'Int64', boolean: 'Bool' };

/**
 * @param {EventDefinition} definition
 * @param {ColumnsOf} columnsOf
 * @returns {Map<string, Column>} By the name that questions use.
 */
export function columnsOfEvent(definition, columnsOf) {
  /** @type {Map<string, Column>} */
  const columns = new Map();
  for (const tag of tagData.keys()) {
    const isTime = tag === 'time' || tag === 'received_at';
    columns.set(tag, { sql: quoteName(tag), type: isTime ? "DateTime64(3, 'UTC')" : 'String' });
  }
  for (const { field, column } of columnsOf(definition)) {
    const type = types[definition.fields?.[field]?.type ?? ''];
    if (type !== undefined) columns.set(nameField(field), { sql: quoteName(column), type });
  }
  return columns;
}

/**
 * @param {Column | undefined} column Of the version of the manifest that the row came under.
 * @param {Sight | undefined} sight
 * @param {ColumnType} type What the answer has, whatever version a row came under.
 */
export function seenColumn(column, sight, type) {
  if (column === undefined || sight === undefined) return `CAST(NULL AS Nullable(${type}))`;
  if (sight.as === 'plain') return toType(column, type);
  if (type !== 'String') return `CAST(NULL AS Nullable(${type}))`;
  const text = `CAST(toString(${column.sql}) AS Nullable(String))`;
  const hidden = `if(isNull(${column.sql}), NULL, '${hiddenText}')`;
  if (sight.mask === 'hidden') return `CAST(${hidden} AS Nullable(String))`;
  // Two letters of a short text would be most of it.
  return `if(lengthUTF8(ifNull(${text}, '')) > 4, concat(substringUTF8(${text}, 1, 2), '…'), CAST(${hidden} AS Nullable(String)))`;
}

export const hiddenText = '•••';

/**
 * @param {Column} column
 * @param {ColumnType} type
 */
export function toType(column, type) {
  if (type === 'String') return `CAST(toString(${column.sql}) AS Nullable(String))`;
  if (column.type === type) return `CAST(${column.sql} AS Nullable(${type}))`;
  return `accurateCastOrNull(${column.sql}, ${quoteText(type)})`;
}

/** @param {string} text */
function quoteText(text) {
  return `'${text.replaceAll("'", String.raw`\'`)}'`;
}
