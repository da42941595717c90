/**
 * The collector of all columns: takes every wire format, and counts events by the mark that each carries. One path for
 * each run, `/<key>/…`, so that a late event of one run is not counted in another.
 */
import { createServer } from 'node:http';
import { listen } from '../support/listen.mjs';
import { readEvents, toPlainText } from '../support/read-rows.mjs';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/**
 * @typedef {object} Run
 * @property {Map<number, number>} marks Number of each event, with the time when it first arrived.
 * @property {number} requests Those with events.
 * @property {number} bytes Of their bodies, as sent.
 * @property {number} events Duplicates included.
 * @property {number[]} arrivals When each request with events was read to its end.
 * @property {readonly string[]} accepts Which forms of Headgate's batches it says that it takes.
 * @property {number} accepting How many more requests get a good answer; the others get 503.
 */

/** @typedef {Awaited<ReturnType<typeof createBenchCollector>>} BenchCollector */

export async function createBenchCollector() {
  /** @type {Map<string, Run>} */
  const runs = new Map();
  /** @type {Set<() => void>} */
  const watchers = new Set();

  /** @param {string} key */
  function runOf(key) {
    const known = runs.get(key);
    if (known) return known;
    /** @type {Run} */
    const run = { marks: new Map(), requests: 0, bytes: 0, events: 0, arrivals: [], accepts: [], accepting: Infinity };
    runs.set(key, run);
    return run;
  }

  const server = createServer((request, response) => {
    exchange(request, response).catch(() => response.destroy());
  });

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  async function exchange(request, response) {
    allowOrigin(request, response);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    /** @type {Buffer[]} */
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const run = runOf((request.url ?? '').split('/')[1] ?? '');
    const text = decode(body);
    const isAccepted = note(run, text, body.length);
    if (isAccepted)
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer(request.url ?? '', text, run));
    else response.writeHead(503).end();
    for (const look of watchers) look();
  }

  const { origin, close } = await listen(server);
  return {
    /** @param {string} key */
    url: (key) => `${origin}/${key}`,
    runOf,
    /** @param {string} key */
    forget: (key) => void runs.delete(key),
    /**
     * Waits until `isDone`, or so many milliseconds. Returns whether it is.
     *
     * @param {() => boolean} isDone
     * @param {number} timeout
     * @returns {Promise<boolean>}
     */
    until(isDone, timeout) {
      return new Promise((resolve) => {
        const end = (/** @type {boolean} */ done) => {
          clearTimeout(timer);
          watchers.delete(look);
          resolve(done);
        };
        const look = () => {
          if (isDone()) end(true);
        };
        const timer = setTimeout(() => end(isDone()), timeout);
        watchers.add(look);
        look();
      });
    },
    close,
  };
}

/**
 * @param {Run} run
 * @param {string} text
 * @param {number} bytes
 * @returns {boolean} Whether it is to be accepted.
 */
function note(run, text, bytes) {
  const found = [...text.matchAll(/mark-(\d{6})/g)].map(([, digits]) => Number(digits));
  if (found.length === 0) return true;
  const now = performance.timeOrigin + performance.now();
  run.arrivals.push(now);
  run.requests++;
  run.bytes += bytes;
  run.events += found.length;
  if (run.accepting-- <= 0) return false;
  for (const mark of found) if (!run.marks.has(mark)) run.marks.set(mark, now);
  return true;
}

/** @param {Buffer} body */
function decode(body) {
  const text = toPlainText(body);
  // PostHog's beacons are a form with base64 in it.
  return text.startsWith('data=')
    ? Buffer.from(decodeURIComponent(text.slice(5).split('&')[0] ?? ''), 'base64').toString('utf8')
    : text;
}

/** Each product's own way to say that all is well. @param {string} url @param {string} text @param {Run} run */
function answer(url, text, { accepts }) {
  if (!url.endsWith('/v1/events')) return '{"status":1,"success":true}';
  const accepted = readEvents(JSON.parse(text)).map(({ id }) => id);
  return JSON.stringify({ accepted, rejected: [], accepts });
}

/** @param {IncomingMessage} request @param {ServerResponse} response */
function allowOrigin({ headers }, response) {
  response.setHeader('access-control-allow-origin', headers.origin ?? '*');
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader('access-control-allow-headers', headers['access-control-request-headers'] ?? '*');
  response.setHeader('access-control-max-age', '600');
}
