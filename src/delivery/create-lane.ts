import type { EventState } from '../audit/create-ledger.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import { askErasure, type Room } from './ask-collector.js';
import type { Endpoint } from './endpoints.js';
import type { Item } from './item.js';
import type { Lane, LaneHost } from './lane.js';
import { createSchedule } from './schedule.js';
import { createSender } from './send-batch.js';
import { createStoredSender } from './send-stored.js';
import { groupByRequest } from './group-by-request.js';
import { CHUNK_EVENTS, writeChunk } from './write-chunk.js';

export function createLane(name: string, endpoints: readonly Endpoint[], host: LaneHost): Lane {
  const { environment, storedAs, options, store, vault, policies, isBehind, move, tabs, report } = host;
  const { after } = environment;
  const { flushInterval = 2000, buffer: { maxEvents = 10_000 } = {} } = options;
  // Endpoints of one collector speak one format.
  const [[, limits]] = endpoints as readonly [Endpoint];
  const items = new Map<string, Item>();
  /** Those that are in memory alone. */
  const unwritten = new Set<Item>();
  let isStopped = false;
  let isQueued = false;
  let running: Promise<void> | undefined;
  /** What the run that is on when the page is hidden may still send. */
  let hiddenRoom: Room | undefined;
  let writing: Promise<boolean> | undefined;

  const schedule = createSchedule(environment, flushInterval, 'deliver' in limits, start);
  const sender = createSender({ ...host, lane: name, schedule, isCurrent, end });
  const sendStored = createStoredSender({
    ...host,
    lane: name,
    limits,
    flushInterval,
    sender: { ...sender, send: (batch, mayStart) => sender.send(batch, mayStart, hiddenRoom) },
    schedule,
    items,
  });
  const isBlocked = (): boolean => isStopped || sender.isBlocked();

  /** Whether an event may have an effect now: the gate allows it, and no withdrawal came between. Asked at every step. */
  function isCurrent(item: Item): boolean {
    const known = policies.policyFor(item.event.event);
    return !item.hasEnded && known?.generation === item.policy.generation && known.decision.outcome === 'allow';
  }

  /** Whether a withdrawal has come between, or an objection. What merely waits for a source to answer is not void. */
  function isVoid({ event, policy }: Item): boolean {
    const known = policies.policyFor(event.event);
    return known?.generation !== policy.generation || known.decision.outcome === 'refuse';
  }

  function mustWriteFirst({ policy }: Item): boolean {
    return policy.isStorable && store.isAwake();
  }

  /** Ends the way of events. Those that another page tracked are new to this one, and the other one is told. */
  function end(gone: readonly Item[], state: EventState, reason: string): void {
    const mine: TaggedEvent[] = [];
    const others: TaggedEvent[] = [];
    for (const item of gone) {
      if (item.hasEnded) continue;
      item.hasEnded = true;
      unwritten.delete(item);
      const isMine = items.delete(item.event.id);
      (isMine ? mine : others).push(item.event);
    }
    move(name, 'buffered', state, reason, mine);
    move(name, undefined, state, reason, others);
    if (others.length > 0) tabs.tell({ ended: [name, others.map(({ id }) => id), state, reason] });
  }

  /** Sends what needs no device, or finds none, also where it lies on one that fails now. Returns whether all of it met its end. */
  async function sendUnwritten(): Promise<boolean> {
    const waiting = [...items.values()].filter((item) => !mustWriteFirst(item) && isCurrent(item));
    const batch = waiting.slice(0, CHUNK_EVENTS);
    if (batch.length === 0) return true;
    return (await sender.send(batch, () => true, hiddenRoom)) && sendUnwritten();
  }

  async function run(): Promise<void> {
    schedule.begin();
    if (!(await sendUnwritten())) return;
    await sendStored();
    // The device may have failed meanwhile; what the collector did not take waits all the same.
    if (!schedule.isWaiting()) await sendUnwritten();
  }

  async function drain(): Promise<void> {
    queue();
    if (isBlocked() || isBehind()) return;
    running ??= run().finally(() => {
      running = undefined;
      hiddenRoom = undefined;
    });
    await running;
  }

  function start(): void {
    drain().catch(() => report({ code: 'internal-error', collector: name }));
  }

  /** Writes one chunk of what waits in memory. Returns whether there may be more. */
  function write(): Promise<boolean> {
    const chunk = writeChunk({
      lane: storedAs,
      store,
      vault,
      unwritten,
      mustWriteFirst,
      isCurrent,
      onWritten(count) {
        if (store.isFull(storedAs)) host.sweep();
        schedule.soon(count);
      },
    });
    writing = Promise.all([chunk, writing]).then(([isWritten]) => isWritten);
    return writing;
  }

  /**
   * Writes a chunk when the calls of this task are over, so that it survives a page that is left in the same task. What is more
   * waits for tasks of its own, or for the next calls: all of a burst would be a long task, and timers of a hidden page take
   * a second.
   */
  function queue(): void {
    if (isQueued || isBlocked() || isBehind()) return;
    isQueued = true;
    queueMicrotask(() => void writeNext());
  }

  async function writeNext(): Promise<void> {
    isQueued = false;
    const before = unwritten.size;
    const mayGoOn = write();
    if (unwritten.size > 0 && unwritten.size !== before) after(0, () => void writeNext());
    // Nothing was, until the tabs agree; or until it is known where it can be.
    else if (await mayGoOn) queue();
  }

  function purge(gone: readonly Item[], reason: string): void {
    end(gone, 'purged', reason);
    sender.abortVoid();
  }

  return {
    endpoints,
    secret: host.secret,
    add(item) {
      items.set(item.event.id, item);
      unwritten.add(item);
      if (unwritten.size > maxEvents) {
        const weakestFirst = [...unwritten].sort((a, b) => a.policy.rank - b.policy.rank);
        end(weakestFirst.slice(0, Math.ceil(maxEvents / 10)), 'dropped', 'memory-full');
      }
      if (mustWriteFirst(item)) queue();
      else schedule.soon(1);
    },
    events: () => [...items.values()].map(({ event }) => event),
    end(names, state, reason) {
      const isNamed = ({ event, key }: Item): boolean => {
        const [, , chunk] = key ?? [];
        return names.includes(event.id) || (chunk !== undefined && names.includes(chunk));
      };
      end([...items.values()].filter(isNamed), state, reason);
    },
    purge: (reason) => purge([...items.values()].filter(isVoid), reason),
    forget: (reason) => purge([...items.values()], reason),
    resume() {
      queue();
      schedule.soon();
    },
    async flush() {
      // The last one waits for those that are under way.
      while (!isBehind() && (await write()));
      schedule.skipWait();
      await drain();
    },
    hide(room) {
      if (schedule.isWaiting()) return;
      hiddenRoom = room;
      start();
    },
    leave(room) {
      if (isBlocked() || isBehind() || schedule.isWaiting()) return;
      const flying = sender.flying();
      const batch = [...items.values()].filter((item) => !flying.has(item)).slice(0, limits.maxEvents);
      // An answer that still arrives counts; one that does not leaves stored events on the device for the next page.
      for (const part of groupByRequest(batch, !!host.secret)) {
        void sender.send(part, () => true, room).then((isDone) => isDone && schedule.soon());
      }
    },
    async erase(ids, subject, secret) {
      const asked = endpoints.map(([, collector]) => askErasure(collector, ids, subject, secret, environment));
      return (await Promise.all(asked)).every(Boolean);
    },
    stop() {
      isStopped = true;
      schedule.stop();
      sender.abortAll();
    },
  };
}
