import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import { Refusal } from './answer-errors.mjs';

/** Of one request body, as it came and as it is read. Headgate sends at most 256 KiB at once. */
export const maxBodyBytes = 1_048_576;

const unzip = promisify(gunzip);

/**
 * Bodies are JSON in UTF-8, sent as text/plain (which needs no CORS preflight) or application/json. One that begins as gzip
 * does is unpacked: a `Content-Encoding` would need a preflight, and no JSON begins so.
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
  return parse(await decompress(Buffer.from(body)));
}

/**
 * A small body can say a lot: no more of it is written out than a plain one may have.
 *
 * @param {Buffer} body
 */
async function decompress(body) {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  try {
    return await unzip(body, { maxOutputLength: maxBodyBytes });
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    throw isTooLarge ? new Refusal(413, 'body_too_large') : new Refusal(400, 'invalid_gzip');
  }
}

/** @param {Buffer} body */
function parse(body) {
  try {
    // Fatal: bytes that are no UTF-8 would otherwise be stored as something that nobody sent.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
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
