import { Refusal } from './answer-errors.mjs';
import { eventColumns, toEvent, toSubject, toTimestamp } from './event-rows.mjs';
import { isRecord } from './read-bodies.mjs';

/** @typedef {import('./create-collector.mjs').Context} Context */

/**
 * Access and erasure for a data subject (GDPR Art. 15 and 17), asked for by the device that sent the events.
 *
 * There is no login: what is asked by is itself the right to ask. That holds for event ids and for pseudonyms, random
 * values that only that device and this table know. It does not hold for a field that others could know or guess, so
 * only fields that the manifest pseudonymises are looked up.
 *
 * Receipts stay: they are the proof of consent that the controller owes (Art. 7(1), 17(3)(b) and (e)).
 *
 * @param {import('fastify').FastifyInstance} server
 * @param {Context} context
 */
export function answerSubjects(server, context) {
  const { database, manifests, now, writers } = context;

  server.post('/v1/events/erase', async (request) => {
    const { ids, subjects } = readErasure(manifests, request.body);
    // What was sent before the request to erase it is erased too, even while it still waits to be written.
    await writers.events.settle();
    let erased = 0;
    for (const part of inParts(ids, subjects)) erased += await eraseRows(database, part);
    return { erased };
  });

  server.get('/v1/access', async (request) => {
    const selection = readSelection(manifests, request.query);
    await Promise.all([writers.events.settle(), writers.receipts.settle()]);
    const parameters = { ...selection, now: toTimestamp(now()) };
    const events = await database.query(selectOf('events'), parameters);
    const receipts = await database.query(selectOf('receipts'), parameters);
    return {
      exportedAt: new Date(now()).toISOString(),
      events: events.map(toEvent),
      receipts: receipts.map(toEvent),
    };
  });
}

const isSubject = 'id IN {ids:Array(String)} OR hasAny(subjects, {subjects:Array(String)})';

/** @param {string} table */
function selectOf(table) {
  return `SELECT ${eventColumns} FROM ${table} FINAL
    WHERE (${isSubject}) AND expires > {now:DateTime64(3, 'UTC')} ORDER BY id`;
}

/**
 * @param {import('./database.mjs').Database} database
 * @param {{ ids: string[], subjects: string[] }} part
 */
async function eraseRows(database, part) {
  const [row] = await database.query(`SELECT toFloat64(uniqExact(id)) AS count FROM events WHERE ${isSubject}`, part);
  if (row.count > 0) await database.exec(`DELETE FROM events WHERE ${isSubject}`, part);
  return row.count;
}

/**
 * Parameters travel in the address of a ClickHouse server's HTTP interface, which is bounded.
 *
 * @param {string[]} ids
 * @param {string[]} subjects
 */
function inParts(ids, subjects) {
  const parts = [];
  for (let start = 0; start === 0 || start < ids.length; start += 1000) {
    parts.push({ ids: ids.slice(start, start + 1000), subjects: start === 0 ? subjects : [] });
  }
  return parts;
}

/**
 * @param {Context['manifests']} manifests
 * @param {unknown} body
 */
function readErasure(manifests, body) {
  if (!isRecord(body)) throw new Refusal(400, 'not_an_erasure');
  const { ids = [], subject = {} } = body;
  if (!Array.isArray(ids) || !isRecord(subject)) throw new Refusal(400, 'not_an_erasure');
  const fields = Object.entries(subject);
  if (fields.length > maxSubjectFields) throw new Refusal(400, 'not_an_erasure');
  return { ids: readIds(ids), subjects: fields.map(([field, value]) => readSubject(manifests, field, value)) };
}

/**
 * @param {Context['manifests']} manifests
 * @param {any} query
 */
function readSelection(manifests, { ids, field, value }) {
  if (typeof ids === 'string') return { ids: readIds(ids.split(',')), subjects: [] };
  if (typeof field === 'string') return { ids: [], subjects: [readSubject(manifests, field, value)] };
  throw new Refusal(400, 'ids_or_field_needed');
}

const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const maxSubjectFields = 32;

/** 128 bits as base64url: fewer characters could be guessed. */
const minPseudonymLength = 22;

/** @param {unknown[]} ids */
function readIds(ids) {
  return ids.filter((id) => typeof id === 'string' && idShape.test(id)).map(String);
}

/**
 * @param {Context['manifests']} manifests
 * @param {string} field
 * @param {unknown} value
 */
function readSubject(manifests, field, value) {
  const isPseudonym = manifests
    .flatMap(({ events }) => Object.values(events))
    .some(({ fields = {} }) => Object.hasOwn(fields, field) && fields[field]?.protect === 'pseudonymise');
  if (!isPseudonym) throw new Refusal(400, 'field_is_not_pseudonymised');
  if (typeof value !== 'string' || value.length < minPseudonymLength || value.length > 256) {
    throw new Refusal(400, 'value_is_not_a_pseudonym');
  }
  return toSubject(field, value);
}
