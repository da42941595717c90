import type { EventState } from '../audit/create-ledger.js';
import type { Item } from './item.js';
import { hasEnded } from './item.js';
import { askCollector, type Room } from './ask-collector.js';
import type { Collector } from './collector.js';
import { compress } from './compress.js';
import { findExpiry } from './find-expiry.js';
import type { LaneHost } from './lane.js';
import type { Schedule } from './schedule.js';
import { isAnonymous, groupByRequest } from './group-by-request.js';

/** How long to wait for a tag that is not there yet, or for the room of a page that is being left, in milliseconds. */
const ABSENCE = 5_000;

/** How a lane sends a batch. When it does is not its business. */
export interface Sender {
  /**
   * Sends a batch, in halves where the collector finds it too large or finds fault with it: one faulty event among n costs at
   * most 2·log2(n)+2 requests and no other event. Events that name different regions go in different requests, and anonymous
   * ones in none that says from which device it is. The gate is asked for every event, and for the endpoint, right before
   * each request. Returns whether all of it met its end.
   */
  send(batch: readonly Item[], mayStart: () => boolean, room?: Room): Promise<boolean>;
  /** What is under way; not yet what is being compressed. */
  flying(): ReadonlySet<Item>;
  /** Aborts the requests that carry what is void. */
  abortVoid(): void;
  abortAll(): void;
  /** Whether the collector refuses to talk to this page. */
  isBlocked(): boolean;
}

/** What a lane lends to its sender. */
export interface SenderHost extends Pick<
  LaneHost,
  'environment' | 'policies' | 'withdrawals' | 'isBehind' | 'secret' | 'vault' | 'report' | 'tell'
> {
  readonly lane: string;
  readonly schedule: Schedule;
  isCurrent(item: Item): boolean;
  end(items: readonly Item[], state: EventState, reason: string): void;
}

export function createSender(host: SenderHost): Sender {
  const { lane, environment, policies, withdrawals, isBehind, secret, vault, report, tell, schedule, isCurrent, end } =
    host;
  const { now, compress: press = compress } = environment;
  const flights = new Map<AbortController, readonly Item[]>();
  /** Those of them that are being compressed: a page that is being left sends what they carry at once, as it is. */
  const compressing = new Set<AbortController>();
  let isBlocked = false;
  /** As it was at the last batch: a page that is being left has no time to work it out. */
  let subject: string | undefined;

  const flying = (): ReadonlySet<Item> =>
    new Set([...flights].flatMap(([flight, due]) => (compressing.has(flight) ? [] : due)));

  /** Whether a request that was made ready meanwhile may be made as it is. */
  function mayStillStart(due: readonly Item[], mayStart: () => boolean): boolean {
    withdrawals.applyWithdrawals();
    const flown = flying();
    return !isBehind() && mayStart() && due.every((item) => isCurrent(item) && !flown.has(item));
  }

  function retryLater(retryAfter?: number): false {
    if (isBlocked) {
      report({ code: 'collector-blocked', collector: lane });
      schedule.stop();
    } else schedule.retryLater(retryAfter);
    return false;
  }

  function expireOld(part: readonly Item[], collector: Collector): void {
    for (const item of part) {
      const reason = findExpiry(item.event, collector, now());
      if (reason) end([item], 'expired', reason);
    }
  }

  function reject(items: readonly Item[], reason: string): void {
    for (const item of items) {
      end([item], 'rejected', reason);
      report({ code: 'collector-rejected', collector: lane });
    }
  }

  /** What the collector said of each event. */
  function settle(due: readonly Item[], ends: readonly unknown[]): void {
    end(
      due.filter((_, index) => ends[index] === true),
      'delivered',
      'accepted',
    );
    for (const [index, item] of due.entries()) {
      const reason = ends[index];
      if (reason !== undefined && reason !== true) reject([item], String(reason));
    }
  }

  /** One request. Returns the parts that it has to go in, or whether to go on. */
  async function ask(
    collector: Collector,
    due: readonly Item[],
    mayStart: () => boolean,
    room: Room | undefined,
  ): Promise<readonly (readonly Item[])[] | boolean> {
    const flight = new AbortController();
    flights.set(flight, due);
    const events = due.map(({ event }) => event);
    let status = 0;
    const result = await askCollector({
      collector,
      events,
      subject: due.some(isAnonymous) ? undefined : subject,
      environment,
      flight,
      onAnswer(answered, isUnreadable) {
        status = answered;
        if (isUnreadable) report({ code: 'collector-answer', collector: lane });
      },
      room,
      async compress(body) {
        compressing.add(flight);
        try {
          const bytes = await press(body, flight.signal);
          return mayStillStart(due, mayStart) ? bytes : undefined;
        } finally {
          compressing.delete(flight);
        }
      },
    });
    flights.delete(flight);
    tell({ sent: events.map(({ event }) => event), collector: lane, status, result: result.kind });
    switch (result.kind) {
      case 'split': {
        if (due.length > 1) {
          const fits = result.why === 'too-large' ? result.fits : due.length >> 1;
          return [due.slice(0, fits), due.slice(fits)];
        }
        if (result.why === 'refused') reject(due, result.reason);
        return true;
      }
      case 'not-sent':
        // What became void is left out; what a page that was nearly left has sent already is not sent beside it.
        if (result.why === 'outdated' && !due.some((item) => flying().has(item))) return [due];
        schedule.wakeIn(ABSENCE);
        return false;
      case 'answered':
        settle(due, result.ends);
        isBlocked ||= result.isRefusing;
        return (!isBlocked && due.every(hasEnded)) || retryLater(result.retryAfter);
      case 'failed':
        isBlocked ||= result.isRefusing;
        return retryLater(result.retryAfter);
    }
  }

  return {
    async send(batch, mayStart, room) {
      const parts = groupByRequest(batch, !!secret);
      if (secret && !room) subject = await toSubject(secret, vault);
      while (parts.length > 0) {
        const part = parts.shift()!;
        withdrawals.applyWithdrawals();
        const collector = policies.policyFor(part[0]!.event.event)?.to[lane];
        if (!collector) continue;
        expireOld(part, collector);
        const due = part.filter(isCurrent);
        if (due.length === 0) continue;
        if (isBehind()) return false;
        if (!mayStart()) return retryLater();
        const answer = await ask(collector, due, mayStart, room);
        if (answer === false) return false;
        if (answer !== true) parts.unshift(...answer);
      }
      schedule.succeed();
      return batch.every(hasEnded);
    },
    flying,
    abortVoid() {
      for (const [flight, due] of flights) if (!due.every(isCurrent)) flight.abort();
    },
    abortAll() {
      for (const flight of flights.keys()) flight.abort();
    },
    isBlocked: () => isBlocked,
  };
}

/** What a device is known by: the hash of its secret, which buys nothing. */
async function toSubject(
  secret: () => Promise<string | undefined>,
  vault: SenderHost['vault'],
): Promise<string | undefined> {
  try {
    const known = await secret();
    return known && (await vault.hash(known));
  } catch {
    return undefined;
  }
}
