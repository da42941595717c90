import type { Report } from '../audit/diagnostic.js';
import type { Environment } from '../environment.js';
import type { Collector } from './collector.js';
import type { IsCurrent, Item } from './item.js';

/** What became of a batch. What is in neither list stays where it is. */
export interface Sent {
  readonly delivered: Item[];
  readonly rejected: { readonly item: Item; readonly reason: string }[];
  /** The collector could not take all of it now: try again, at the earliest after so many milliseconds. */
  retryAfter?: number;
  /** The collector refuses to talk to us: do not ask again on this page. */
  isBlocked?: boolean;
}

/** A request under way, so that a withdrawal can abort it. */
export interface Flight {
  readonly items: readonly Item[];
  abort(): void;
}

export interface Sender {
  readonly collector: Collector;
  readonly environment: Pick<Environment, 'fetch' | 'after' | 'now'>;
  readonly isCurrent: IsCurrent;
  readonly flights: Set<Flight>;
  readonly report: Report;
  readonly lane: string;
}

interface Answer {
  /** 0 where there was no answer, or none that counts. */
  readonly status: number;
  readonly text?: string;
  readonly retryAfter?: number;
}

/** Longest wait for an answer. Shorter than a lease, so that no other tab sends the same events meanwhile. */
const DEADLINE = 8_000;

/**
 * Sends a batch, in halves where the collector finds it too large or finds fault with it: one faulty event among n
 * costs at most 2·log2(n)+2 requests and no other event. The gate is asked for every event right before each request.
 */
export async function sendBatch(
  sender: Sender,
  batch: readonly Item[],
  mayStart: () => boolean,
  keepalive = false,
): Promise<Sent> {
  const sent: Sent = { delivered: [], rejected: [] };
  const waiting: (readonly Item[])[] = [batch];
  while (waiting.length) {
    const items = waiting.shift()!.filter(sender.isCurrent);
    if (!items.length) continue;
    if (!mayStart()) {
      sent.retryAfter = 0;
      break;
    }
    const answer = await request(sender, items, keepalive);
    const verdict = judge(answer.status);
    if (verdict === 'read') readAnswer(sender, items, answer.text!, sent);
    else if (verdict === 'split' && items.length > 1) {
      const half = items.length >> 1;
      waiting.unshift(items.slice(0, half), items.slice(half));
    } else if (verdict === 'split') sent.rejected.push({ item: items[0]!, reason: `status-${answer.status}` });
    else if (verdict === 'stop') sent.isBlocked = true;
    else sent.retryAfter = answer.retryAfter ?? 0;
    // Asking on would only burden a collector that is down.
    if (sent.isBlocked || sent.retryAfter !== undefined) break;
  }
  return sent;
}

function judge(status: number): 'read' | 'split' | 'stop' | 'retry' {
  if (status >= 200 && status < 300) return 'read';
  if (status === 413 || status === 400 || status === 422) return 'split';
  if (status === 401 || status === 403 || status === 404) return 'stop';
  return 'retry';
}

async function request(sender: Sender, items: readonly Item[], keepalive: boolean): Promise<Answer> {
  const { collector, environment, flights } = sender;
  const aborting = new AbortController();
  const abort = (): void => aborting.abort();
  const flight: Flight = { items, abort };
  const cancel = environment.after(DEADLINE, abort);
  flights.add(flight);
  try {
    const sentAt = new Date(environment.now()).toISOString();
    const {
      url,
      body,
      type = 'text/plain;charset=UTF-8',
    } = collector.encode(
      items.map(({ event }) => event),
      sentAt,
    );
    if (items.length > 1 && byteLength(body) > collector.maxBytes) return { status: 413 };
    const response = await environment.fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      // A captive portal answers with a redirect; as an error it is told apart from the collector.
      redirect: 'error',
      cache: 'no-store',
      keepalive,
      signal: aborting.signal,
    });
    // Only an answer that was read to its end counts; an unread one would also hold its share of the keepalive budget.
    const text = await response.text();
    return { status: response.status, text, ...readRetryAfter(response, environment.now()) };
  } catch {
    return { status: 0 };
  } finally {
    cancel();
    flights.delete(flight);
  }
}

function readAnswer({ collector, report, lane }: Sender, items: readonly Item[], text: string, sent: Sent): void {
  let accepted = new Set<string>();
  let rejected = new Map<string, string>();
  try {
    const answer = collector.read(
      text,
      items.map(({ event }) => event),
    );
    accepted = new Set(answer!.accepted);
    rejected = new Map(answer!.rejected?.map(({ id, reason }) => [id, reason]));
  } catch {
    // Not the collector's format: a portal's page, or an error in the clothes of a success.
    report({ code: 'collector-answer', lane });
  }
  for (const item of items) {
    const { id } = item.event;
    if (accepted.has(id)) sent.delivered.push(item);
    else if (rejected.has(id)) sent.rejected.push({ item, reason: String(rejected.get(id)) });
    else sent.retryAfter = 0;
  }
}

/** In milliseconds. Cross-origin it is readable only where the collector exposes it. */
function readRetryAfter(response: Response, now: number): { retryAfter?: number } {
  const header = response.headers.get('retry-after');
  if (!header) return {};
  const delay = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return delay > 0 ? { retryAfter: Math.min(delay, 3_600_000) } : {};
}

/** The size of a text in UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
