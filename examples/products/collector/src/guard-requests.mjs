import { timingSafeEqual, createHash } from 'node:crypto';

/**
 * Who may speak to the collector. A page may only read it from an allowed origin; a name that somebody pointed at this
 * address (DNS rebinding) is not answered.
 *
 * @typedef {import('fastify').FastifyInstance} FastifyInstance
 * @typedef {import('fastify').FastifyRequest} FastifyRequest
 */

export const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'];

const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * @param {FastifyInstance} server
 * @param {{ allowedHosts: readonly string[], allowedOrigins: readonly string[] }} options
 */
export function guardRequests(server, { allowedHosts, allowedOrigins }) {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    const { host, origin } = request.headers;
    if (!isAllowedHost(host, allowedHosts)) return reply.code(421).send({ error: 'host_not_allowed' });
    if (!isAllowedOrigin(origin, host, allowedOrigins)) return reply.code(403).send({ error: 'origin_not_allowed' });
    return undefined;
  });
}

/**
 * An entry with a port allows that port, one without allows every port.
 *
 * @param {string | undefined} host
 * @param {readonly string[]} allowedHosts
 */
function isAllowedHost(host, allowedHosts) {
  if (host === undefined) return false;
  const address = host.toLowerCase();
  return allowedHosts.includes(address) || allowedHosts.includes(withoutPort(address));
}

/**
 * No Origin: not a page's request across origins. `null` (a sandboxed frame) is an origin to allow by name.
 *
 * @param {string | undefined} origin
 * @param {string | undefined} host
 * @param {readonly string[]} allowedOrigins
 */
function isAllowedOrigin(origin, host, allowedOrigins) {
  if (origin === undefined) return true;
  return allowedOrigins.includes(origin) || origin === `http://${host}` || origin === `https://${host}`;
}

/**
 * Whether an Authorization header shows the token. Where there is no token, none does.
 *
 * @param {string | undefined} token
 * @returns {(authorization: string | undefined) => boolean}
 */
export function createTokenCheck(token) {
  return (authorization = '') => token !== undefined && isSame(authorization, `Bearer ${token}`);
}

const proxyHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * Whether somebody on this machine asks, whom no proxy speaks for.
 *
 * @param {FastifyRequest} request
 */
export function isLocal(request) {
  const { host = '', origin } = request.headers;
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return (
    (address === '::1' || address.startsWith('127.')) &&
    isAllowedHost(host, loopbackHosts) &&
    (origin === undefined || isAllowedHost(origin.replace(/^https?:\/\//, ''), loopbackHosts)) &&
    proxyHeaders.every((header) => request.headers[header] === undefined)
  );
}

/** @param {string} address */
function withoutPort(address) {
  return address.replace(/:\d+$/, '');
}

/**
 * Compares hashes, so that neither the time nor the length tells how near a guess came.
 *
 * @param {string} given
 * @param {string} expected
 */
function isSame(given, expected) {
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
