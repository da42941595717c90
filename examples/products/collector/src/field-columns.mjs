/**
 * The manifest's fields as columns of `events`, so that an analyst reads them by name with the manifest's types:
 * `fields.toggle` in the table, `toggle` in the view of each event.
 *
 * A column is only ever added. A field that changes its type, or has another one in another event, gets a column of its
 * own, `fields.toggle@integer`: what is stored keeps the type that it was declared with, and no row can break another.
 *
 * @typedef {import('headgate/node').Manifest} Manifest
 * @typedef {import('headgate/node').EventDefinition} EventDefinition
 * @typedef {import('headgate/node').FieldDefinition} FieldDefinition
 * @typedef {import('./database.mjs').Database} Database
 * @typedef {readonly { field: string, column: string }[]} EventColumns
 * @typedef {(definition: EventDefinition) => EventColumns} ColumnsOf
 */

/**
 * Adds what the manifests declare and the table has not. Returns the columns of each event.
 *
 * @param {Database} database
 * @param {readonly Manifest[]} manifests The one in force first: its fields get the plain names.
 * @returns {Promise<ColumnsOf>}
 */
export async function addFieldColumns(database, manifests) {
  const fields = manifests.flatMap(({ events }) => Object.values(events).flatMap((event) => typedFieldsOf(event)));
  const known = await readColumns(database);
  /** @type {Map<string, string>} */
  const missing = new Map();
  for (const { field, type } of fields) {
    const column = nameColumn(field, type, new Map([...known, ...missing]));
    if (!known.has(column)) missing.set(column, toColumnType(type));
  }
  if (missing.size > 0) {
    const additions = [...missing].map(([column, type]) => `ADD COLUMN IF NOT EXISTS ${quoteName(column)} ${type}`);
    await database.exec(`ALTER TABLE events ${additions.join(', ')}`);
    // Another collector may have added one of them with another type in the meantime: then this asks once more.
    return addFieldColumns(database, manifests);
  }
  return rememberColumns(known);
}

/**
 * One view for each event of the manifest in force: its fields by their names, each event once, nothing that is past its
 * retention. A name that is a table's is left to that table.
 *
 * @param {Database} database
 * @param {Manifest} manifest
 * @param {ColumnsOf} columnsOf
 */
export async function createEventViews(database, manifest, columnsOf) {
  const others = await database.query(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine != 'View'",
  );
  const taken = new Set(others.map(({ name }) => name));
  for (const [event, definition] of Object.entries(manifest.events)) {
    if (!taken.has(event)) await database.exec(viewOf(event, columnsOf(definition)));
  }
}

const viewColumns = [
  'id',
  'time',
  'received_at',
  'tier',
  'purpose',
  'basis',
  'categories',
  'expires',
  'manifest',
  'consent_source',
  'subject',
];

/**
 * @param {string} event
 * @param {EventColumns} columns
 */
function viewOf(event, columns) {
  const fields = columns.map(({ field, column }) => {
    const name = viewColumns.includes(field) ? `fields.${field}` : field;
    return `${quoteName(column)} AS ${quoteName(name)}`;
  });
  return `CREATE OR REPLACE VIEW ${quoteName(event)} AS SELECT ${[...viewColumns, ...fields].join(', ')}
    FROM events FINAL WHERE event = ${quoteText(event)} AND expires > now64(3)`;
}

/**
 * @param {ReadonlyMap<string, string>} known
 * @returns {ColumnsOf}
 */
function rememberColumns(known) {
  /** @type {WeakMap<EventDefinition, EventColumns>} */
  const remembered = new WeakMap();
  return (definition) => {
    const columns =
      remembered.get(definition) ??
      typedFieldsOf(definition).map(({ field, type }) => ({ field, column: nameColumn(field, type, known) }));
    remembered.set(definition, columns);
    return columns;
  };
}

/**
 * The fields that have a column. A type that has none yet is in `data` alone. (Lists will need names without the dot:
 * ClickHouse wants arrays whose names share what is before it to be of one length.)
 *
 * @param {EventDefinition} definition
 */
function typedFieldsOf({ fields = {} }) {
  return Object.entries(fields)
    .map(([field, { type }]) => ({ field, type }))
    .filter(({ type }) => Object.hasOwn(columnTypes, type));
}

const columnTypes = { string: 'String', number: 'Float64', integer: 'Int64', boolean: 'Bool' };

/** @param {FieldDefinition['type']} type */
function toColumnType(type) {
  return `Nullable(${columnTypes[type]})`;
}

/**
 * @param {string} field
 * @param {FieldDefinition['type']} type
 * @param {ReadonlyMap<string, string>} taken Columns and their types.
 */
function nameColumn(field, type, taken) {
  const plain = `fields.${field}`;
  const present = taken.get(plain);
  // No field's name has an `@`.
  return present === undefined || present === toColumnType(type) ? plain : `${plain}@${type}`;
}

/** @param {Database} database */
async function readColumns(database) {
  const rows = await database.query(
    `SELECT name, replaceRegexpOne(type, '^LowCardinality[(](.*)[)]$', '\\\\1') AS plain FROM system.columns
      WHERE database = currentDatabase() AND table = 'events'`,
  );
  return new Map(rows.map(({ name, plain }) => [name, plain]));
}

/**
 * Names come from the manifest: no letter of them ends the quotation.
 *
 * @param {string} name
 */
export function quoteName(name) {
  return `\`${name.replaceAll(/[\\`]/g, String.raw`\$&`)}\``;
}

/** @param {string} text */
function quoteText(text) {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}
