import cors from '@fastify/cors';
import fastify from 'fastify';

import { acceptEvents } from './accept-events.mjs';
import { answerErrors } from './answer-errors.mjs';
import { answerOperators } from './answer-operators.mjs';
import { answerSubjects } from './answer-subjects.mjs';
import { groupInserts } from './group-inserts.mjs';
import { createAdminGuard, createTokenCheck, guardRequests, loopbackHosts } from './guard-requests.mjs';
import { prepareTables } from './prepare-tables.mjs';
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
 * @property {string} [adminToken] Without it, only this machine may read counts and recent events.
 * @property {string} [privacyToken] Who shows it may ask and erase by ids and pseudonyms. Without it, nobody may.
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
 * @property {ReturnType<typeof createAdminGuard>} adminGuard
 * @property {(authorization: string | undefined) => boolean} isPrivacyOfficer
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

  /** @type {Context} */
  const context = {
    manifests,
    name: options.name,
    region: options.region,
    requireSubject: options.requireSubject ?? false,
    columnsOf,
    database,
    now,
    writers: { events: createWriter(database, 'events'), receipts: createWriter(database, 'receipts') },
    adminGuard: createAdminGuard(options.adminToken),
    isPrivacyOfficer: createTokenCheck(options.privacyToken),
  };
  acceptEvents(server, context);
  answerSubjects(server, context);
  answerOperators(server, context);
  const maintain = keepRetention(server, context, options.maintenanceInterval ?? 3_600_000);
  return /** @type {Collector} */ (/** @type {unknown} */ (server.decorate('maintain', maintain)));
}

/**
 * @param {Database} database
 * @param {'events' | 'receipts'} table
 */
function createWriter(database, table) {
  return groupInserts((/** @type {readonly Row[]} */ rows) => writeNewRows(database, table, rows));
}

/**
 * @param {import('fastify').FastifyInstance} server
 * @param {Context} context
 * @param {number} interval
 * @returns {() => Promise<void>}
 */
function keepRetention(server, { database, now, writers }, interval) {
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
    await Promise.allSettled([last, writers.events.settle(), writers.receipts.settle()]);
  });
  return maintain;
}
