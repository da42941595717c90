import { Refusal } from '../answer-errors.mjs';
import { countMetrics } from './count-metrics.mjs';

/**
 * What the machines around a collector ask: whether it lives, whether it can take events now, and its figures.
 *
 * @param {import('fastify').FastifyInstance} server
 * @param {import('../create-collector.mjs').Context} context
 */
export function answerMachines(server, { database, manifests, identify }) {
  const registry = countMetrics(server);
  let isClosing = false;
  server.addHook('preClose', async () => {
    isClosing = true;
  });

  server.get('/health', async () => {
    await database.query('SELECT 1 AS one');
    return { status: 'ok', manifest: manifests[0].version };
  });

  server.get('/ready', async () => {
    // A balancer turns to another one before this one ends.
    if (isClosing) throw new Refusal(503, 'closing');
    await database.lookUp('SELECT 1 AS one FROM events LIMIT 1');
    return { status: 'ready' };
  });

  // Figures of a shop are nobody else's to know: who has no role here gets none.
  server.get('/metrics', async (request, reply) => {
    if (identify(request) === undefined) throw new Refusal(401, 'token_required');
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
