import type { Environment } from '../instance/environment.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { Collector, CollectorAnswer, HttpCollector } from './collector.js';
import { encode, post } from './post.js';

/** What came of a batch. */
export type SendResult =
  /** The collector said what it did with it. */
  | {
      readonly kind: 'answered';
      /** For each event: `true` where it was taken, a reason where it never will be, else nothing. */
      readonly ends: readonly unknown[];
      /** The earliest time for the rest, in milliseconds. */
      readonly retryAfter: number | undefined;
      /** The collector refuses to talk to us: do not ask again on this page. */
      readonly isRefusing: boolean;
    }
  /** It may go in parts. `fits`: how many events the first one may have. */
  | { readonly kind: 'split'; readonly why: 'too-large'; readonly fits: number }
  /** The collector found it too large, or fault in it; one event alone is rejected with the reason. */
  | { readonly kind: 'split'; readonly why: 'refused'; readonly reason: string }
  /**
   * Nobody was asked: the tag is not there yet; the page is being left and there is no room; or the request was made ready
   * for events of which some may not leave any more.
   */
  | { readonly kind: 'not-sent'; readonly why: 'tag-missing' | 'no-room' | 'outdated' }
  /** No answer, or none that counts. */
  | { readonly kind: 'failed'; readonly retryAfter: number; readonly isRefusing: boolean };

/** What a page that is being left may still send, in bytes: the browser sets a limit for all its scripts together. */
export interface Room {
  left: number;
}

/** Longest wait for an answer. Shorter than a lease, so that no other tab sends the same events meanwhile. */
const DEADLINE = 8_000;

/** A batch for its collector. */
export interface Question {
  readonly collector: Collector;
  readonly events: readonly TaggedEvent[];
  /** What the device's events can be asked for by. */
  readonly subject: string | undefined;
  readonly environment: Pick<Environment, 'now' | 'after' | 'fetch'>;
  readonly flight: AbortController;
  /** There is an answer; unreadable: it says that all is well, and is not one of this collector. */
  onAnswer(status: number, isUnreadable: boolean): void;
  /** The page is being left. */
  readonly room: Room | undefined;
  /** Compresses a body, which takes its time. Nothing where the request may not be made any more. */
  compress(body: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** Hands a batch to its collector, and says what came of it. Never rejects. */
export async function askCollector(question: Question): Promise<SendResult> {
  const { collector, events, subject, environment, flight, onAnswer, room, compress } = question;
  const { fetch, after, now } = environment;
  const cancel = after(DEADLINE, () => flight.abort());
  try {
    if (!('encode' in collector)) {
      const said = collector.deliver(events);
      return said ? toResult(said, events) : { kind: 'not-sent', why: 'tag-missing' };
    }
    const request = collector.encode(events, new Date(now()).toISOString(), subject);
    const body = encode(request.body);
    const { length } = events;
    const { left = Infinity } = room ?? {};
    const fits = Math.min(collector.maxEvents, Math.floor((length * Math.min(collector.maxBytes, left)) / body.length));
    if (fits < length && length > 1) return { kind: 'split', why: 'too-large', fits: fits || 1 };
    if (body.length > left) return { kind: 'not-sent', why: 'no-room' };
    if (room) room.left -= body.length;
    // A page that is being left may be gone before anything is compressed.
    const bytes = request.mayCompress && !room ? await compress(body) : body;
    if (!bytes) return { kind: 'not-sent', why: 'outdated' };
    const response = await post(fetch, request, bytes, { keepalive: !!room, signal: flight.signal });
    // Only an answer that was read to its end counts; an unread one would also hold its share of the keepalive budget.
    const text = await response.text();
    const { status, ok, headers } = response;
    const said = readAnswer(collector, text, events, status, ok);
    onAnswer(status, ok && !said);
    if (said) return said;
    return judge(status, headers.get('retry-after') ?? '', now());
  } catch {
    return FAILED;
  } finally {
    cancel();
  }
}

const FAILED: SendResult = { kind: 'failed', retryAfter: 0, isRefusing: false };

/** By event, what the adapter read; nothing where it could not read it. */
function readAnswer(
  collector: HttpCollector,
  text: string,
  events: readonly TaggedEvent[],
  status: number,
  isOk: boolean,
): SendResult | undefined {
  try {
    const said = (isOk || collector.reads?.includes(status)) && collector.read(text, events, status);
    return said ? toResult(said, events) : undefined;
  } catch {
    return undefined;
  }
}

/** Throws where what an adapter says is not what it should be. */
function toResult(
  { accepted, rejected = [], retryAfter, isBlocked = false }: CollectorAnswer,
  events: readonly TaggedEvent[],
): SendResult {
  const reasons = new Map(rejected.map(({ id, reason }) => [id, reason]));
  const ends = events.map(({ id }) => accepted.includes(id) || reasons.get(id));
  return { kind: 'answered', ends, retryAfter, isRefusing: isBlocked };
}

/** What a status says by itself. The wait is readable cross-origin only where the collector exposes it. */
function judge(status: number, retryAfter: string, now: number): SendResult {
  if ([413, 400, 422].includes(status)) return { kind: 'split', why: 'refused', reason: `status-${status}` };
  const delay = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return {
    kind: 'failed',
    isRefusing: [401, 403, 404, 410].includes(status),
    retryAfter: delay > 0 ? Math.min(delay, 3_600_000) : 0,
  };
}

/** Asks a collector to erase events. Returns whether it said yes; one that cannot erase says no. */
export async function askErasure(
  collector: Collector,
  ids: readonly string[],
  subject: { readonly [field: string]: string },
  secret: string | undefined,
  { fetch }: Pick<Environment, 'fetch'>,
): Promise<boolean> {
  try {
    const isAny = secret || ids.length || Object.keys(subject).length;
    const request = isAny && 'erase' in collector && collector.erase?.(ids, subject, secret);
    return !!request && (await post(fetch, request, encode(request.body))).ok;
  } catch {
    return false;
  }
}
