import { eventColumns, toEvent, toTimestamp } from './event-rows.mjs';

/**
 * What the people who run the collector see: whether it works, how much of what it holds, and what came last with
 * the moment of its deletion.
 *
 * @param {import('fastify').FastifyInstance} server
 * @param {import('./create-collector.mjs').Context} context
 */
export function answerOperators(server, { database, manifests, now, adminGuard }) {
  server.get('/health', async () => {
    await database.query('SELECT 1 AS one');
    return { status: 'ok', manifest: manifests[0].version };
  });

  server.get('/v1/stats', { onRequest: adminGuard }, async () => {
    const parameters = { now: toTimestamp(now()) };
    const counts = await database.query(countsOf('events'), parameters);
    const receipts = await database.query(countsOf('receipts'), parameters);
    return { total: sum(counts), counts, receipts: sum(receipts) };
  });

  server.get('/v1/recent', { onRequest: adminGuard }, async (request) => {
    const parameters = { now: toTimestamp(now()), limit: readLimit(request.query) };
    const events = await database.query(recentOf('events'), parameters);
    const receipts = await database.query(recentOf('receipts'), parameters);
    return { events: events.map(toEvent), receipts: receipts.map(toEvent) };
  });
}

/** @param {string} table */
function countsOf(table) {
  return `SELECT event, tier, purpose, toFloat64(count()) AS count FROM ${table} FINAL
    WHERE expires > {now:DateTime64(3, 'UTC')} GROUP BY event, tier, purpose ORDER BY event, tier, purpose`;
}

/** @param {string} table */
function recentOf(table) {
  return `SELECT ${eventColumns} FROM ${table} FINAL WHERE expires > {now:DateTime64(3, 'UTC')}
    ORDER BY received_at DESC, id DESC LIMIT {limit:UInt32}`;
}

/** @param {readonly { count: number }[]} rows */
function sum(rows) {
  return rows.reduce((total, { count }) => total + count, 0);
}

/** @param {any} query */
function readLimit({ limit }) {
  const asked = Number.parseInt(limit, 10);
  return asked >= 1 ? Math.min(asked, 1000) : 100;
}
