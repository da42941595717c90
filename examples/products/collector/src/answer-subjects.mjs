import { Refusal } from './answer-errors.mjs';
import { mayWithEvent } from './policy/event-view.mjs';
import { eraseEvents, isSelected } from './erase-events.mjs';
import { eventColumns, toEvent, toSubject, toTimestamp } from './event-rows.mjs';
import { hashOf, isHash } from './hash-of.mjs';
import { isRecord } from './read-bodies.mjs';

/**
 * @typedef {import('./create-collector.mjs').Context} Context
 * @typedef {import('./erase-events.mjs').Selection} Selection
 * @typedef {import('./access/guard-access.mjs').Access} Access
 */

/**
 * Access and erasure for a data subject (GDPR Art. 15 and 17). Two may ask, and nobody by an id or a pseudonym alone:
 *
 * - the device that sent the events, by its secret: `{ secret }`. Only the secret's hash came with the events and is stored,
 *   so that who reads the database, a log or a batch cannot ask;
 * - an operator whose role the policy lets erase, or answer, for every event, for a person who wrote to the controller:
 *   `{ ids, subject: { field: pseudonym }, reason }`.
 *
 * Receipts stay: they are the proof of consent that the controller owes (Art. 7(1), 17(3)(b) and (e)).
 *
 * @param {import('fastify').FastifyInstance} server
 * @param {Context} context
 */
export function answerSubjects(server, context) {
  // The second address is the one beside which a browser knows where to post events.
  for (const url of ['/erase', '/v1/events/erase']) {
    server.post(url, (request) =>
      answer(context, request, 'erase', (access, selection) => erase(context, access, selection)),
    );
  }
  for (const url of ['/access', '/v1/events/access']) {
    server.post(url, (request) =>
      answer(context, request, 'answer-subject', async (access, selection) => {
        const exported = await exportOf(context, selection);
        access.note({ events: exported.events.length, receipts: exported.receipts.length });
        return exported;
      }),
    );
  }
  // Addresses are written to the logs of every proxy on the way.
  server.get('/v1/access', async () => {
    throw new Refusal(
      403,
      'secret_needed',
      'Ask by POST /access with {"secret": …}: identifiers do not go into addresses.',
    );
  });
}

/**
 * @param {Context} context
 * @param {Selection} selection
 */
async function exportOf({ database, now, writers }, selection) {
  await Promise.all([writers.events.settle(), writers.receipts.settle()]);
  const parameters = { ...selection, now: toTimestamp(now()) };
  const events = await database.query(selectOf('events'), parameters);
  const receipts = await database.query(selectOf('receipts'), parameters);
  return {
    exportedAt: new Date(now()).toISOString(),
    events: events.map(toEvent),
    receipts: receipts.map(toEvent),
  };
}

/** @param {string} table */
function selectOf(table) {
  return `SELECT ${eventColumns} FROM ${table} FINAL
    WHERE ${isSelected} AND expires > {now:DateTime64(3, 'UTC')} ORDER BY id`;
}

/**
 * @template T
 * @param {Context} context
 * @param {import('fastify').FastifyRequest} request
 * @param {'erase' | 'answer-subject'} action
 * @param {(access: Access, selection: Selection) => Promise<T>} run
 * @returns {Promise<T>}
 */
async function answer({ guard, identify, manifests, policy }, request, action, run) {
  const { body } = request;
  if (isRecord(body) && body.secret !== undefined) {
    if (!isHash(body.secret)) throw new Refusal(400, 'not_a_secret', 'A secret is 256 random bits as base64url.');
    const selection = { ids: [], subjects: [], subject: hashOf(body.secret) };
    return guard.guardDevice(action, (access) => runSelected(access, selection, run));
  }
  if (identify(request)?.role !== undefined && request.headers.authorization !== undefined) {
    return guard.guard(request, action, async (access) => {
      // What a person is owed is everything: a role that may not do it for one event does it for none.
      access.permit(
        manifests.every(({ events }) =>
          Object.entries(events).every(([event, definition]) =>
            mayWithEvent(policy.current, access.who.role, action, event, definition),
          ),
        ),
      );
      return runSelected(access, readOperatorsSelection(manifests, body), run);
    });
  }
  return guard.refuseUnknown(
    action,
    new Refusal(
      403,
      'secret_needed',
      'Ids and pseudonyms are no right to ask. Send {"secret": …} of the device, or ask with a token that may.',
    ),
  );
}

/**
 * @template T
 * @param {Access} access
 * @param {Selection} selection
 * @param {(access: Access, selection: Selection) => Promise<T>} run
 */
function runSelected(access, selection, run) {
  const people = [...selection.subjects, ...(selection.subject === '' ? [] : [selection.subject])];
  access.note({ ids: selection.ids.length, subjects: people.map(access.pseudonymOf) });
  return run(access, selection);
}

/**
 * @param {Context} context
 * @param {Access} access
 * @param {Selection} selection
 */
async function erase(context, access, selection) {
  // Before the first row goes: whatever stops the machine, what was begun is known.
  await access.begin();
  const erased = await eraseEvents(context, selection);
  access.note({ erased });
  return { erased };
}

const maxIds = 10_000;
const maxSubjectFields = 32;
const maxPseudonymLength = 256;

/**
 * @param {Context['manifests']} manifests
 * @param {unknown} body
 * @returns {Selection}
 */
function readOperatorsSelection(manifests, body) {
  if (!isRecord(body)) throw new Refusal(400, 'not_a_selection');
  const { ids = [], subject = {} } = body;
  if (!Array.isArray(ids) || !isRecord(subject) || ids.length > maxIds) throw new Refusal(400, 'not_a_selection');
  const fields = Object.entries(subject);
  if (fields.length > maxSubjectFields) throw new Refusal(400, 'not_a_selection');
  const selection = { ids: readIds(ids), subjects: fields.map((entry) => readSubject(manifests, entry)), subject: '' };
  if (selection.ids.length + selection.subjects.length === 0) throw new Refusal(400, 'ids_or_subject_needed');
  return selection;
}

const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @param {unknown[]} ids */
function readIds(ids) {
  return ids.filter((id) => typeof id === 'string' && idShape.test(id)).map(String);
}

/**
 * Only pseudonymised fields are stored to be found by.
 *
 * @param {Context['manifests']} manifests
 * @param {[field: string, value: unknown]} entry
 */
function readSubject(manifests, [field, value]) {
  const isPseudonym = manifests
    .flatMap(({ events }) => Object.values(events))
    .some(({ fields = {} }) => Object.hasOwn(fields, field) && fields[field]?.protect === 'pseudonymise');
  if (!isPseudonym) throw new Refusal(400, 'field_is_not_pseudonymised');
  if (typeof value !== 'string' || value === '' || value.length > maxPseudonymLength) {
    throw new Refusal(400, 'value_is_not_a_pseudonym');
  }
  return toSubject(field, value);
}
