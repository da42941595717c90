import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/**
 * Figures for Prometheus: events by outcome, requests by route and status, and the process itself. No label holds an address, an
 * id or any other value that somebody sent: reasons and routes are words of this program.
 *
 * @param {import('fastify').FastifyInstance} server
 */
export function countMetrics(server) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const events = new Counter({
    name: 'headgate_events_total',
    help: 'Events by what became of them; rejected ones by reason.',
    labelNames: ['outcome', 'reason'],
    registers: [registry],
  });
  const requests = new Histogram({
    name: 'headgate_request_seconds',
    help: 'How long requests took, by route and status.',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });

  server.addHook('preSerialization', async (request, _reply, payload) => {
    if (request.routeOptions.url === '/v1/events') countAnswer(events, payload);
    return payload;
  });
  server.addHook('onResponse', async (request, reply) => {
    requests.observe(
      { route: request.routeOptions.url ?? 'unknown', status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
  return registry;
}

/**
 * Once for each answer, not for each event.
 *
 * @param {Counter<'outcome' | 'reason'>} events
 * @param {any} answer
 */
function countAnswer(events, answer) {
  const { accepted = [], rejected = [] } = answer ?? {};
  if (accepted.length > 0) events.inc({ outcome: 'accepted', reason: '' }, accepted.length);
  for (const { reason } of rejected) events.inc({ outcome: 'rejected', reason });
}
