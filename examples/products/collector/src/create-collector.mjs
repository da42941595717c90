import cors from '@fastify/cors';
import fastify from 'fastify';

import { acceptEvents } from './accept-events.mjs';
import { createGuard } from './access/guard-access.mjs';
import { createIdentify } from './access/identify.mjs';
import { logTokens } from './access/log-tokens.mjs';
import { createTokenBook } from './access/tokens.mjs';
import { answerAuditors } from './answer-auditors.mjs';
import { answerErrors } from './answer-errors.mjs';
import { answerOperators } from './answer-operators.mjs';
import { answerSubjects } from './answer-subjects.mjs';
import { groupInserts } from './group-inserts.mjs';
import { guardRequests, loopbackHosts } from './guard-requests.mjs';
import { holdPolicy } from './policy/hold-policy.mjs';
import { answerMachines } from './operate/answer-machines.mjs';
import { describeRoutes } from './operate/describe-routes.mjs';
import { prepareTables } from './prepare-tables.mjs';
import { toReceiptEntry } from './receipt-entry.mjs';
import { answerQuestions } from './query/answer-questions.mjs';
import { maxBodyBytes, readBodies } from './read-bodies.mjs';
import { deleteExpired } from './retention.mjs';
import { toLogger } from './to-logger.mjs';
import { writeNewRows } from './write-new-rows.mjs';

/**
 * @typedef {import('headgate/node').Manifest} Manifest
 * @typedef {import('./database.mjs').Database} Database
 * @typedef {import('./event-rows.mjs').EventRow} Row
 *
 * @typedef {object} CollectorOptions
 * @property {Manifest} manifest The one in force.
 * @property {readonly Manifest[]} [formerManifests] Browsers may still send what they kept under one of these.
 * @property {string} [name] This collector's name in the manifest: refuses events that are meant for others.
 * @property {Database} database Stays open when the collector is closed.
 * @property {readonly string[]} [allowedOrigins] Origins whose pages may post and read answers. Default: none.
 * @property {readonly string[]} [allowedHosts] Host names under which it answers. Default: those of loopback.
 * @property {string} [region] Where it stands (`DE`, `US-CA`). Without it, events that name a region are refused.
 * @property {boolean} [requireSubject] Refuses receipts that no device's secret answers for. Default: `false`.
 * @property {import('./access-log/open-access-log.mjs').AccessLog} [accessLog] Where every access is written down. Stays open
 *   when the collector is closed. Without it, events are taken and nothing is shown.
 * @property {string} [policyFile] Who may see what. Default: `policy/default-policy.cedar`.
 * @property {string} [tokenFile] The tokens that `headgate-collector token make` made.
 * @property {string} [adminToken] The role `operator`. Without any token, only this machine has it.
 * @property {string} [privacyToken] The role `privacy`: may ask and erase by ids and pseudonyms.
 * @property {() => number} [now]
 * @property {number} [maintenanceInterval] In milliseconds; 0 turns it off. Default: one hour, and at the start.
 * @property {boolean | object} [logger] Of Fastify. Default: none. Bodies are never logged.
 *
 * @typedef {object} Context
 * @property {readonly [Manifest, ...Manifest[]]} manifests The one in force first.
 * @property {string | undefined} name
 * @property {Database} database
 * @property {() => number} now
 * @property {string | undefined} region
 * @property {boolean} requireSubject
 * @property {import('./field-columns.mjs').ColumnsOf} columnsOf
 * @property {{ events: Writer, receipts: Writer }} writers
 * @property {import('./policy/hold-policy.mjs').HeldPolicy} policy
 * @property {ReturnType<typeof createIdentify>} identify
 * @property {import('./access/guard-access.mjs').Guard} guard
 * @property {import('./access-log/open-access-log.mjs').AccessLog | undefined} accessLog
 * @typedef {{ write: (rows: readonly Row[]) => Promise<void>, settle: () => Promise<void> }} Writer
 * @typedef {import('fastify').FastifyInstance & { maintain: () => Promise<void> }} Collector
 */

/**
 * The collector as a Fastify server that is ready to `listen`. `server.maintain()` deletes what is past its retention
 * now; it also runs by itself.
 *
 * @param {CollectorOptions} options
 * @returns {Promise<Collector>}
 */
