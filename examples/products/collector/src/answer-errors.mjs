import { Busy } from './group-inserts.mjs';

const codes = new Map([
  [400, 'bad_request'],
  [408, 'request_timeout'],
  [413, 'body_too_large'],
  [414, 'address_too_long'],
  [415, 'unsupported_content_type'],
]);

/**
 * Every error is JSON `{ error: code }` without a word of what was sent. What the storage cannot take now is 503 with
 * Retry-After: the sender keeps its events.
 *
 * @param {import('fastify').FastifyInstance} server
 */
export function answerErrors(server) {
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not_found' }));
  server.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (error instanceof Refusal) return reply.code(error.statusCode).send(error.body);
    if (status < 500) return reply.code(status).send(toBody(status));
    const isBusy = error instanceof Busy;
    // Named, or the log takes the error's text for its own.
    if (!isBusy) request.log.error({ err: error }, 'request failed');
    return reply
      .code(503)
      .header('retry-after', isBusy ? '1' : '5')
      .send({ error: isBusy ? 'busy' : 'storage_unavailable' });
  });
}

/** A request that the collector itself turns down: the code that the answer names, and where it helps what to do. */
export class Refusal extends Error {
  /**
   * @param {number} statusCode
   * @param {string} reason
   * @param {string} [message]
   */
  constructor(statusCode, reason, message) {
    super(reason);
    this.statusCode = statusCode;
    this.body = message === undefined ? { error: reason } : { error: reason, message };
  }
}

/** @param {unknown} error */
function statusOf(error) {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 503;
}

/** @param {number} status */
function toBody(status) {
  return { error: codes.get(status) ?? 'bad_request' };
}
