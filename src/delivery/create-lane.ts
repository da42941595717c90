import type { EventState } from '../audit/create-ledger.js';
import type { Chunk, ChunkKey } from '../storage/chunk.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import { askCollector, askErasure, type Room } from './ask-collector.js';
import { backoff } from './backoff.js';
import type { Endpoint } from './endpoints.js';
import { findExpiry } from './find-expiry.js';
import type { Item } from './item.js';
import type { Lane, LaneHost } from './lane.js';
import { splitByRegion } from './split-by-region.js';
import { CHUNK_EVENTS, writeChunk } from './write-chunk.js';

/** How long to wait for a tag that is not there yet, or for the room of a page that is being left. */
const ABSENCE = 5_000;

export function createLane(
  name: string,
  endpoints: readonly Endpoint[],
  { environment, options, buffer, vault, policyFor: planOf, mayRead, account, move, tell, report }: LaneHost,
): Lane {
  const { now, after } = environment;
  const { flushInterval = 2000, buffer: { maxEvents = 10_000 } = {} } = options;
  // Endpoints of one collector speak one format.
  const { maxEvents: batchEvents, maxBytes: batchBytes } = endpoints[0]![1];
  const isTag = 'deliver' in endpoints[0]![1];
  const items = new Map<string, Item>();
  /** Those that are in memory alone. */
  const loose = new Set<Item>();
  const flights = new Map<AbortController, readonly Item[]>();
  /** Events of other pages that reached their end while their chunk is still on the device. */
  const ended = new Set<string>();
  let fresh = 0;
  let failures = 0;
  let retryAt = 0;
  let dueAt = Infinity;
  let isBlocked = false;
  let isQueued = false;
  let running: Promise<void> | undefined;
  /** What the run that is on when the page is hidden may still send. */
  let hiddenRoom: Room | undefined;
  let writing: Promise<boolean> | undefined;
  let cancelTimer: (() => void) | undefined;

  /** Whether an event may have an effect now: the gate allows it, and no withdrawal came between. Asked at every step. */
  const isCurrent = ({ event, policy: plan, isEnded }: Item): boolean => {
    const known = planOf(event.event);
    return !isEnded && known?.epoch === plan.epoch && known.decision.outcome === 'allow';
  };
  /** Whether it must be written before it is sent. */
  const isBound = ({ policy: plan }: Item): boolean => plan.isStorable && buffer.isAwake();
  const isOver = ({ isEnded }: Item): boolean => !!isEnded;
  /** Of an earlier page, and this one does not know yet where the visitor is. */
  const isLost = ({ event }: Item): boolean => planOf(event.event)!.decision.reason === 'unknown-region';
  const onUnreadable = (): void => report({ code: 'collector-answer', collector: name });

  /** Ends the way of events. Those that another page tracked are new to this one, and the other one is told. */
  function end(gone: readonly Item[], state: EventState, reason: string): void {
    const mine: TaggedEvent[] = [];
    const others: TaggedEvent[] = [];
    for (const item of gone) {
      if (item.isEnded) continue;
      item.isEnded = true;
      loose.delete(item);
      (items.delete(item.event.id) ? mine : others).push(item.event);
    }
    move(name, 'buffered', state, reason, mine);
    move(name, undefined, state, reason, others);
    if (others.length) tell({ ended: [name, others.map(({ id }) => id), state, reason] });
  }

  /** Sends after this delay at the latest, though never before the collector's wait is over. */
  function wake(delay: number): void {
    const at = Math.max(now() + delay, retryAt);
    if (isBlocked || at >= dueAt) return;
    dueAt = at;
    cancelTimer?.();
    cancelTimer = after(at - now(), () => {
      dueAt = Infinity;
      // That wait is over, and stays over if the clock is set back.
      retryAt = 0;
      start();
    });
  }

  /** Sends soon: at once when a batch is full, or where it costs no request; else after the flush interval. */
  function schedule(count = 0): void {
    fresh += count;
    wake(fresh < (isTag ? 1 : CHUNK_EVENTS) ? flushInterval : 0);
  }

  /** The collector could not take all of it now. */
  function retry(retryAfter = 0): false {
    if (isBlocked) report({ code: 'collector-blocked', collector: name });
    retryAt = now() + backoff(++failures, retryAfter, Math.random());
    dueAt = Infinity;
    wake(0);
    return false;
  }

  /**
   * Sends a batch, in halves where the collector finds it too large or finds fault with it: one faulty event among n
   * costs at most 2·log2(n)+2 requests and no other event. Events that name different regions go in different requests. The
   * gate is asked for every event, and for the endpoint, right before each request. Answers whether all of it met its end.
   */
  async function send(batch: readonly Item[], mayStart: () => boolean, room = hiddenRoom): Promise<boolean> {
    const parts = splitByRegion(batch);
    for (let part; (part = parts.shift());) {
      buffer.heed();
      const collector = planOf(part[0]!.event.event)?.to[name];
      if (!collector) continue;
      for (const item of part) {
        const reason = findExpiry(item.event, collector, now());
        if (reason) end([item], 'expired', reason);
      }
      const due = part.filter(isCurrent);
      if (!due.length) continue;
      if (!mayStart()) return retry();
      const flight = new AbortController();
      flights.set(flight, due);
      const events = due.map(({ event }) => event);
      const answer = await askCollector(collector, events, environment, flight, onUnreadable, room);
      const { ends, fault, fits = due.length >> 1, retryAfter, isRefusing, isUnasked } = answer;
      flights.delete(flight);
      if (fault && due[1]) {
        parts.unshift(due.slice(0, fits), due.slice(fits));
        continue;
      }
      if (isUnasked) return (wake(ABSENCE), false);
      const taken = due.filter((_, index) => ends[index] === true);
      end(taken, 'delivered', 'accepted');
      for (const [index, item] of due.entries()) {
        const reason = fault ?? ends[index];
        if (reason === undefined || reason === true) continue;
        end([item], 'rejected', String(reason));
        report({ code: 'collector-rejected', collector: name });
      }
      isBlocked ||= !!isRefusing;
      if (isBlocked || !due.every(isOver)) return retry(retryAfter);
    }
    failures = 0;
    return batch.every(isOver);
  }

  /** A chunk's events as they stand now: this page's own as it knows them, and those of others. `undefined`: not to be had now. */
  async function open(key: ChunkKey, data: Chunk['data']): Promise<readonly Item[] | undefined> {
    try {
      return (await vault.open(data))?.map((event) => {
        const plan = planOf(event.event)!;
        const isEnded = key[7] === buffer.page || ended.has(event.id);
        const item = items.get(event.id) ?? { event, policy: plan, key, size: 0, since: 0, isEnded };
        if (!plan?.to[name]) end([item], 'purged', 'undeclared');
        return item;
      });
    } catch {
      report({ code: 'unreadable-record', collector: name });
      account(key, 'dropped', 'unreadable');
      return [];
    }
  }

  /** Sends what lies in the buffer, of whatever page, one chunk after the other, as long as no other tab does. */
  async function sendStored(): Promise<void> {
    let done: ChunkKey[] = [];
    let gone: Item[] = [];
    const passed: string[] = [];
    for (let isGoingOn = true; mayRead();) {
      const loan = await buffer.trade(name, done, isGoingOn ? batchEvents : 0, batchBytes, passed);
      // Those that the device did not delete are not sent again when they turn up.
      if (loan) for (const { event } of gone) ended.delete(event.id);
      if (typeof loan === 'number') return wake(loan + Math.random() * flushInterval);
      if (!loan?.entries.length) return;
      const opened = await Promise.all(loan.entries.map(([key, data]) => open(key, data)));
      const due = opened.flatMap((found = []) => found.filter((item) => !isOver(item) && !isLost(item)));
      isGoingOn = (await send(due, loan.mayStart)) && !isBlocked;
      [done, gone] = [[], []];
      for (const [index, [key]] of loan.entries.entries()) {
        const found = opened[index];
        const over = found?.filter(isOver) ?? [];
        for (const { event } of over) ended.add(event.id);
        if (found?.length === over.length) {
          done.push(key);
          gone.push(...over);
        } else passed.push(key[2]);
      }
    }
  }

  /** Sends what needs no device, or finds none, also where it lies on one that fails now. Answers whether all of it met its end. */
  async function sendUnbound(): Promise<boolean> {
    const batch = [...items.values()].filter((item) => !isBound(item)).slice(0, CHUNK_EVENTS);
    return !batch[0] || ((await send(batch, () => true)) && sendUnbound());
  }

  async function run(): Promise<void> {
    fresh = 0;
    if (!(await sendUnbound())) return;
    await sendStored();
    // The device may have failed meanwhile; what the collector did not take waits all the same.
    if (retryAt <= now()) await sendUnbound();
  }

  async function drain(): Promise<void> {
    queue();
    if (!isBlocked) await (running ??= run().finally(() => (running = hiddenRoom = undefined)));
  }

  function start(): void {
    drain().catch(() => report({ code: 'internal-error', collector: name }));
  }

  /** Writes one chunk of what waits in memory. Answers whether there may be more. */
  function write(): Promise<boolean> {
    const chunk = writeChunk(name, loose, buffer, vault, isBound, isCurrent, schedule);
    return (writing = Promise.all([chunk, writing]).then(([isWritten]) => isWritten));
  }

  /**
   * Writes a chunk when the calls of this task are over, so that it survives a page that is left in the same task. What is more
   * waits for tasks of its own, or for the next calls: timers of a hidden page take a second.
   */
  function queue(): void {
    if (isQueued || isBlocked) return;
    isQueued = true;
    queueMicrotask(() => void writeNext());
  }

  async function writeNext(): Promise<void> {
    isQueued = false;
    const before = loose.size;
    const mayGoOn = write();
    if (loose.size && loose.size !== before) after(0, () => void writeNext());
    // Nothing was, until the tabs agree; or until it is known where it can be.
    else if (await mayGoOn) queue();
  }

  return {
    endpoints,
    add(item) {
      items.set(item.event.id, item);
      loose.add(item);
      if (loose.size > maxEvents) {
        const weakestFirst = [...loose].sort((a, b) => a.policy.rank - b.policy.rank);
        end(weakestFirst.slice(0, Math.ceil(maxEvents / 10)), 'dropped', 'memory-full');
      }
      if (isBound(item)) queue();
      else schedule(1);
    },
    events: () => [...items.values()].map(({ event }) => event),
    end(names, state, reason) {
      const isNamed = ({ event, key }: Item): boolean => names.includes(event.id) || names.includes(`${key?.[2]}`);
      end([...items.values()].filter(isNamed), state, reason);
    },
    purge(reason, isAll) {
      const gone = [...items.values()].filter((item) => isAll || !isCurrent(item));
      end(gone, 'purged', reason);
      for (const [flight, due] of flights) if (!due.every(isCurrent)) flight.abort();
    },
    resume() {
      queue();
      schedule();
    },
    async flush() {
      // The last one waits for those that are under way.
      while (await write());
      retryAt = 0;
      await drain();
    },
    hide(room) {
      if (retryAt > now()) return;
      hiddenRoom = room;
      start();
    },
    leave(room) {
      if (isBlocked || retryAt > now()) return;
      const flying = new Set([...flights.values()].flat());
      const batch = [...items.values()].filter((item) => !flying.has(item)).slice(0, batchEvents);
      // An answer that still arrives counts; one that does not leaves stored events in the buffer for the next page.
      for (const part of splitByRegion(batch)) void send(part, () => true, room).then((isDone) => isDone && schedule());
    },
    async erase(ids, subject) {
      const asked = endpoints.map(([, collector]) => askErasure(collector, ids, subject, environment));
      return (await Promise.all(asked)).every(Boolean);
    },
    stop() {
      isBlocked = true;
      cancelTimer?.();
      for (const flight of flights.keys()) flight.abort();
    },
  };
}
