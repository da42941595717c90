/**
 * A token that was made or revoked is an entry before anything else is. The command that does it writes no entry itself: two
 * processes cannot append to one chain.
 *
 * @typedef {import('../access-log/open-access-log.mjs').AccessLog} AccessLog
 *
 * @param {AccessLog | undefined} log
 * @param {ReturnType<typeof import('./tokens.mjs').createTokenBook> | undefined} tokens
 * @returns {AccessLog | undefined} The same log, which tells of tokens first.
 */
export function logTokens(log, tokens) {
  if (log === undefined || tokens === undefined) return log;
  /** @type {Promise<Set<string>> | undefined} */
  let told;

  async function tell() {
    told ??= readTold(log);
    const known = await told;
    for (const { id, name, role, expires, revoked } of tokens?.all() ?? []) {
      for (const action of revoked === undefined ? ['token-made'] : ['token-made', 'token-revoked']) {
        if (!known.has(`${action} ${id}`)) {
          known.add(`${action} ${id}`);
          const who = { kind: 'machine', name: 'the command on this machine', role: '' };
          await log?.append({ action, who, why: 'not stated', what: { id, name, role, expires }, outcome: 'done' });
        }
      }
    }
  }

  return {
    ...log,
    async append(entry) {
      await tell();
      await log.append(entry);
    },
  };
}

/**
 * What the log tells already.
 *
 * @param {AccessLog | undefined} log
 */
async function readTold(log) {
  /** @type {Set<string>} */
  const told = new Set();
  for (const { action, what } of (await log?.read(0, Number.POSITIVE_INFINITY)) ?? []) {
    if (action === 'token-made' || action === 'token-revoked') told.add(`${action} ${String(what.id)}`);
  }
  return told;
}
