import { Refusal } from './answer-errors.mjs';
import { collectorResource } from './policy/resources.mjs';
import { PolicyError } from './policy/open-policy.mjs';

/**
 * What an auditor asks for: the entries of the access log and a checkpoint over them; and what takes a reviewed policy file
 * into force.
 *
 * @param {import('fastify').FastifyInstance} server
 * @param {import('./create-collector.mjs').Context} context
 */
export function answerAuditors(server, { guard, policy, accessLog }) {
  /** @param {import('./access/guard-access.mjs').Access} access */
  const permitLog = ({ who, permit }) =>
    permit(policy.current.decide(who.role, 'read-log', collectorResource).isAllowed);

  server.get('/v1/log', (request) =>
    guard.guard(request, 'read-log', async (access) => {
      permitLog(access);
      const { from, limit } = readRange(request.query);
      const entries = (await accessLog?.read(from, limit)) ?? [];
      access.note({ from, entries: entries.length });
      return { entries };
    }),
  );

  server.get('/v1/log/checkpoint', async (request, reply) => {
    const note = await guard.guard(request, 'read-log', async (access) => {
      permitLog(access);
      access.note({ checkpoint: true });
      return accessLog?.checkpoint() ?? '';
    });
    return reply.type('text/plain; charset=utf-8').send(note);
  });

  server.post('/v1/policy/reload', (request) =>
    guard.guard(request, 'change-policy', async ({ who, note, permit }) => {
      permit(policy.current.decide(who.role, 'change-policy', collectorResource).isAllowed);
      try {
        const changed = policy.reload();
        note(changed);
        return { policy: changed.to };
      } catch (error) {
        if (error instanceof PolicyError) throw new Refusal(409, 'policy_is_not_sound', error.message);
        throw error;
      }
    }),
  );
}

/** @param {any} query */
function readRange({ from, limit }) {
  const [first, most] = [Number.parseInt(from, 10), Number.parseInt(limit, 10)];
  return { from: first >= 0 ? first : 0, limit: most >= 1 ? Math.min(most, 10_000) : 1000 };
}
