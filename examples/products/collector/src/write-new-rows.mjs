import { hashOf } from './hash-of.mjs';

/**
 * Stores the rows whose ids are new. A copy of a stored event changes nothing, now or after the first has expired, and
 * what was erased does not come back. Copies are acknowledged like the first: their sender has nothing left to do, and
 * an answer that told them apart would tell that somebody asked for erasure.
 *
 * @typedef {import('./database.mjs').Row & { id: string }} IdentifiedRow
 *
 * @param {import('./database.mjs').Database} database
 * @param {'events' | 'receipts'} table
 * @param {readonly IdentifiedRow[]} rows
 * @returns {Promise<readonly IdentifiedRow[]>} Those that were stored.
 */
export async function writeNewRows(database, table, rows) {
  /** @type {Map<string, IdentifiedRow>} */
  const firstById = new Map();
  for (const row of rows) if (!firstById.has(row.id)) firstById.set(row.id, row);
  const known = await findKnown(database, table, [...firstById.keys()]);
  const fresh = [...firstById.values()].filter(({ id }) => !known.has(id));
  if (fresh.length > 0) await database.insert(table, fresh);
  return fresh;
}

/** A statement's parameters travel in the address of a server's HTTP interface, which takes 1 MiB. */
const maxIds = 5000;

/**
 * @param {import('./database.mjs').Database} database
 * @param {'events' | 'receipts'} table
 * @param {readonly string[]} ids
 */
async function findKnown(database, table, ids) {
  /** @type {Set<string>} */
  const known = new Set();
  for (let start = 0; start < ids.length; start += maxIds) {
    const part = ids.slice(start, start + maxIds);
    const parameters = { ids: part.join(',') };
    // In this order: an erasure notes the id before it deletes the row, so that one of the two is there to be seen.
    const stored = await database.lookUp(storedAmong(table), parameters);
    const erased = await database.lookUp(erasedAmong, parameters);
    for (const { id } of stored) known.add(id);
    const hashes = new Set(erased.map(({ text }) => text));
    if (hashes.size > 0) for (const id of part) if (hashes.has(hashOf(id))) known.add(id);
  }
  return known;
}

const askedIds = "arrayJoin(splitByChar(',', {ids:String}))";

/** @param {string} table */
function storedAmong(table) {
  return `SELECT DISTINCT id FROM ${table} WHERE id IN (SELECT ${askedIds})`;
}

const erasedAmong = `SELECT base64URLEncode(hash) AS text FROM erased WHERE hash IN (SELECT SHA256(${askedIds}))`;
