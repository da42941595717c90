import type { Report } from '../audit/diagnostic.js';
import type { EventState } from '../audit/create-ledger.js';
import type { Environment } from '../environment.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import { backoff } from './backoff.js';
import type { Collector } from './collector.js';
import type { IsCurrent, Item } from './item.js';
import { byteLength, sendBatch, type Flight, type Sent } from './send-batch.js';

/** Why an item's way ends here, and where. */
export type Outcome = readonly [item: Item, state: EventState, reason: string];

/** Items from the shared buffer that this page alone may send for a while. */
export interface Loan {
  readonly items: readonly Item[];
  /** Whether the lease still holds. */
  mayStart(): boolean;
  /** Takes the items that are done out of the buffer. */
  settle(outcomes: readonly Outcome[]): Promise<void>;
}

/** One collector's queue: what waits in this page's memory, and the way out. */
export interface Lane {
  add(item: Item): void;
  /** What waits in memory. */
  waiting(): Iterable<Item>;
  size(): number;
  /** Whether a request under way carries it. */
  isFlying(item: Item): boolean;
  /** Gives up items, and the requests that carry them. */
  drop(items: readonly Item[], state: EventState, reason: string): void;
  /** Marks items as written: they wait in the buffer now. Returns those that had not met their end meanwhile. */
  stored(items: readonly Item[]): readonly Item[];
  /** Sends soon: at once when a batch is full, else after the flush interval. */
  schedule(count: number): void;
  /** Sends what can be sent, one batch after the other. `force` ignores a backoff. */
  drain(force?: boolean): Promise<void>;
  /** The page may be gone in a moment: sends what fits without waiting for an answer. */
  leave(budget: number): number;
  /** Consent closed: drops what is not current any more and aborts the requests that carry it. */
  close(): void;
  /** Resolves when no request is under way. */
  quiet(): Promise<void>;
  stop(): void;
}

interface Dependencies {
  readonly name: string;
  readonly collector: Collector;
  readonly environment: Pick<Environment, 'fetch' | 'after' | 'now'>;
  readonly random: () => number;
  readonly flushInterval: number;
  readonly isCurrent: IsCurrent;
  /** Whether an item must not be sent from memory because it is being written to the buffer. */
  readonly isBound: (item: Item) => boolean;
  /** The next items of this lane in the buffer; a number where they may be asked for again after that many milliseconds. */
  readonly borrow: () => Promise<Loan | number | undefined>;
  /** Takes whole chunks out of the buffer whose events arrived while the page was being left. */
  readonly release: (items: readonly Item[]) => void;
  readonly onOutcomes: (outcomes: readonly Outcome[]) => void;
  readonly report: Report;
}

/** What a page that is being left sends again if need be: the last events that have no answer yet. */
const RECENT_BYTES = 60_000;

