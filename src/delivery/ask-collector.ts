import type { Environment } from '../instance/environment.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { Collector, CollectorRequest, CollectorAnswer } from './collector.js';

/** What a collector said to a batch. */
export interface Answer {
  /** For each event: `true` where it was taken, a reason where it never will be, else nothing. */
  readonly ends: readonly unknown[];
  /** It is too large, or there is fault in it: it may go in parts, the first of so many events. */
  readonly fault?: string;
  readonly fits?: number;
  /** Nobody was asked: the tag is not there yet, or the page is being left and there is no room. */
  readonly isUnasked?: boolean;
  /** The earliest time for the rest, in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** The collector refuses to talk to us: do not ask again on this page. */
  readonly isRefusing?: boolean | undefined;
}

/** What a page that is being left may still send, in bytes: the browser sets a limit for all its scripts together. */
export interface Room {
  left: number;
}

/** Longest wait for an answer. Shorter than a lease, so that no other tab sends the same events meanwhile. */
const DEADLINE = 8_000;

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/**
 * Hands a batch to its collector, and says what came of it. Never rejects. `room`: the page is being left.
 * `onUnreadable`: what came is no answer of this collector.
 */
export async function askCollector(
  collector: Collector,
  events: readonly TaggedEvent[],
  { fetch, after, now }: Pick<Environment, 'now' | 'after' | 'fetch'>,
  flight: AbortController,
  onUnreadable: () => void,
  room?: Room,
): Promise<Answer> {
  const nothing: Answer = { ends: [] };
  const unasked: Answer = { ends: [], isUnasked: true };
  const cancel = after(DEADLINE, () => flight.abort());
  try {
    if (!('encode' in collector)) {
      const said = collector.deliver(events);
      return said ? toAnswer(said, events) : unasked;
    }
    const request = collector.encode(events, new Date(now()).toISOString());
    const body = encode(request.body);
    const { length } = events;
    const { left = Infinity } = room ?? {};
    const fits = Math.min(collector.maxEvents, Math.floor((length * Math.min(collector.maxBytes, left)) / body.length));
    if (fits < length && length > 1) return { ends: [], fault: 'status-413', fits: fits || 1 };
    if (body.length > left) return unasked;
    if (room) room.left -= body.length;
    const response = await post(fetch, request, body, { keepalive: !!room, signal: flight.signal });
    // Only an answer that was read to its end counts; an unread one would also hold its share of the keepalive budget.
    const text = await response.text();
    const { status, ok, headers } = response;
    try {
      const said = (ok || collector.reads?.includes(status)) && collector.read(text, events, status);
      if (said) return toAnswer(said, events);
    } catch {
      // As if it had not been read.
    }
    if (ok) onUnreadable();
    return { ...nothing, ...judge(status, headers.get('retry-after') ?? '', now()) };
  } catch {
    return nothing;
  } finally {
    cancel();
  }
}

/** By event, what the adapter read. Throws where that is not what it should be. */
function toAnswer(
  { accepted, rejected = [], retryAfter, isBlocked }: CollectorAnswer,
  events: readonly TaggedEvent[],
): Answer {
  const reasons = new Map(rejected.map(({ id, reason }) => [id, reason]));
  const ends = events.map(({ id }) => accepted.includes(id) || reasons.get(id));
  return { ends, retryAfter, isRefusing: isBlocked };
}

/** What a status says by itself. The wait is readable cross-origin only where the collector exposes it. */
function judge(status: number, retryAfter: string, now: number): Partial<Answer> {
  if ([413, 400, 422].includes(status)) return { fault: `status-${status}` };
  const delay = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return { isRefusing: [401, 403, 404, 410].includes(status), retryAfter: delay > 0 ? Math.min(delay, 3_600_000) : 0 };
}

/** Asks a collector to erase events. Answers whether it said yes; one that cannot erase says no. */
export async function askErasure(
  collector: Collector,
  ids: readonly string[],
  subject: { readonly [field: string]: string },
  { fetch }: Pick<Environment, 'fetch'>,
): Promise<boolean> {
  try {
    const isAny = ids.length || Object.keys(subject).length;
    const request = isAny && 'erase' in collector && collector.erase?.(ids, subject);
    return !!request && (await post(fetch, request, encode(request.body))).ok;
  } catch {
    return false;
  }
}

function post(
  fetch: Environment['fetch'],
  { url, type = 'text/plain;charset=UTF-8', headers }: CollectorRequest,
  body: Uint8Array<ArrayBuffer>,
  more?: RequestInit,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': type, ...headers },
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    // A captive portal answers with a redirect; as an error it is told apart from the collector.
    redirect: 'error',
    cache: 'no-store',
    ...more,
  });
}
