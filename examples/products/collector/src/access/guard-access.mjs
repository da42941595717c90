import { Refusal } from '../answer-errors.mjs';
import { isRecord } from '../read-bodies.mjs';
import { device } from './identify.mjs';
import { sumRefusals } from './sum-refusals.mjs';

/**
 * The one way to what is stored: who asks is known, why is stated, the policy permits it, and the entry of it is on the disk
 * before the answer is given. Refusals are entries too.
 *
 * @typedef {import('./identify.mjs').Who} Who
 * @typedef {import('../access-log/open-access-log.mjs').AccessLog} AccessLog
 * @typedef {{ [name: string]: unknown }} What The shape of the question and how much it brought, never a value of a person.
 *
 * @typedef {object} Access
 * @property {Who} who
 * @property {(what: What) => void} note Adds to the entry.
 * @property {(isAllowed: boolean) => void} permit Refuses where it is not allowed.
 * @property {() => Promise<void>} begin Writes an entry of what is about to be done, before it is.
 * @property {(text: string) => string} pseudonymOf
 *
 * @typedef {object} Guard
 * @property {<T>(request: Request, action: string, run: (access: Access) => Promise<T>) => Promise<T>} guard
 * @property {<T>(action: string, run: (access: Access) => Promise<T>) => Promise<T>} guardDevice
 *   For who shows a device's secret: what it asks for is its own.
 * @property {(action: string, error: Refusal) => Promise<never>} refuseUnknown
 * @property {() => Promise<void>} settle
 * @typedef {import('fastify').FastifyRequest} Request
 *
 * @param {object} options
 * @param {AccessLog | undefined} options.log
 * @param {(request: Request) => Who | undefined} options.identify
 * @param {() => boolean} options.hasToken Whether a token would help who is refused.
 * @param {() => number} options.now
 * @returns {Guard}
 */
export function createGuard({ log, identify, hasToken, now }) {
  const refusals = sumRefusals(log, now);

  /**
   * @param {string} action
   * @param {Refusal} error
   * @returns {Promise<never>}
   */
  async function refuseUnknown(action, error) {
    await refusals.add(action, error.body.error);
    throw error;
  }

  return {
    refuseUnknown,
    settle: refusals.settle,
    async guard(request, action, run) {
      const who = identify(request);
      if (who === undefined) return refuseUnknown(action, unknownRefusal(request, hasToken()));
      return record(log, { who, why: readReason(request), action }, run);
    },
    guardDevice: (action, run) => record(log, { who: device, why: 'the right of its person', action }, run),
  };
}

/**
 * @template T
 * @param {AccessLog | undefined} log
 * @param {{ who: Who, why: string | undefined, action: string }} asked
 * @param {(access: Access) => Promise<T>} run
 * @returns {Promise<T>}
 */
async function record(log, { who, why, action }, run) {
  if (log === undefined) throw new Refusal(503, 'no_access_log', 'Nothing is shown that is not written down.');
  /** @type {What} */
  const what = {};
  const entry = { action, who, why: why ?? 'not stated', what };
  /** @type {T} */
  let answer;
  try {
    // The tokens of the environment are older than the question for a reason.
    if (why === undefined && who.kind === 'token') throw new Refusal(400, 'reason_needed', howToStateAReason);
    answer = await run({
      who,
      note: (more) => void Object.assign(what, more),
      permit(isAllowed) {
        if (!isAllowed)
          throw new Refusal(403, 'not_allowed', `The policy does not permit ${action} so to ${who.role}.`);
      },
      begin: () => log.append({ ...entry, what: { ...what }, outcome: 'begun' }),
      pseudonymOf: log.pseudonymOf,
    });
  } catch (error) {
    const isRefusal = error instanceof Refusal;
    const reason = isRefusal ? error.body.error : 'failed';
    await log.append({ ...entry, what: { ...what, reason }, outcome: isRefusal ? 'refused' : 'failed' });
    throw error;
  }
  await log.append({ ...entry, outcome: 'done' });
  return answer;
}

const howToStateAReason = 'State why: "reason" in the body, or the header Access-Reason. 3 to 500 letters.';

/**
 * @param {Request} request
 * @returns {string | undefined}
 */
function readReason({ body, headers }) {
  const stated = isRecord(body) && body.reason !== undefined ? body.reason : headers['access-reason'];
  if (typeof stated !== 'string') return undefined;
  const reason = stated.trim();
  return reason.length >= 3 && reason.length <= 500 ? reason : undefined;
}

/**
 * @param {Request} request
 * @param {boolean} hasToken
 */
function unknownRefusal({ headers }, hasToken) {
  if (!hasToken && headers.authorization === undefined) return new Refusal(403, 'admin_is_local_only');
  return new Refusal(401, 'admin_token_required');
}
