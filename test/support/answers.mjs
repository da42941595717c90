/**
 * How a fake collector answers: each function here makes one way, well-behaved or not. An answer takes the recorded
 * request, the raw response and the store of accepted events.
 */

/** @import { ServerResponse } from 'node:http' */
/** @import { Store } from './create-fake-collector.mjs' */
/** @import { RecordedRequest, SentEvent } from './record-request.mjs' */

/** @typedef {(request: RecordedRequest, response: ServerResponse, store: Store) => void | Promise<void>} Answer */

/**
 * Speaks the `json` collector's protocol: accepts every event, erases what it is asked to.
 *
 * @param {readonly string[]} [accepts] The other forms that it takes, and says so.
 * @returns {Answer}
 */
export function ok(accepts) {
  return (request, response, store) => {
    const { erasure } = request;
    const said = erasure ? { erased: store.erase(erasure.ids) } : { ...store.accept(request.events), accepts };
    sendJson(response, 200, said);
  };
}

/**
 * A bare status: 401, 429, 500, 503 …
 *
 * @param {number} status
 * @param {{ retryAfter?: number | string, body?: string }} [options] `retryAfter` in seconds, or an HTTP date.
 * @returns {Answer}
 */
export function status(status, { retryAfter, body = '' } = {}) {
  return (_request, response) => {
    if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
  };
}

/** 413 for a body over so many bytes, else accepted. @param {number} maxBytes @returns {Answer} */
export function tooLargeAbove(maxBytes) {
  const accept = ok();
  const refuse = status(413);
  return (request, response, store) => (request.bytes > maxBytes ? refuse : accept)(request, response, store);
}

/**
 * 400 for the whole batch as long as it holds an event like this, as strict collectors do.
 *
 * @param {(event: SentEvent) => boolean} isPoison
 * @param {number} [code]
 * @returns {Answer}
 */
export function poison(isPoison, code = 400) {
  const accept = ok();
  const refuse = status(code);
  return (request, response, store) => (request.events.some(isPoison) ? refuse : accept)(request, response, store);
}

/**
 * 200 that names some events as accepted and the others as rejected for good.
 *
 * @param {(event: SentEvent) => string | undefined} reasonOf
 * @returns {Answer}
 */
export function rejecting(reasonOf) {
  return (request, response, store) => {
    const rejected = request.events.flatMap((event) => {
      const reason = reasonOf(event);
      return reason === undefined ? [] : [{ id: event.id, reason }];
    });
    const refused = new Set(rejected.map(({ id }) => id));
    const { accepted } = store.accept(request.events.filter(({ id }) => !refused.has(id)));
    sendJson(response, 200, { accepted, rejected });
  };
}

/** Accepts and names the first so many events of a batch, and says nothing of the rest. @param {number} count @returns {Answer} */
export function onlyFirst(count) {
  return (request, response, store) => sendJson(response, 200, store.accept(request.events.slice(0, count)));
}

/** Drops the connection without a word, once the request was read. @returns {Answer} */
export function reset() {
  return drop;
}

/** Takes the events and drops the connection before it answers: the sender cannot know. @returns {Answer} */
export function lostAnswer() {
  return (request, response, store) => {
    store.accept(request.events);
    drop(request, response);
  };
}

/** Never answers. The connection stays open until the client or the collector closes it. @returns {Answer} */
export function hang() {
  return () => {};
}

/** 302 to an HTML page that answers 200: a hotel's login. @param {string} [location] @returns {Answer} */
export function redirectToHtml(location = '/login.html') {
  return (_request, response) => void response.writeHead(302, { location }).end();
}

/** 200 with an HTML page: a captive portal that answers in the collector's name. @returns {Answer} */
export function html() {
  return (_request, response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title>Log in');
}

/** 200 with JSON that says that it failed. @param {unknown} [body] @returns {Answer} */
export function jsonError(body = { error: 'quota exceeded' }) {
  return (_request, response) => sendJson(response, 200, body);
}

/** Takes the events, then breaks off in the middle of the answer's body. @returns {Answer} */
export function truncated() {
  return (request, response, store) => {
    const body = JSON.stringify(store.accept(request.events));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.write(body.slice(0, Math.floor(body.length / 2)), () => drop(request, response));
  };
}

/** Answers after a while. @param {number} delay @param {Answer} [answer] @returns {Answer} */
export function slow(delay, answer = ok()) {
  return (request, response, store) =>
    new Promise((resolve) => {
      setTimeout(() => resolve(response.destroyed ? undefined : answer(request, response, store)), delay);
    });
}

/** Waits for `release()`, then answers. For a test that acts while a request is on its way. @param {Answer} [answer] */
export function held(answer = ok()) {
  let release = () => {};
  /** @type {Promise<void>} */
  const released = new Promise((resolve) => {
    release = resolve;
  });
  return Object.assign(
    (/** @type {Parameters<Answer>} */ ...[request, response, store]) =>
      released.then(() => (response.destroyed ? undefined : answer(request, response, store))),
    { release: () => release() },
  );
}

/** @param {ServerResponse} response @param {number} code @param {unknown} body */
function sendJson(response, code, body) {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** @param {RecordedRequest} request @param {ServerResponse} response */
function drop(request, response) {
  request.dropped = true;
  response.socket?.resetAndDestroy();
}
