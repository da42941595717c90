/**
 * The demo's own instrumentation, no part of Headgate: the example pages tell it what their gate decided, and the live
 * page listens. It gets names, ids and counts, never an event's data.
 */
import { end } from './create-site.mjs';

const MAX_ENTRIES = 500;
const MAX_BYTES = 256 * 1024;

/** @param {{ readCollector: () => Promise<unknown> }} options */
export function createHub({ readCollector }) {
  const listeners = new Set();
  const pages = new Map();
  let entries = [];
  let isDown = false;
  let collectorAnswer = '';
  let timer;

  function tell(kind, value) {
    for (const listener of listeners) listener.write(`event: ${kind}\ndata: ${JSON.stringify(value)}\n\n`);
  }

  function take({ page, instance, status, consent, waiting, entries: news = [] }) {
    const state = { page, instance, status, consent, waiting };
    const tagged = news.map((entry) => ({ ...entry, page, instance }));
    pages.set(page, state);
    entries = [...entries, ...tagged].slice(-MAX_ENTRIES);
    tell('report', { state, entries: tagged });
  }

  async function lookAtCollector() {
    const answer = await readCollector().catch((error) => ({ error: error.message }));
    const text = JSON.stringify(answer);
    if (text !== collectorAnswer) tell('collector', answer);
    collectorAnswer = text;
    timer = listeners.size > 0 ? setTimeout(() => void lookAtCollector(), 1000) : undefined;
  }

  function stream(request, response) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    listeners.add(response);
    request.on('close', () => listeners.delete(response));
    const snapshot = { states: [...pages.values()], entries, isDown };
    response.write(`retry: 1000\nevent: snapshot\ndata: ${JSON.stringify(snapshot)}\n\n`);
    if (collectorAnswer) response.write(`event: collector\ndata: ${collectorAnswer}\n\n`);
    if (!timer) void lookAtCollector();
  }

  async function audit(request, response) {
    if (!isOfThisSite(request)) return end(response, 403, 'Pages of this site only.');
    const report = await readJson(request);
    if (typeof report?.page !== 'string') return end(response, 400, 'Not a report of the demo.');
    take(report);
    response.writeHead(204).end();
  }

  function switchOutage(request, response) {
    if (!isOfThisSite(request)) return end(response, 403, 'Pages of this site only.');
    isDown = !isDown;
    tell('outage', isDown);
    response.writeHead(204).end();
  }

  return {
    audit,
    switchOutage,
    /** Whether somebody took the collector down on the live page. */
    isDown: () => isDown,
    stream,
    stop() {
      clearTimeout(timer);
      for (const listener of listeners) listener.end();
    },
  };
}

function isOfThisSite({ headers }) {
  return headers.origin === `http://${headers.host}`;
}

async function readJson(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MAX_BYTES) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
