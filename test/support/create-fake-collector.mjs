/**
 * A collector for tests: a real HTTP server on a free port that records all that reaches it and answers as a test
 * says, well or badly. Assert on what arrived, and on what did not.
 */
import { createServer } from 'node:http';
import { html, ok } from './answers.mjs';
import { listen } from './listen.mjs';
import { readBody, recordRequest } from './record-request.mjs';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Answer } from './answers.mjs' */
/** @import { RecordedRequest, SentEvent } from './record-request.mjs' */

/**
 * What the collector keeps. An event that comes again is counted again and kept once.
 *
 * @typedef {object} Store
 * @property {(events: readonly SentEvent[]) => { accepted: string[], rejected: [] }} accept
 * @property {(ids: readonly string[]) => string[]} erase
 * @property {() => SentEvent[]} events
 * @property {(id: string) => number} deliveries
 * @property {() => void} clear
 */

/**
 * @typedef {object} FakeCollector
 * @property {number} port
 * @property {string} origin
 * @property {string} url Where batches go: `<origin>/v1/events`.
 * @property {string} localhostUrl The same under `localhost`, to a browser another site than `127.0.0.1`.
 * @property {RecordedRequest[]} requests Every request but preflights, in order of arrival.
 * @property {RecordedRequest[]} preflights
 * @property {() => SentEvent[]} events What was accepted and not erased: each event once, in order of arrival.
 * @property {() => SentEvent[]} seen Every event of every request, accepted or not, each time that it came.
 * @property {(id: string) => number} deliveries How often an event was accepted.
 * @property {(answer: Answer, path?: string) => void} answer From now on, on every path or on one. A request that is being answered is answered as before.
 * @property {(answer: Answer, times?: number) => void} answerNext For the next requests only, before what `answer` set.
 * @property {<T>(look: () => T | Promise<T>, timeout?: number) => Promise<T>} until Waits until what is looked for is there (something other than undefined, null, false or 0), looking again after each step of a request.
 * @property {() => void} clear Forgets what was recorded and accepted.
 * @property {() => Promise<void>} close Breaks off hanging requests too.
 */

/**
 * @param {{ port?: number, cors?: boolean }} [options] `port`: come back where an earlier collector was. `cors: false`:
 *   a browser hides the answers from pages of another origin.
 * @returns {Promise<FakeCollector>}
 */
export async function createFakeCollector({ port: wanted = 0, cors = true } = {}) {
  /** @type {RecordedRequest[]} */
  const requests = [];
  /** @type {RecordedRequest[]} */
  const preflights = [];
  const store = createStore();
  const answers = createAnswers();
  const watch = createWatch();

  const server = createServer((request, response) => {
    void exchange(request, response);
  });

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  async function exchange(request, response) {
    const recorded = recordRequest(request, response, watch.changed);
    if (cors) allowOrigin(request, response);
    if (request.method === 'OPTIONS') {
      preflights.push(recorded);
      response.writeHead(cors ? 204 : 403).end();
      return;
    }
    requests.push(recorded);
    watch.changed();
    const answer = answers.take(recorded);
    if (!(await readBody(request, recorded))) return;
    watch.changed();
    await answer(recorded, response, store);
    watch.changed();
  }

  const { port, origin, localhostOrigin, close } = await listen(server, wanted);
  return {
    port,
    origin,
    url: `${origin}/v1/events`,
    localhostUrl: `${localhostOrigin}/v1/events`,
    requests,
    preflights,
    events: store.events,
    seen: () => requests.flatMap(({ events }) => events),
    deliveries: store.deliveries,
    answer: answers.set,
    answerNext: answers.setNext,
    until: (look, timeout) => watch.until(look, timeout, () => describe(requests)),
    clear() {
      requests.length = 0;
      preflights.length = 0;
      store.clear();
    },
    async close() {
      for (const request of requests) request.dropped ||= !request.finished;
      await close();
    },
  };
}

/** @returns {Store} */
function createStore() {
  /** @type {Map<string, { event: SentEvent, count: number }>} */
  const kept = new Map();
  return {
    accept(events) {
      for (const event of events) kept.set(event.id, { event, count: (kept.get(event.id)?.count ?? 0) + 1 });
      return { accepted: events.map(({ id }) => id), rejected: [] };
    },
    erase: (ids) => ids.filter((id) => kept.delete(id)),
    events: () => [...kept.values()].map(({ event }) => event),
    deliveries: (id) => kept.get(id)?.count ?? 0,
    clear: () => kept.clear(),
  };
}

/** Which answer a request gets: a next one, its path's, the one set for all, else a good one. */
function createAnswers() {
  /** @type {Map<string, Answer>} */
  const byPath = new Map();
  /** @type {Answer[]} */
  const next = [];
  let everywhere = ok();
  return {
    /** @param {Answer} answer @param {string} [path] */
    set(answer, path) {
      if (path === undefined) everywhere = answer;
      else byPath.set(path, answer);
    },
    /** @param {Answer} answer @param {number} [times] */
    setNext(answer, times = 1) {
      for (let i = 0; i < times; i++) next.push(answer);
    },
    /** @param {RecordedRequest} request */
    take({ method, path }) {
      // What a redirect leads to; batches are always posted.
      if (method === 'GET') return html();
      return next.shift() ?? byPath.get(path) ?? everywhere;
    },
  };
}

/** Lets a test wait for what the server sees, without polling. */
function createWatch() {
  /** @type {Set<() => void>} */
  const watchers = new Set();
  return {
    changed: () => [...watchers].forEach((look) => look()),
    /**
     * @template T
     * @param {() => T | Promise<T>} look
     * @param {number} [timeout]
     * @param {() => string} [tell] What to say of the state at a time-out.
     * @returns {Promise<T>}
     */
    until(look, timeout = 20_000, tell = () => '') {
      return new Promise((resolve, reject) => {
        const stop = (/** @type {() => void} */ settle) => {
          clearTimeout(timer);
          watchers.delete(check);
          settle();
        };
        const fail = (/** @type {unknown} */ error) => stop(() => reject(error));
        const timer = setTimeout(
          () => fail(new Error(`Waited ${timeout} ms for ${String(look)}.\n${tell()}`)),
          timeout,
        );
        const check = () => {
          Promise.resolve()
            .then(look)
            .then((found) => (found ? stop(() => resolve(found)) : undefined))
            .catch(fail);
        };
        watchers.add(check);
        check();
      });
    },
  };
}

/** @param {IncomingMessage} request @param {ServerResponse} response */
function allowOrigin(request, response) {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
  response.setHeader('vary', 'origin');
  response.setHeader('access-control-expose-headers', 'retry-after');
  if (request.method !== 'OPTIONS') return;
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
  // Each request that needs a preflight makes one, so that they can be counted.
  response.setHeader('access-control-max-age', '0');
}

/** @param {RecordedRequest[]} requests */
function describe(requests) {
  if (requests.length === 0) return 'No request arrived.';
  const lines = requests.map(({ method, path, events, status, aborted, dropped, finished }) => {
    const end = aborted ? 'aborted' : dropped ? 'dropped' : finished ? `answered ${status}` : 'unanswered';
    return `  ${method} ${path}: ${events.length} events, ${end}`;
  });
  return `${requests.length} requests arrived:\n${lines.join('\n')}`;
}
