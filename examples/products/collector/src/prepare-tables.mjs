import { addFieldColumns, createEventViews } from './field-columns.mjs';
import { schema, tables } from './schema.mjs';

/**
 * Creates what is missing, and brings tables of earlier versions to the present columns. Returns the columns of each
 * event's fields.
 *
 * @param {import('./database.mjs').Database} database
 * @param {readonly [import('headgate/node').Manifest, ...import('headgate/node').Manifest[]]} manifests
 */
export async function prepareTables(database, manifests) {
  for (const statement of schema) await database.exec(statement);
  for (const table of tables) await upgrade(database, table);
  const columnsOf = await addFieldColumns(database, manifests);
  await createEventViews(database, manifests[0], columnsOf);
  return columnsOf;
}

/**
 * @param {import('./database.mjs').Database} database
 * @param {string} table
 */
async function upgrade(database, table) {
  await database.exec(
    `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS subject String AFTER data,
      ADD INDEX IF NOT EXISTS subject_filter subject TYPE bloom_filter(0.01)`,
  );
  // It read `data` as JSON: one row that the engine cannot read so failed every query over it. Dropped only where it is:
  // without a column of this name, ClickHouse takes it for that of all columns `fields.…` and drops those.
  const former = await database.query(
    "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table:String} AND name = 'fields'",
    { table },
  );
  if (former.length > 0) await database.exec(`ALTER TABLE ${table} DROP COLUMN fields`);
}
