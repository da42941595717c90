import { unpackEvents } from 'headgate/node';

import { Refusal } from './answer-errors.mjs';

/** What this collector takes beside the plain form. Pages that hear so send it from their next batch on. */
export const accepts = ['rows', 'gzip'];

/** Of one request. Headgate sends a hundred at once. Each is checked while other requests wait, and answered for. */
const maxEvents = 1000;

/** So much may all events of a batch say by what they share: a few rows must not do for much that is checked. */
const maxShared = 1_048_576;

/**
 * The events of a batch: as they are under `events`, or as rows with what they share said once.
 *
 * @param {{ [key: string]: unknown }} body
 * @returns {unknown[]}
 */
export function readEvents(body) {
  const list = body.events ?? body.rows;
  if (!Array.isArray(list)) throw new Refusal(400, 'not_a_batch');
  if (list.length > maxEvents) throw new Refusal(413, 'too_many_events');
  return body.events === undefined ? readRows(body, list) : list;
}

/**
 * @param {{ [key: string]: unknown }} body
 * @param {unknown[]} rows
 */
function readRows(body, rows) {
  const { from, shared } = body;
  if (typeof from !== 'number' || !Array.isArray(shared)) throw new Refusal(400, 'not_a_batch');
  const lengths = shared.map((tags) => JSON.stringify(tags).length);
  const length = rows.reduce((/** @type {number} */ sum, row) => sum + (lengths[placeOf(row)] ?? 0), 0);
  if (length > maxShared) throw new Refusal(413, 'body_too_large');
  try {
    return unpackEvents(/** @type {any} */ ({ from, shared, rows }));
  } catch {
    throw new Refusal(400, 'not_a_batch');
  }
}

/** @param {unknown} row */
function placeOf(row) {
  return Array.isArray(row) && typeof row[0] === 'number' ? row[0] : -1;
}
