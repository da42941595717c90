import { createTokenCheck, isLocal } from '../guard-requests.mjs';

/**
 * Who asks. A token of the token file has the role that it was made with. The tokens of the environment are the roles
 * `operator` and `privacy`, and while there is no token at all, a caller on this machine is the operator.
 *
 * @typedef {{ kind: 'token' | 'environment' | 'machine' | 'device' | 'nobody', name: string, role: string }} Who
 *
 * @param {object} options
 * @param {string | undefined} options.adminToken
 * @param {string | undefined} options.privacyToken
 * @param {ReturnType<typeof import('./tokens.mjs').createTokenBook> | undefined} options.tokens
 * @returns {(request: import('fastify').FastifyRequest) => Who | undefined}
 */
export function createIdentify({ adminToken, privacyToken, tokens }) {
  const isAdmin = createTokenCheck(adminToken);
  const isPrivacyOfficer = createTokenCheck(privacyToken);
  return (request) => {
    const { authorization = '' } = request.headers;
    const token = tokens?.find(authorization.replace(/^Bearer /, ''));
    if (token !== undefined) return { kind: 'token', name: `${token.name} (${token.id})`, role: token.role };
    if (isPrivacyOfficer(authorization)) return { kind: 'environment', name: 'PRIVACY_TOKEN', role: 'privacy' };
    if (isAdmin(authorization)) return { kind: 'environment', name: 'ADMIN_TOKEN', role: 'operator' };
    const hasTokens = adminToken !== undefined || (tokens?.all().length ?? 0) > 0;
    if (hasTokens || authorization !== '' || !isLocal(request)) return undefined;
    return { kind: 'machine', name: 'this machine', role: 'operator' };
  };
}

/** @type {Who} */
export const device = { kind: 'device', name: 'the device itself', role: '' };

/** @type {Who} */
export const nobody = { kind: 'nobody', name: 'unknown', role: '' };
