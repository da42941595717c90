import { toTimestamp } from './event-rows.mjs';
import { tables } from './schema.mjs';

/**
 * Deletes what is past its retention, and takes expired and erased rows out of the files. The tables' TTL would do
 * the same with the next merge, which on a quiet table may be long in coming.
 *
 * @param {import('./database.mjs').Database} database
 * @param {number} now
 */
export async function deleteExpired(database, now) {
  for (const table of tables) {
    const parameters = { now: toTimestamp(now) };
    const [expired] = await database.query(`SELECT count() > 0 AS some FROM ${table} WHERE ${isExpired}`, parameters);
    if (expired.some) await database.exec(`DELETE FROM ${table} WHERE ${isExpired}`, parameters);

    const [deleted] = await database.query(masked, { table });
    // A deleted row is only masked until its part is written anew; parts without such rows are left as they are.
    if (deleted.some) await database.exec(`ALTER TABLE ${table} APPLY DELETED MASK SETTINGS mutations_sync = 2`);
  }
}

const isExpired = "expires <= {now:DateTime64(3, 'UTC')}";

const masked = `SELECT count() > 0 AS some FROM system.parts
  WHERE database = currentDatabase() AND table = {table:String} AND active AND has_lightweight_delete`;
