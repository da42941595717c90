import { Refusal } from './answer-errors.mjs';

/**
 * Bodies are JSON in UTF-8, sent as text/plain (which needs no CORS preflight) or application/json, uncompressed.
 *
 * @param {import('fastify').FastifyInstance} server
 */
export function readBodies(server) {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(['text/plain', 'application/json'], { parseAs: 'buffer' }, read);
}

/**
 * @param {import('fastify').FastifyRequest} request
 * @param {string | Buffer} body
 */
async function read(request, body) {
  if (request.headers['content-encoding'] !== undefined) throw new Refusal(415, 'unsupported_content_encoding');
  return parse(body);
}

/** @param {string | Buffer} body */
function parse(body) {
  try {
    // Fatal: bytes that are no UTF-8 would otherwise be stored as something that nobody sent.
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Refusal(400, 'invalid_json');
  }
}

/**
 * @param {unknown} value
 * @returns {value is { [key: string]: unknown }}
 */
export function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
