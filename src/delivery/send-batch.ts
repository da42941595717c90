import type { Report } from '../audit/diagnostic.js';
import type { Environment } from '../environment.js';
import type { Collector, HttpCollector, Receipted } from './collector.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
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
  /** What the collector's adapter read in it. */
  readonly verdicts?: Verdicts | undefined;
  readonly retryAfter?: number;
}

interface Verdicts {
  readonly accepted: ReadonlySet<string>;
  readonly reasons: ReadonlyMap<string, string>;
  readonly retryAfter: number;
  readonly isBlocked: boolean;
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
    const answer = await ask(sender, items, keepalive);
    const { status, verdicts } = answer;
    const verdict = judge(status);
    if (verdicts) sort(items, verdicts, sent);
    else if (verdict === 'split' && items.length > 1) {
      const half = items.length >> 1;
      waiting.unshift(items.slice(0, half), items.slice(half));
    } else if (verdict === 'split') sent.rejected.push({ item: items[0]!, reason: `status-${status}` });
    else if (verdict === 'stop') sent.isBlocked = true;
    else sent.retryAfter = answer.retryAfter ?? 0;
    // Asking on would only burden a collector that is down.
    if (sent.isBlocked || sent.retryAfter !== undefined) break;
  }
  return sent;
}

function judge(status: number): 'split' | 'stop' | 'retry' {
  if (status === 413 || status === 400 || status === 422) return 'split';
  if (status === 401 || status === 403 || status === 404) return 'stop';
  return 'retry';
}

async function ask(sender: Sender, items: readonly Item[], keepalive: boolean): Promise<Answer> {
  const { collector } = sender;
  if ('encode' in collector) return request(sender, collector, items, keepalive);
  return { status: 200, verdicts: attempt(sender, () => collector.deliver(items.map(toEvent))) };
}

async function request(
  sender: Sender,
  collector: HttpCollector,
  items: readonly Item[],
  keepalive: boolean,
): Promise<Answer> {
  const { environment, flights } = sender;
  const aborting = new AbortController();
  const abort = (): void => aborting.abort();
  const flight: Flight = { items, abort };
  const cancel = environment.after(DEADLINE, abort);
  flights.add(flight);
  try {
    const events = items.map(toEvent);
    const sentAt = new Date(environment.now()).toISOString();
    const { url, body, type = 'text/plain;charset=UTF-8', headers } = collector.encode(events, sentAt);
    if (items.length > 1 && byteLength(body) > collector.maxBytes) return { status: 413 };
    const response = await environment.fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': type, ...headers },
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
    const { status, ok } = response;
    const isReadable = ok || collector.reads?.includes(status);
    const verdicts = isReadable ? attempt(sender, () => collector.read(text, events, status)) : undefined;
    return { status, verdicts, ...readRetryAfter(response, environment.now()) };
  } catch {
    return { status: 0 };
  } finally {
    cancel();
    flights.delete(flight);
  }
}

const toEvent = ({ event }: Item): TaggedEvent => event;

/** What the adapter makes of an answer. Nothing: a portal's page, or an error in the clothes of a success. */
function attempt({ report, lane }: Sender, read: () => Receipted | undefined): Verdicts | undefined {
  try {
    const { accepted, rejected, retryAfter = 0, isBlocked = false } = read()!;
    const reasons = new Map(rejected?.map(({ id, reason }) => [id, String(reason)]));
    return { accepted: new Set(accepted), reasons, retryAfter, isBlocked };
  } catch {
    report({ code: 'collector-answer', lane });
    return undefined;
  }
}

function sort(items: readonly Item[], { accepted, reasons, retryAfter, isBlocked }: Verdicts, sent: Sent): void {
  for (const item of items) {
    const { id } = item.event;
    const reason = reasons.get(id);
    if (accepted.has(id)) sent.delivered.push(item);
    else if (reason !== undefined) sent.rejected.push({ item, reason });
    else sent.retryAfter = retryAfter;
  }
  if (isBlocked) sent.isBlocked = true;
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
