import { parseArgs } from 'node:util';

import { makeToken, readTokens, revokeToken, tokenFileOf } from '../access/tokens.mjs';

export const tokenUsage = `usage: headgate-collector token make --name NAME --role ROLE [--days 90] [--data DIRECTORY]
       headgate-collector token list [--data DIRECTORY]
       headgate-collector token revoke ID [--data DIRECTORY]

A token is printed once, when it is made; the file tokens.json in the data folder holds its hash. ROLE is a role of the
policy. A running collector takes a change at once. Exit code 1: there is no such token.
`;

/** @type {import('./run-command.mjs').Command} */
export function runTokenCommand(args, { out, err }, environment) {
  const options = readArguments(args, environment);
  if (options === undefined) {
    err(tokenUsage);
    return 2;
  }
  const { file, now } = options;
  if (options.action === 'make') {
    const { token, entry } = makeToken(file, { ...options, now });
    err(`${entry.id}: ${entry.name}, role ${entry.role}, until ${entry.expires}. It is shown this once:\n`);
    out(`${token}\n`);
    return 0;
  }
  if (options.action === 'revoke') {
    const revoked = revokeToken(file, options.id, now);
    if (revoked === undefined) err(`no token ${options.id} that holds\n`);
    else out(`${revoked.id}: ${revoked.name} is revoked\n`);
    return revoked === undefined ? 1 : 0;
  }
  for (const token of readTokens(file)) out(`${[token.id, stateOf(token, now), token.role, token.name].join('\t')}\n`);
  return 0;
}

/**
 * @param {import('../access/tokens.mjs').Token} token
 * @param {number} now
 */
function stateOf({ revoked, expires }, now) {
  if (revoked !== undefined) return `revoked ${revoked}`;
  return `${Date.parse(expires) > now ? 'until' : 'expired'} ${expires}`;
}

/**
 * @param {readonly string[]} args
 * @param {import('./run-command.mjs').Environment} environment
 */
function readArguments(args, environment) {
  try {
    const text = /** @type {const} */ ({ type: 'string' });
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { name: text, role: text, days: text, data: text },
    });
    const [action, id, ...more] = positionals;
    const shared = {
      file: tokenFileOf(values.data ?? environment.DATA_DIRECTORY ?? 'data'),
      now: Date.now(),
    };
    const { name, role, days: daysText = '90' } = values;
    const days = Number(daysText);
    if (more.length > 0) return undefined;
    if (action === 'list' && id === undefined) return { ...shared, action: /** @type {const} */ ('list') };
    if (action === 'revoke' && id !== undefined) return { ...shared, action: /** @type {const} */ ('revoke'), id };
    // An end is wanted: a token that nobody uses any more is found by whoever looks for it.
    const isSound = Number.isInteger(days) && days >= 1 && days <= 366;
    if (action !== 'make' || id !== undefined || name === undefined || role === undefined || !isSound) return undefined;
    return { ...shared, action: /** @type {const} */ ('make'), name, role, days };
  } catch {
    return undefined;
  }
}
