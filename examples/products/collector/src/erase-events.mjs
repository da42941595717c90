import { toTimestamp } from './event-rows.mjs';

/**
 * Deletes events, and notes the hashes of their ids, so that no copy that is still on its way is stored again.
 *
 * @typedef {{ ids: readonly string[], subjects: readonly string[], subject: string }} Selection
 *   By event ids, by `field=value` of pseudonyms, by the hash of a device's secret; an empty one selects nothing.
 *
 * @param {import('./create-collector.mjs').Context} context
 * @param {Selection} selection
 * @returns {Promise<number>} How many events were stored.
 */
export async function eraseEvents({ database, writers, manifests, now }, selection) {
  // What was sent before the request to erase it is erased too, even while it still waits to be written.
  await writers.events.settle();
  const until = toTimestamp(now() + daysUntilNoCopyIsValid(manifests) * 86_400_000).slice(0, 19);
  let erased = 0;
  for (const part of inParts(selection)) erased += await erasePart(database, part, until);
  return erased;
}

/** What a selection selects. */
export const isSelected = `(id IN {ids:Array(String)} OR hasAny(subjects, {subjects:Array(String)})
  OR (subject = {subject:String} AND subject != ''))`;

/**
 * @param {import('./database.mjs').Database} database
 * @param {Selection} part
 * @param {string} until
 */
async function erasePart(database, part, until) {
  const [row] = await database.query(`SELECT toFloat64(uniqExact(id)) AS count FROM events WHERE ${isSelected}`, part);
  // Ids that are asked for are noted even where nothing is stored of them yet.
  await database.exec(
    `INSERT INTO erased SELECT SHA256(id) AS hash, {until:DateTime('UTC')} AS expires
      FROM (SELECT id FROM events WHERE ${isSelected} UNION DISTINCT SELECT arrayJoin({ids:Array(String)}) AS id)`,
    { ...part, until },
  );
  if (row.count > 0) await database.exec(`DELETE FROM events WHERE ${isSelected}`, part);
  return row.count;
}

/**
 * An event is valid until its retention ends, and a clock that is wrong may add a day at each end.
 *
 * @param {readonly import('headgate/node').Manifest[]} manifests
 */
function daysUntilNoCopyIsValid(manifests) {
  const retentions = manifests.flatMap(({ events }) => Object.values(events).map(({ retentionDays }) => retentionDays));
  return Math.max(0, ...retentions) + 2;
}

/**
 * Parameters travel in the address of a ClickHouse server's HTTP interface, which is bounded.
 *
 * @param {Selection} selection
 * @returns {Selection[]}
 */
function inParts({ ids, subjects, subject }) {
  const parts = [{ ids: ids.slice(0, 1000), subjects, subject }];
  for (let start = 1000; start < ids.length; start += 1000) {
    parts.push({ ids: ids.slice(start, start + 1000), subjects: [], subject: '' });
  }
  return parts;
}
