/**
 * How fast events are taken: 100,000 events of 1 kB in batches of 250 over 8 connections, the sender in this process.
 * `node test/measure-ingest.mjs [FOLDER]`: FOLDER holds the collector to measure, by default this one. Wants a built
 * `headgate`.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const eventCount = Number(process.env.EVENTS ?? 100_000);
const batchSize = 250;
const connections = 8;

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '../src'));
const load = (/** @type {string} */ file) => import(pathToFileURL(join(folder, file)).href);
const { createCollector } = await load('create-collector.mjs');
const { openChdbDatabase } = await load('chdb-database.mjs');

const manifest = {
  version: '1',
  categories: { analytics: {} },
  purposes: { adoption: {} },
  collectors: { warehouse: { recipient: 'Acme GmbH', role: 'controller', country: 'DE' } },
  events: {
    feature_used: {
      purpose: 'adoption',
      tier: 'pseudonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: {
        user: { type: 'string', data: 'identifier', protect: 'pseudonymise' },
        feature: { type: 'string', maxLength: 64 },
        seconds: { type: 'number' },
        attempt: { type: 'integer' },
        enabled: { type: 'boolean' },
        note: { type: 'string', maxLength: 1024 },
      },
    },
  },
};

const start = Date.now() - 60_000;
const iso = (/** @type {number} */ time) => new Date(time).toISOString();
const subject = randomBytes(32).toString('base64url');
const stamp = {
  state: 'granted',
  regime: 'opt-in',
  evidence: 'explicit',
  source: 'manual',
};

/** @param {number} index */
function createEvent(index) {
  const time = start + Math.floor(index / 100);
  const hex = time.toString(16).padStart(12, '0');
  const random = randomBytes(10).toString('hex');
  return {
    id: `${hex.slice(0, 8)}-${hex.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6, 18)}`,
    event: 'feature_used',
    time: iso(time),
    tier: 'pseudonymous',
    purpose: 'adoption',
    basis: 'consent',
    categories: ['analytics'],
    retentionDays: 30,
    expires: iso(time + 30 * 86_400_000),
    manifest: '1',
    consent: { captured: stamp },
    data: {
      user: randomBytes(32).toString('base64url'),
      feature: `feature-${index % 50}`,
      seconds: (index % 1000) / 8,
      attempt: index % 7,
      enabled: index % 2 === 0,
      note: randomBytes(135).toString('hex'),
    },
  };
}

const bodies = Array.from({ length: eventCount / batchSize }, (_, batch) =>
  JSON.stringify({
    sentAt: iso(Date.now()),
    subject,
    events: Array.from({ length: batchSize }, (_, index) => createEvent(batch * batchSize + index)),
  }),
);

const directory = mkdtempSync(join(tmpdir(), 'measure-'));
const database = await openChdbDatabase({ directory });
const collector = await createCollector({ manifest, database, maintenanceInterval: 0 });
const address = new URL(await collector.listen({ host: '127.0.0.1', port: 0 }));
const agent = new Agent({ keepAlive: true, maxSockets: connections });

/** @param {string} body @returns {Promise<number>} */
function send(body) {
  return new Promise((done, failed) => {
    const headers = { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(body) };
    const { hostname, port } = address;
    request({ hostname, port, path: '/v1/events', method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => done(JSON.parse(text).accepted.length));
    })
      .on('error', failed)
      .end(body);
  });
}

const before = process.cpuUsage();
const began = performance.now();
let accepted = 0;
const waiting = bodies.values();
await Promise.all(
  Array.from({ length: connections }, async () => {
    for (const body of waiting) {
      const taken = await send(body);
      accepted += taken;
    }
  }),
);
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(before);
const bytes = bodies.reduce((sum, body) => sum + body.length, 0) / eventCount;
process.stdout.write(
  `${accepted} events of ${Math.round(bytes)} bytes in ${seconds.toFixed(2)} s: ${Math.round(accepted / seconds)} a second; ` +
    `${((user + system) / 1e6).toFixed(2)} s of processor time\n`,
);
agent.destroy();
await collector.close();
await database.close();
rmSync(directory, { recursive: true, force: true });