export function createLane(dependencies: Dependencies): Lane {
  const {
    name,
    collector,
    environment,
    random,
    flushInterval,
    isCurrent,
    isBound,
    borrow,
    release,
    onOutcomes,
    report,
  } = dependencies;
  const flights = new Set<Flight>();
  const sender = { collector, environment, isCurrent, flights, report, lane: name };
  const memory = new Set<Item>();
  let recent: Item[] = [];
  let fresh = 0;
  let failures = 0;
  let retryAt = 0;
  let isBlocked = false;
  let running: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;

  const isFlying = (item: Item): boolean =>
    [...flights].some(({ items }) => items.some(({ event }) => event.id === item.event.id));

  function wake(delay: number): void {
    if (isBlocked) return;
    cancelTimer?.();
    cancelTimer = environment.after(delay, () => {
      cancelTimer = undefined;
      drain().catch(() => report({ code: 'internal-error', lane: name }));
    });
  }

  /** Takes note of how a batch went. Answers whether to go on with the next. */
  function conclude(sent: Sent): boolean {
    if (sent.isBlocked) {
      isBlocked = true;
      report({ code: 'collector-blocked', lane: name });
    }
    if (sent.rejected.length) report({ code: 'collector-rejected', lane: name });
    if (sent.retryAfter === undefined) failures = 0;
    else {
      const delay = backoff(++failures, sent.retryAfter, random());
      retryAt = environment.now() + delay;
      wake(delay);
    }
    return !isBlocked && sent.retryAfter === undefined;
  }

  /** The oldest items in memory that are not waiting for the buffer, up to the collector's limits. */
  function nextFromMemory(): Item[] {
    const batch: Item[] = [];
    let size = 0;
    for (const item of memory) {
      if (isBound(item)) continue;
      size += item.size;
      if (batch.length && (batch.length === collector.maxEvents || size > collector.maxBytes)) break;
      batch.push(item);
    }
    return batch;
  }

  async function sendFromMemory(batch: readonly Item[]): Promise<boolean> {
    const due = batch.filter((item) => !expire(item));
    const sent = await sendBatch(sender, due, () => true);
    finish(toOutcomes(sent));
    return conclude(sent);
  }

  function expire(item: Item): boolean {
    const reason = findExpiry(item.event, collector, environment.now());
    if (reason) finish([[item, 'expired', reason]]);
    return !!reason;
  }

  /** Ends the way of items that lie in memory; the others have their end when the buffer has let them go. */
  function finish(outcomes: readonly Outcome[]): void {
    onOutcomes(outcomes.filter(([item]) => memory.delete(item)));
  }

  async function sendFromBuffer(loan: Loan): Promise<boolean> {
    const expired: Outcome[] = [];
    const due = loan.items.filter((item) => {
      if (isFlying(item)) return false;
      const reason = findExpiry(item.event, collector, environment.now());
      if (reason) expired.push([item, 'expired', reason]);
      return !reason;
    });
    const sent = await sendBatch(sender, due, loan.mayStart);
    const outcomes = [...expired, ...toOutcomes(sent)];
    await loan.settle(outcomes);
    const done = new Set(outcomes.map(([item]) => item.event.id));
    recent = recent.filter(({ event }) => !done.has(event.id));
    return conclude(sent) && (outcomes.length > 0 || !loan.items.length);
  }

  async function run(): Promise<void> {
    fresh = 0;
    while (!isBlocked) {
      const batch = nextFromMemory();
      if (batch.length) {
        if (await sendFromMemory(batch)) continue;
        return;
      }
      const loan = await borrow();
      if (typeof loan === 'number') return wake(loan + random() * flushInterval);
      if (!loan || !(await sendFromBuffer(loan))) return;
    }
  }

  async function drain(force = false): Promise<void> {
    if (force) retryAt = 0;
    const wait = retryAt - environment.now();
    if (wait > 0) return wake(wait);
    return (running ??= run().finally(() => (running = undefined)));
  }

  function schedule(count: number): void {
    if ((fresh += count) >= Math.min(collector.maxEvents, 100)) wake(Math.max(0, retryAt - environment.now()));
    else if (!cancelTimer) wake(flushInterval);
  }

  return {
    add: (item) => void memory.add(item),
    waiting: () => memory,
    size: () => memory.size,
    isFlying,
    drop(items, state, reason) {
      finish(items.map((item) => [item, state, reason]));
      for (const flight of flights) if (flight.items.some((item) => items.includes(item))) flight.abort();
    },
    stored(items) {
      const waiting = items.filter((item) => memory.delete(item));
      recent.push(...waiting);
      let size = recent.reduce((sum, item) => sum + item.size, 0);
      while (size > RECENT_BYTES) size -= recent.shift()!.size;
      return waiting;
    },
    schedule,
    drain,

    leave(budget) {
      if (isBlocked || retryAt > environment.now()) return budget;
      const batch: Item[] = [];
      let left = budget;
      for (const item of [...memory, ...recent]) {
        if (!isCurrent(item) || isFlying(item) || batch.length === collector.maxEvents) continue;
        const size = byteLength(JSON.stringify(item.event)) + 200;
        if (size > left) break;
        left -= size;
        batch.push(item);
      }
      if (batch.length) {
        // An answer that still arrives counts; one that does not leaves stored events in the buffer for the next page.
        void sendBatch(sender, batch, () => true, true).then((sent) => {
          release(sent.delivered.filter((item) => !memory.has(item)));
          finish(toOutcomes(sent));
          if (conclude(sent)) wake(flushInterval);
        });
      }
      return left;
    },

    close() {
      const gone = [...memory].filter((item) => !isCurrent(item));
      finish(gone.map((item) => [item, 'purged', 'withdrawn']));
      recent = recent.filter(isCurrent);
      for (const flight of flights) if (!flight.items.every(isCurrent)) flight.abort();
    },

    async quiet() {
      await running;
    },

    stop() {
      isBlocked = true;
      cancelTimer?.();
      for (const flight of flights) flight.abort();
    },
  };
}

function toOutcomes({ delivered, rejected }: Sent): Outcome[] {
  return [
    ...delivered.map((item) => [item, 'delivered', 'accepted'] as const),
    ...rejected.map(({ item, reason }) => [item, 'rejected', reason] as const),
  ];
}

function findExpiry({ expires, time }: TaggedEvent, { maxAge = Infinity }: Collector, now: number): string | undefined {
  if (now >= Date.parse(expires)) return 'retention';
  return now - Date.parse(time) > maxAge ? 'max-age' : undefined;
}
