import type { Environment } from '../environment.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { Collector, CollectorRequest, Receipted } from './collector.js';

/** What a collector said to a batch. */
export interface Answer {
  /** 0 where there was no answer, or none that counts. */
  readonly status: number;
  /** What the collector's adapter read in it. */
  readonly verdict?: Verdict | undefined;
  /** In milliseconds. Cross-origin it is readable only where the collector exposes it. */
  readonly retryAfter?: number;
}

export interface Verdict {
  readonly accepted: ReadonlySet<string>;
  readonly reasons: ReadonlyMap<string, string>;
  readonly retryAfter: number;
  readonly isBlocked: boolean;
}

/** Longest wait for an answer. Shorter than a lease, so that no other tab sends the same events meanwhile. */
const DEADLINE = 8_000;

/** The size of a text in UTF-8, and the text in it. */
export const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Sends one batch, and waits for what the collector says. Never rejects. `onUnreadable`: it is no answer of this collector. */
export async function askCollector(
  collector: Collector,
  events: readonly TaggedEvent[],
  { fetch, after, now }: Environment,
  flight: AbortController,
  keepalive: boolean,
  onUnreadable: () => void,
): Promise<Answer> {
  /** What the adapter makes of an answer. Nothing: a portal's page, or an error in the clothes of a success. */
  const read = (run: () => Receipted | undefined): Verdict | undefined => {
    try {
      const { accepted, rejected = [], retryAfter = 0, isBlocked = false } = run()!;
      const reasons = new Map(rejected.map(({ id, reason }) => [id, String(reason)]));
      return { accepted: new Set(accepted), reasons, retryAfter, isBlocked };
    } catch {
      onUnreadable();
      return undefined;
    }
  };
  if (!('encode' in collector)) return { status: 200, verdict: read(() => collector.deliver(events)) };
  const cancel = after(DEADLINE, () => flight.abort());
  try {
    if (events.length > collector.maxEvents) return { status: 413 };
    const request = collector.encode(events, new Date(now()).toISOString());
    const body = encode(request.body);
    if (events[1] && body.length > collector.maxBytes) return { status: 413 };
    const response = await post(fetch, request, body, { keepalive, signal: flight.signal });
    // Only an answer that was read to its end counts; an unread one would also hold its share of the keepalive budget.
    const text = await response.text();
    const { status, ok, headers } = response;
    const retryAfter = headers.get('retry-after') ?? '';
    const delay = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now();
    return {
      status,
      verdict: ok || collector.reads?.includes(status) ? read(() => collector.read(text, events, status)) : undefined,
      retryAfter: delay > 0 ? Math.min(delay, 3_600_000) : 0,
    };
  } catch {
    return { status: 0 };
  } finally {
    cancel();
  }
}

/** Asks a collector to erase events. Answers whether it said yes; one that cannot erase says no. */
export async function askErasure(
  collector: Collector,
  ids: readonly string[],
  subject: { readonly [field: string]: string },
  { fetch }: Environment,
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
