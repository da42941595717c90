import { RECEIPT_EVENT } from 'headgate/node';

import { Refusal } from './answer-errors.mjs';
import { toRow, toTimestamp } from './event-rows.mjs';
import { isHash } from './hash-of.mjs';
import { judgeEvent } from './judge-event.mjs';
import { isRecord } from './read-bodies.mjs';
import { accepts, readEvents } from './read-events.mjs';

/** @typedef {import('./event-rows.mjs').EventRow} Row */

/**
 * POST /v1/events: `{ sentAt, events, subject }` → `{ accepted: [id], rejected: [{ id, reason }], accepts }`. An id is
 * named as accepted only after its row is on the disk; `accepts` says which other forms of a batch are read.
 *
 * @param {import('fastify').FastifyInstance} server
 * @param {import('./create-collector.mjs').Context} context
 */
export function acceptEvents(server, context) {
  const { now, writers, columnsOf } = context;
  server.post('/v1/events', async (request) => {
    const receivedAt = now();
    const { sentAt = receivedAt, events, subject } = readBatch(request.body);
    const arrival = { receivedAt: toTimestamp(receivedAt), sentAt: toTimestamp(sentAt), subject, columnsOf };
    /** @type {Set<string>} */
    const accepted = new Set();
    /** @type {{ id: string, reason: string }[]} */
    const rejected = [];
    /** @type {{ events: Row[], receipts: Row[] }} */
    const rows = { events: [], receipts: [] };

    for (const event of events) {
      const judged = judgeEvent(context, event, { now: receivedAt, subject });
      if (judged.reason !== undefined) {
        rejected.push({ id: idOf(event), reason: judged.reason });
      } else if (!accepted.has(judged.event.id)) {
        accepted.add(judged.event.id);
        const row = toRow(judged.manifest, judged.event, arrival);
        rows[row.event === RECEIPT_EVENT ? 'receipts' : 'events'].push(row);
      }
    }
    await Promise.all([writers.events.write(rows.events), writers.receipts.write(rows.receipts)]);
    return { accepted: [...accepted], rejected, accepts };
  });
}

/**
 * @param {unknown} body
 * @returns {{ sentAt?: number, events: unknown[], subject: string }}
 */
function readBatch(body) {
  if (!isRecord(body)) throw new Refusal(400, 'not_a_batch');
  const events = readEvents(body);
  const { subject = '' } = body;
  if (subject !== '' && !isHash(subject)) throw new Refusal(400, 'not_a_subject');
  if (body.sentAt === undefined) return { events, subject };
  const sentAt = typeof body.sentAt === 'string' ? Date.parse(body.sentAt) : Number.NaN;
  if (Number.isNaN(sentAt)) throw new Refusal(400, 'not_a_batch');
  return { sentAt, events, subject };
}

/**
 * As the sender wrote it, so that it finds its event again; bounded, since it may be anything.
 *
 * @param {unknown} event
 */
function idOf(event) {
  return isRecord(event) && typeof event.id === 'string' && /^[\w-]{1,64}$/.test(event.id) ? event.id : '';
}
