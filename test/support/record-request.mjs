/** What a test can know of one HTTP request. */
import { gunzipSync } from 'node:zlib';
import { readEvents } from './read-rows.mjs';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/** @typedef {import('../../src/tag/tagged-event.js').TaggedEvent} SentEvent */

/**
 * @typedef {object} RecordedRequest
 * @property {string} method
 * @property {string} path Without the query.
 * @property {URLSearchParams} query
 * @property {string} host As the client named it: tells `localhost` from `127.0.0.1`.
 * @property {IncomingMessage['headers']} headers
 * @property {number} startedAt When its head came, by this machine's wall clock: comparable with `Date.now()` in a page.
 * @property {string} body Empty until it was read; as text where it came compressed.
 * @property {number} bytes As they came.
 * @property {boolean} isCompressed
 * @property {SentEvent[]} events The events of a batch, in full; none where the body is no batch.
 * @property {{ ids: string[], subject: Record<string, string> } | undefined} erasure What is to be erased, where it asks that.
 * @property {boolean} complete Whether the body was read to its end.
 * @property {boolean} aborted Whether the client went away before the answer was complete.
 * @property {boolean} dropped Whether the server broke the connection itself.
 * @property {number | undefined} status What was answered; `undefined` where nothing was.
 * @property {boolean} finished Whether the exchange is over, one way or the other.
 */

/**
 * Records a request from its first byte on. `changed` is called after each step.
 *
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {() => void} changed
 * @returns {RecordedRequest}
 */
export function recordRequest(request, response, changed) {
  const url = new URL(request.url ?? '/', 'http://any');
  /** @type {RecordedRequest} */
  const recorded = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    host: request.headers.host ?? '',
    headers: request.headers,
    startedAt: Date.now(),
    body: '',
    bytes: 0,
    isCompressed: false,
    events: [],
    erasure: undefined,
    complete: false,
    aborted: false,
    dropped: false,
    status: undefined,
    finished: false,
  };
  response.on('close', () => {
    recorded.status = response.headersSent ? response.statusCode : undefined;
    recorded.aborted = !response.writableFinished && !recorded.dropped;
    recorded.finished = true;
    changed();
  });
  return recorded;
}

/**
 * Reads the body into the record. `false` where the client broke off before its end.
 *
 * @param {IncomingMessage} request
 * @param {RecordedRequest} recorded
 * @returns {Promise<boolean>}
 */
export async function readBody(request, recorded) {
  /** @type {Buffer[]} */
  const chunks = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
    recorded.complete = true;
  } catch {
    recorded.aborted = true;
  }
  const body = Buffer.concat(chunks);
  recorded.isCompressed = recorded.complete && body[0] === 0x1f && body[1] === 0x8b;
  recorded.body = (recorded.isCompressed ? gunzipSync(body) : body).toString('utf8');
  recorded.bytes = body.length;
  const content = recorded.complete ? parse(recorded.body) : undefined;
  recorded.events = readEvents(content);
  if (recorded.path.endsWith('/erase') && Array.isArray(content?.ids)) recorded.erasure = content;
  return recorded.complete;
}

/** @param {string} body */
function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
