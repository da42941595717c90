import { Refusal } from './answer-errors.mjs';
import { toRow } from './event-rows.mjs';
import { isRecord } from './read-bodies.mjs';

/** @typedef {import('./event-rows.mjs').EventRow} Row */

/** The reserved name of a receipt of consent. */
const receiptEvent = 'consent_receipt';

/**
 * POST /v1/events: `{ sentAt, events }` → `{ accepted: [id], rejected: [{ id, reason }] }`. An id is named as accepted
 * only after its row is on the disk.
 *
 * @param {import('fastify').FastifyInstance} server
 * @param {import('./create-collector.mjs').Context} context
 */
export function acceptEvents(server, context) {
  server.post('/v1/events', async (request) => {
    const { sentAt, events } = readBatch(request.body);
    const times = { receivedAt: context.now(), sentAt };
    /** @type {Set<string>} */
    const accepted = new Set();
    /** @type {{ id: string, reason: string }[]} */
    const rejected = [];
    /** @type {{ events: Row[], receipts: Row[] }} */
    const rows = { events: [], receipts: [] };

    for (const event of events) {
      const judged = judge(context, event, times);
      if (judged.row === undefined) rejected.push({ id: idOf(event), reason: judged.reason });
      else if (!accepted.has(judged.row.id)) {
        accepted.add(judged.row.id);
        rows[judged.row.event === receiptEvent ? 'receipts' : 'events'].push(judged.row);
      }
    }
    await Promise.all([context.writers.events.write(rows.events), context.writers.receipts.write(rows.receipts)]);
    return { accepted: [...accepted], rejected };
  });
}

/**
 * @param {unknown} body
 * @returns {{ sentAt: number, events: unknown[] }}
 */
function readBatch(body) {
  if (!isRecord(body) || !Array.isArray(body.events)) throw new Refusal(400, 'not_a_batch');
  const sentAt = typeof body.sentAt === 'string' ? Date.parse(body.sentAt) : Number.NaN;
  if (Number.isNaN(sentAt)) throw new Refusal(400, 'not_a_batch');
  return { sentAt, events: body.events };
}

/**
 * @param {import('./create-collector.mjs').Context} context
 * @param {any} event
 * @param {{ receivedAt: number, sentAt: number }} times
 * @returns {{ row: Row, reason?: undefined } | { row?: undefined, reason: string }}
 */
function judge({ manifests, name, check, now }, event, times) {
  try {
    const manifest = manifests.find(({ version }) => version === event.manifest) ?? manifests[0];
    const reason = check(manifest, event, now(), name);
    return reason === undefined ? { row: toRow(manifest, event, times) } : { reason };
  } catch {
    // One event that breaks the check must not cost the batch its other events.
    return { reason: 'malformed' };
  }
}

/**
 * As the sender wrote it, so that it finds its event again; bounded, since it may be anything.
 *
 * @param {unknown} event
 */
function idOf(event) {
  return isRecord(event) && typeof event.id === 'string' ? event.id.slice(0, 64) : '';
}
