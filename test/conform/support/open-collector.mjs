/** A server that takes what any tracker sends, keeps it, and answers as its vendor's does, or with 503. */
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { listen } from '../../support/listen.mjs';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/**
 * @typedef {object} Received
 * @property {string} method
 * @property {string} path Without its query.
 * @property {string} text Address and body, in every reading of them that makes sense.
 * @property {number} status What it was answered.
 */

/**
 * @typedef {object} Collector
 * @property {string} origin
 * @property {Received[]} received In order of arrival, without preflights.
 * @property {(status: number) => void} answer From now on: what any request but one for settings is answered.
 * @property {(note: string) => boolean} hasTaken Whether an event with this note came and was answered 200.
 * @property {(note: string) => number} countSeen How many requests came with this note, whatever they were answered.
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<Collector>} */
export async function openCollector() {
  /** @type {Received[]} */
  const received = [];
  let status = 200;
  let origin = '';

  const server = createServer((request, response) => void exchange(request, response));

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  async function exchange(request, response) {
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
    response.setHeader('access-control-allow-credentials', 'true');
    response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const path = (request.url ?? '/').replace(/\?.*/, '');
    const settings = findSettings(path, origin);
    const answered = settings ? 200 : status;
    const bytes = await readBytes(request);
    const text = readings(Buffer.from(request.url ?? ''), bytes);
    received.push({ method: request.method ?? '', path, text, status: answered });
    response.writeHead(answered, { 'content-type': 'application/json' });
    response.end(JSON.stringify(settings ?? (answered === 200 ? acknowledge(bytes) : {})));
  }
  const { port, close } = await listen(server);
  // Another site than the shop's, and to the browser as trustworthy as https.
  origin = `http://localhost:${port}`;

  return {
    origin,
    received,
    answer(next) {
      status = next;
    },
    hasTaken: (note) => received.some(({ text, status }) => status === 200 && text.includes(note)),
    countSeen: (note) => received.filter(({ text }) => text.includes(note)).length,
    close,
  };
}

/**
 * What Segment's client asks for before it starts.
 *
 * @param {string} path
 * @param {string} origin
 */
function findSettings(path, origin) {
  if (!path.endsWith('/settings')) return undefined;
  const apiHost = `${origin.replace('http://', '')}/v1`;
  return {
    integrations: { 'Segment.io': { apiKey: 'conform', apiHost, protocol: 'http' } },
    consentSettings: { allCategories: ['analytics'], hasUnmappedDestinations: false },
  };
}

/**
 * Success, in the words of each vendor. Headgate asks which events were taken.
 *
 * @param {Buffer} bytes
 */
function acknowledge(bytes) {
  const common = { status: 1, code: 200, success: true };
  try {
    /** @type {{ id: string }[]} */
    const events = JSON.parse(bytes.toString()).events;
    return { ...common, accepted: events.map(({ id }) => id), rejected: [] };
  } catch {
    return common;
  }
}

/** @param {IncomingMessage} request */
async function readBytes(request) {
  const chunks = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    // Broken off by a page that ended: what came is what is known of it.
  }
  return Buffer.concat(chunks);
}

/**
 * As it came, unpacked, and out of percent signs and base64: a note is found however it was written.
 *
 * @param {...Buffer} parts
 */
function readings(...parts) {
  const plain = parts.map((part) => (part[0] === 0x1f && part[1] === 0x8b ? gunzipSync(part) : part).toString());
  const decoded = plain.map(decodePercent);
  const encoded = decoded.flatMap((text) => text.match(/[A-Za-z0-9+/_-]{40,}/g) ?? []);
  return [...plain, ...decoded, ...encoded.map((text) => Buffer.from(text, 'base64').toString())].join('\n');
}

/** @param {string} text */
function decodePercent(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