export async function createCollector(options) {
  const { database, allowedOrigins = [], allowedHosts = loopbackHosts, now = Date.now } = options;
  /** @type {Context['manifests']} */
  const manifests = [options.manifest, ...(options.formerManifests ?? [])];
  const policy = holdPolicy(options.policyFile, manifests);
  const columnsOf = await prepareTables(database, manifests);

  const server = fastify({
    logger: toLogger(options.logger ?? false),
    bodyLimit: maxBodyBytes,
    requestTimeout: 30_000,
    // Host and Origin are judged as they arrived, not as a proxy's header tells them.
    trustProxy: false,
  });
  answerErrors(server);
  guardRequests(server, { allowedHosts, allowedOrigins });
  await server.register(cors, {
    origin: [...allowedOrigins],
    credentials: false,
    methods: ['GET', 'POST'],
    allowedHeaders: ['Content-Type', 'Authorization'],
    exposedHeaders: ['Retry-After'],
    maxAge: 600,
    strictPreflight: false,
  });
  readBodies(server);
  await describeRoutes(server);

  const context = toContext(options, { manifests, policy, columnsOf, now });
  await logStart(context, options);
  answerMachines(server, context);
  acceptEvents(server, context);
  answerSubjects(server, context);
  answerOperators(server, context);
  answerQuestions(server, context);
  answerAuditors(server, context);
  const maintain = keepRetention(server, context, options.maintenanceInterval ?? 3_600_000);
  return /** @type {Collector} */ (/** @type {unknown} */ (server.decorate('maintain', maintain)));
}

/**
 * @param {CollectorOptions} options
 * @param {Pick<Context, 'manifests' | 'policy' | 'columnsOf' | 'now'>} prepared
 * @returns {Context}
 */
function toContext(options, prepared) {
  const { database, accessLog, adminToken, privacyToken, tokenFile } = options;
  const tokens = tokenFile === undefined ? undefined : createTokenBook(tokenFile, prepared.now);
  const identify = createIdentify({ adminToken, privacyToken, tokens });
  const hasToken = () => adminToken !== undefined || (tokens?.all().length ?? 0) > 0;
  return {
    ...prepared,
    name: options.name,
    region: options.region,
    requireSubject: options.requireSubject ?? false,
    database,
    writers: { events: createEventWriter(database), receipts: createReceiptWriter(database, accessLog) },
    identify,
    guard: createGuard({ log: logTokens(accessLog, tokens), identify, hasToken, now: prepared.now }),
    accessLog,
  };
}

/** @param {Database} database */
function createEventWriter(database) {
  return groupInserts(
    async (/** @type {readonly Row[]} */ rows) => void (await writeNewRows(database, 'events', rows)),
  );
}

/**
 * Receipts are entries of the access log too, by their hash: none can be made up, changed or lost afterwards.
 *
 * @param {Database} database
 * @param {CollectorOptions['accessLog']} log
 */
function createReceiptWriter(database, log) {
  return groupInserts(async (/** @type {readonly Row[]} */ rows) => {
    const stored = await writeNewRows(database, 'receipts', rows);
    if (log !== undefined && stored.length > 0) await log.append(toReceiptEntry(stored));
  });
}

/**
 * What holds from this start on.
 *
 * @param {Context} context
 * @param {CollectorOptions} options
 */
async function logStart({ accessLog, manifests, policy }, { policyFile }) {
  await accessLog?.append({
    action: 'start',
    who: { kind: 'collector', name: 'headgate-collector', role: '' },
    why: 'started',
    what: {
      policy: policy.current.hash,
      policyFile: policyFile === undefined ? 'default' : 'own',
      manifests: manifests.map(({ version }) => version),
    },
    outcome: 'done',
  });
}

/**
 * @param {import('fastify').FastifyInstance} server
 * @param {Context} context
 * @param {number} interval
 * @returns {() => Promise<void>}
 */
function keepRetention(server, { database, now, writers, guard }, interval) {
  /** @type {Promise<void>} */
  let last = Promise.resolve();
  // One after the other, never joined: who asks now means what is due now.
  const maintain = () => (last = last.catch(() => {}).then(() => deleteExpired(database, now())));
  const run = () => void maintain().catch((error) => server.log.error(error, 'maintenance failed'));
  const timer = interval > 0 ? setInterval(run, interval) : undefined;
  timer?.unref();
  // Also at once: a service that is restarted more often than the interval would never delete.
  if (interval > 0) run();

  server.addHook('onClose', async () => {
    clearInterval(timer);
    await Promise.allSettled([last, writers.events.settle(), writers.receipts.settle(), guard.settle()]);
  });
  return maintain;
}
