import { nobody } from './identify.mjs';

/**
 * Refusals of people who showed no token that is known. Anybody can cause them, as many as they like: the first is an entry at
 * once, those of the next minute are one entry together.
 *
 * @param {import('../access-log/open-access-log.mjs').AccessLog | undefined} log
 * @param {() => number} now
 */
export function sumRefusals(log, now) {
  /** @type {Map<string, number>} */
  const waiting = new Map();
  let written = Number.NEGATIVE_INFINITY;

  async function write() {
    written = now();
    const counts = Object.fromEntries(waiting);
    waiting.clear();
    if (Object.keys(counts).length === 0) return;
    await log?.append({ action: 'refuse', who: nobody, why: 'not stated', what: { counts }, outcome: 'refused' });
  }

  return {
    /**
     * @param {string} action
     * @param {string} reason
     */
    async add(action, reason) {
      const name = `${action}: ${reason}`;
      waiting.set(name, (waiting.get(name) ?? 0) + 1);
      const since = now() - written;
      // A clock that was set back must not keep them waiting.
      if (since >= 60_000 || since < 0) await write();
    },
    settle: write,
  };
}
