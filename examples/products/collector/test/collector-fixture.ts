import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { vi } from 'vitest';

import { openAccessLog } from '../src/access-log/open-access-log.mjs';
import { openChdbDatabase } from '../src/chdb-database.mjs';
import { createCollector } from '../src/create-collector.mjs';
import { defineManifest } from 'headgate';
import type { ConsentStamp, TaggedEvent } from 'headgate/node';

// A real engine with real files, and processes that are started and killed: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

export const manifest = defineManifest({
  version: '2026-11-21',
  controller: {
    name: 'Acme GmbH',
    contact: 'privacy@acme.example',
    publicKey: {
      kty: 'EC',
      crv: 'P-256',
      x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
      y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
    },
  },
  categories: { analytics: {}, survey: {} },
  purposes: { feature_adoption: {}, feedback: {} },
  collectors: { warehouse: { recipient: 'Acme GmbH', role: 'controller', country: 'DE' } },
  receipts: { collectors: ['warehouse'], retentionDays: 1095 },
  events: {
    feature_toggle_enabled: {
      purpose: 'feature_adoption',
      tier: 'pseudonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse'],
      fields: {
        user: { type: 'string', data: 'identifier', protect: 'pseudonymise', optional: true },
        toggle: { type: 'string', maxLength: 256 },
        enabled: { type: 'boolean' },
      },
    },
    survey_answered: {
      purpose: 'feedback',
      tier: 'sensitive',
      basis: 'consent',
      categories: ['survey'],
      retentionDays: 7,
      collectors: ['warehouse'],
      fields: { answer: { type: 'string', data: 'special', protect: 'seal' } },
    },
  },
});

export const now = Date.now();
export const day = 86_400_000;

const granted: ConsentStamp = {
  state: 'granted',
  regime: 'opt-in',
  evidence: 'explicit',
  source: 'manual',
};

export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A UUIDv7, as the browser makes them. */
export function newId(time = now): string {
  const hex = time.toString(16).padStart(12, '0') + randomBytes(10).toString('hex');
  const variant = '89ab'[randomBytes(1).readUInt8() & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A pseudonym of 256 bits. */
export const newPseudonym = (): string => randomBytes(32).toString('base64url');

export function toggleEvent(changes: Partial<TaggedEvent> = {}, time = now - 1000): TaggedEvent {
  return {
    id: newId(time),
    event: 'feature_toggle_enabled',
    time: iso(time),
    tier: 'pseudonymous',
    purpose: 'feature_adoption',
    basis: 'consent',
    categories: ['analytics'],
    retentionDays: 30,
    expires: iso(time + 30 * day),
    manifest: manifest.version,
    consent: { captured: granted },
    data: { toggle: 'dark-mode', enabled: true },
    ...changes,
  };
}

export function receipt(time = now - 500): TaggedEvent {
  return {
    ...toggleEvent({}, time),
    event: 'consent_receipt',
    tier: 'pseudonymous',
    purpose: 'consent_receipt',
    basis: 'legal_obligation',
    categories: [],
    retentionDays: 1095,
    expires: iso(time + 1095 * day),
    data: {
      action: 'granted',
      categories: { analytics: 'granted', survey: 'denied' },
      proof: { id: 'choice-1', time: iso(now - 60_000) },
      since: iso(now - 60_000),
    },
  };
}

export const page = 'https://shop.example';

export const privacyToken = 'battery staple';

/** What a device keeps, and the hash that it sends beside its events. */
export function newSecret() {
  const secret = newPseudonym();
  return { secret, subject: createHash('sha256').update(secret).digest('base64url') };
}

type Options = Partial<Parameters<typeof createCollector>[0]>;

/** A collector on a new data directory. The engine takes one directory a process: one call a test file. */
export async function startCollector(options: Options = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'collector-'));
  const database = await openChdbDatabase({ directory });
  const accessLog = await openAccessLog({ directory: join(directory, 'access-log') });
  const collector = await createCollector({
    manifest,
    database,
    accessLog,
    allowedOrigins: [page],
    privacyToken,
    ...options,
  });
  return {
    collector,
    database,
    accessLog,
    directory,
    async stop() {
      await collector.close();
      await database.close();
      await accessLog.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

type Collector = Awaited<ReturnType<typeof startCollector>>['collector'];

/** Posts as the json collector adapter does. */
export async function post(collector: Collector, events: readonly unknown[], headers: Record<string, string> = {}) {
  const response = await collector.inject({
    method: 'POST',
    url: '/v1/events',
    headers: { host: 'localhost', 'content-type': 'text/plain;charset=UTF-8', ...headers },
    payload: JSON.stringify({ sentAt: iso(now), events }),
  });
  return { status: response.statusCode, ...response.json() };
}

/** Posts the events of one device, with the hash of its secret. */
export async function postFrom(collector: Collector, subject: unknown, events: readonly unknown[]) {
  return ask(collector, '/v1/events', { sentAt: iso(now), events, subject });
}

/** Asks by POST. */
export async function ask(
  collector: Collector,
  url: string,
  body: unknown,
  { token, ...headers }: { [name: string]: string } = {},
) {
  const response = await collector.inject({
    method: 'POST',
    url,
    headers: {
      host: 'localhost',
      'content-type': 'text/plain;charset=UTF-8',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    payload: JSON.stringify(body),
  });
  return { status: response.statusCode, ...response.json() };
}

/** What an operator finds by ids. */
export async function find(collector: Collector, ...ids: string[]) {
  return ask(collector, '/access', { ids }, { token: privacyToken });
}

export async function get(collector: Collector, url: string, headers: Record<string, string> = {}) {
  const response = await collector.inject({ url, headers: { host: 'localhost', ...headers } });
  return { ...response.json(), status: response.statusCode, headers: response.headers };
}
