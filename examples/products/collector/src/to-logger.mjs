/**
 * What the log says of a request: its method, its route and how it ended. No address of a person, no query, no header, no
 * body; of an error its kind and place, never its text, which may quote what was to be stored.
 *
 * @param {boolean | object} logger Of Fastify.
 */
export function toLogger(logger) {
  if (logger === false) return false;
  return { ...(logger === true ? {} : logger), serializers };
}

const serializers = {
  /** @param {import('fastify').FastifyRequest} request */
  req: (request) => ({ method: request.method, route: request.routeOptions?.url ?? 'unknown' }),
  /** @param {{ statusCode?: number }} reply */
  res: ({ statusCode = 0 }) => ({ statusCode }),
  /** @param {Error & { code?: unknown }} error */
  err: ({ name, code, message, stack }) => ({
    type: name,
    // A ClickHouse error's number and name stand at the ends of its text.
    code: code ?? /^Code: (\d+)/.exec(message)?.[1],
    message: /\(([A-Z][A-Z_]+)\)/.exec(message)?.[1] ?? '',
    stack: (stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
  }),
};
