import type { EventState, Ledger } from './audit/create-ledger.js';
import type { Report } from './audit/diagnostic.js';
import type { ChunkKey } from './buffer/chunk.js';
import { createBuffer, type Agreement, type Entry } from './buffer/create-buffer.js';
import { createLaneBuffer, type Account } from './buffer/create-lane-buffer.js';
import { createStorage, type Transact } from './buffer/create-storage.js';
import { createVault } from './buffer/create-vault.js';
import { createTabs, type TabMessage } from './buffer/create-tabs.js';
import type { Collector } from './delivery/collector.js';
import { createLane } from './delivery/create-lane.js';
import type { Item } from './delivery/item.js';
import type { Environment } from './environment.js';
import type { EventDefinition } from './manifest/manifest.js';
import { mustEncrypt, TIERS } from './manifest/tiers.js';
import type { Protect } from './safety/protect.js';
import { RECEIPT_EVENT, type TaggedEvent } from './tag/tagged-event.js';

export interface BufferLimits {
  /** Most events that wait in one lane. @defaultValue `10000` */
  readonly maxEvents?: number;
  /** Most bytes that wait in one lane. @defaultValue `10485760` */
  readonly maxBytes?: number;
}

/** Everything after the gate: the shared buffer, the lanes to the collectors, and the other tabs. */
export interface Outbox {
  /** Absent where the browser cannot. */
  readonly pseudonymise: ((text: string) => Promise<string>) | undefined;
  add(item: Item, lane: string): void;
  /** Takes part in the shared epochs of granted categories. Returns the consent for which a collector has a receipt. */
  open(categories: readonly string[]): Promise<string | undefined>;
  /** Notes that a collector has the receipt for this consent. */
  noteReceipt(receipt: string): void;
  /** Closes categories: at once for this page, then on the device and in every tab. `isWithdrawal` survives a reload. */
  close(categories: readonly string[], isWithdrawal: boolean): void;
  /** Deletes everything that this device holds. */
  erase(): Promise<void>;
  read(): Promise<TaggedEvent[]>;
  flush(): Promise<void>;
  leave(): void;
  wake(): void;
  start(): void;
  stop(): void;
}

interface Dependencies {
  readonly environment: Environment;
  readonly collectors: { readonly [lane: string]: Collector };
  readonly limits: BufferLimits;
  readonly flushInterval: number;
  readonly ledger: Ledger;
  readonly page: string;
  readonly createId: () => string;
  readonly report: Report;
  readonly protect: Protect;
  readonly isCurrent: (item: Item) => boolean;
  readonly epochOf: (categories: readonly string[]) => number;
  readonly findRule: (event: string, lane: string) => EventDefinition | undefined;
  /** Lanes with events that may be stored without consent: they are looked at on every page. */
  readonly hasNecessary: boolean;
  /** Whether events need keys: these are made ready before the first of them. */
  readonly hasKeyed: boolean;
  /** A collector took a receipt. */
  readonly onReceipt: () => void;
  readonly onClosed: (categories: readonly string[]) => void;
  readonly onOpened: (categories: readonly string[]) => void;
}

/** After a failed write, the next one waits this long; events stay in memory and are sent from there. */
const REST = 5_000;
/** Most events of a lane that one task writes, so that a burst makes no long task. */
const BURST = 100;
/** The part of the browser's 64 KiB for requests of a page that is being left: other scripts need some too. */
const LEAVING_BYTES = 60_000;
/** When the keys of the buffer are looked through, for expiry and limits, after the first grant on a page. */
const SWEEP_DELAY = 5_000;

export function createOutbox(dependencies: Dependencies): Outbox {
  const { environment, ledger, page, createId, report, protect } = dependencies;
  const { maxEvents = 10_000, maxBytes = 10_485_760 } = dependencies.limits;
  const { now, after } = environment;
  const storage = createStorage(environment);
  let isTouched = false;
  const transact: Transact = (work) => {
    isTouched = true;
    return storage(work);
  };
  const buffer = createBuffer({ transact, page, now, createId, epochOf: dependencies.epochOf });
  /** What lies in the buffer belongs to the epochs of its chunk, whatever page reads it. */
  const isCurrent = (item: Item): boolean =>
    dependencies.isCurrent(item) && (!item.chunk || item.chunk[3] === buffer.epochs(item.rule.categories ?? []));
  const vault = createVault({ ...environment, transact });
  const tabs = createTabs(environment.openChannel, protect(hear));
  /** Chunks that this page wrote, by id, with how many of their events have not met their end. */
  const own = new Map<string, { readonly key: ChunkKey; left: number }>();
  const written: { [lane: string]: number } = {};
  const writing = new Set<Item>();
  let restUntil = 0;
  let isQueued = false;
  let isStopped = false;
  let hasWarned = false;
  let cancelSweep: (() => void) | undefined;
  /** Openings and wipes, one after the other. None before the start, which finishes what the last page left undone. */
  let begin = (_done?: Promise<void>): void => {};
  let ready = new Promise<void>((resolve) => (begin = resolve));

  const account: Account = (chunk, state, reason, events) => end(chunk[0], chunk[2], state, reason, events, true);
  const lanes = Object.entries(dependencies.collectors).map(([name, collector]) => createWay(name, collector));

  function createWay(name: string, collector: Collector) {
    const laneBuffer = createLaneBuffer({
      ...{ lane: name, page, limits: collector, buffer, vault, now, createId, isCurrent, account, report },
      toItem(event, chunk) {
        const rule = dependencies.findRule(event.event, name);
        return rule && { event, rule, chunk, epoch: dependencies.epochOf(rule.categories ?? []), size: 0 };
      },
      onMoved(epochs) {
        dependencies.onClosed(Object.keys(epochs));
        dependencies.onOpened(Object.keys(epochs).filter((category) => epochs[category]));
      },
    });
    const lane = createLane({
      ...{ name, collector, environment, flushInterval: dependencies.flushInterval, isCurrent, report },
      random: Math.random,
      isBound: (item) => writing.has(item) || (isStorable(item) && now() >= restUntil),
      borrow: async () => (canRead() ? laneBuffer.borrow().catch(failed) : undefined),
      release: laneBuffer.release,
      onOutcomes(outcomes) {
        for (const [{ event }, state, reason] of outcomes) {
          ledger.move(name, 'buffered', state, reason, [event]);
          if (state === 'delivered' && event.event === RECEIPT_EVENT) dependencies.onReceipt();
        }
      },
    });
    return { name, lane, laneBuffer };
  }

  const canRead = (): boolean => !isStopped && (buffer.isAdopted() || dependencies.hasNecessary);

  /** Whether consent, or strict necessity, lets an event lie on the device, and this browser can keep it as its tier asks. */
  function isStorable({ rule }: Item): boolean {
    const isLawful = rule.basis === 'consent' || rule.storage === 'necessary';
    return isLawful && (vault.isAvailable || !mustEncrypt(rule));
  }

  function failed(): undefined {
    if (now() < restUntil || isStopped) return;
    report({ code: 'storage-failed' });
    restUntil = now() + REST;
    after(REST, queueWrite);
  }

  function end(
    lane: string,
    chunk: string,
    state: EventState,
    reason: string,
    events: readonly TaggedEvent[] | number,
    isHere: boolean,
  ): void {
    const mine = own.get(chunk);
    if (!mine && !isHere) return;
    const count = Math.min(typeof events === 'number' ? events : events.length, mine?.left ?? Infinity);
    const from = mine && 'buffered';
    ledger.move(lane, from, state, reason, typeof events === 'number' ? count : events.slice(0, count));
    if (!mine) tabs.tell({ kind: 'ended', lane, chunk, state, reason, count });
    else if (!(mine.left -= count)) own.delete(chunk);
  }

  function hear(message: TabMessage): void {
    if (message.kind === 'closed') {
      const { epochs } = message;
      const closed = Object.keys(epochs).filter((category) => buffer.epochs([category]) === epochs[category]);
      if (closed.length) dependencies.onClosed(closed);
    } else if (message.kind === 'opened') dependencies.onOpened(message.categories);
    else if (message.kind === 'ended') {
      end(message.lane, message.chunk, message.state, message.reason, message.count, false);
    }
  }

  function queueWrite(): void {
    if (isQueued || isStopped) return;
    isQueued = true;
    queueMicrotask(() => {
      isQueued = false;
      void write();
    });
  }

  async function write(): Promise<void> {
    if (now() >= restUntil) await Promise.all(lanes.map(writeLane));
    // Storage rests after a failure: what cannot be written is sent from memory.
    else for (const { lane } of lanes) lane.schedule(1);
  }

  async function writeLane(way: (typeof lanes)[number]): Promise<void> {
    const { name, lane, laneBuffer } = way;
    const items: Item[] = [];
    for (const item of lane.waiting()) {
      if (items.length > BURST) break;
      if (isStorable(item) && !writing.has(item)) items.push(item);
    }
    if (!items.length) return;
    // The rest of a burst has a task of its own.
    if (items.length > BURST) after(0, () => void writeLane(way));
    items.length = Math.min(items.length, BURST);
    for (const item of items) writing.add(item);
    try {
      const missing = new Set(items.flatMap(({ rule }) => rule.categories ?? []));
      if (buffer.epochs([...missing]) === undefined) await adopt([...missing]);
      const stored = await laneBuffer.write(items.filter(isCurrent));
      restUntil = 0;
      // An event that was purged while it was being written has had its end; the wipe deletes the record.
      for (const { chunk } of stored) own.set(chunk![2], { key: chunk!, left: 0 });
      for (const { chunk } of lane.stored(stored)) own.get(chunk![2])!.left++;
      written[name] = (written[name] ?? 0) + stored.length;
      if (written[name] > maxEvents) void sweep();
    } catch {
      failed();
    }
    for (const item of items) writing.delete(item);
    lane.schedule(items.length);
  }

  /** Runs openings and wipes in the order in which they were asked for. */
  function inOrder<T>(run: () => Promise<T>): Promise<T> {
    const result = ready.then(run);
    ready = result.then(
      () => {},
      () => {},
    );
    return result;
  }

  function adopt(categories: readonly string[], receipt?: string): Promise<Agreement> {
    const asked = categories.map((category) => dependencies.epochOf([category]));
    return inOrder(() => buffer.agree(categories, asked, receipt));
  }

  async function sweep(): Promise<void> {
    const totals = await buffer.sweep(
      (key, isVoid) => (isVoid ? 'withdrawn' : key[6] <= now() ? 'retention' : undefined),
      (key, reason) => account(key, reason === 'retention' ? 'expired' : 'purged', reason, key[4]),
    );
    const excess = new Map<string, { events: number; bytes: number }>();
    for (const [lane, { count, bytes }] of Object.entries(totals)) {
      written[lane] = count;
      // A tenth more goes than must, so that the next event does not evict again.
      if (count > maxEvents || bytes > maxBytes) {
        excess.set(lane, { events: count - maxEvents * 0.9, bytes: bytes - maxBytes * 0.9 });
      }
    }
    if (excess.size) await evict(excess);
  }

  /** Keys are sorted by lane, tier and time: what a lane has too much goes weakest tier first, then oldest. */
  async function evict(excess: Map<string, { events: number; bytes: number }>): Promise<void> {
    const judge = (key: ChunkKey): string | undefined => {
      const over = excess.get(key[0]);
      if (!over || (over.events <= 0 && over.bytes <= 0)) return undefined;
      over.events -= key[4];
      over.bytes -= key[5];
      written[key[0]]! -= key[4];
      return 'buffer-full';
    };
    await buffer.sweep(judge, (key, reason) => account(key, 'dropped', reason, key[4]));
  }

  /** Closes for all tabs what this one has left, and deletes its events. */
  async function wipe(mark: string | null): Promise<void> {
    if (isTouched || ((await environment.hasStore()) ?? mark !== null)) {
      const { closed } = await buffer.agree([], []);
      // This tab may be the only one that knows: the others hear it even if it never took part in their consent.
      tabs.join();
      if (Object.keys(closed).length) tabs.tell({ kind: 'closed', epochs: closed });
      if (!buffer.isAdopted()) vault.forget();
      await sweep();
      // Another tab was faster, and its word of it may be lost: what lay under a closed epoch is gone.
      for (const { key, left } of own.values()) if (!buffer.isUsable(key[3])) account(key, 'purged', 'withdrawn', left);
    }
    if (mark !== null) environment.writeMark(null);
  }

  return {
    // The key that lasts is read once the buffer is open; before, a pseudonym holds for this page only.
    pseudonymise: vault.isAvailable
      ? (text) => ready.then(() => vault.pseudonymise(text, buffer.isAdopted()))
      : undefined,

    add(item, name) {
      const { lane } = lanes.find((way) => way.name === name)!;
      lane.add(item);
      const waiting = lane.size();
      if (waiting > maxEvents) {
        const weakestFirst = [...lane.waiting()].sort(
          (a, b) => TIERS.indexOf(a.rule.tier) - TIERS.indexOf(b.rule.tier),
        );
        lane.drop(weakestFirst.slice(0, Math.ceil(maxEvents / 10)));
      }
      if (!vault.isAvailable && mustEncrypt(item.rule) && !hasWarned) {
        hasWarned = true;
        report({ code: 'encryption-unavailable', event: item.event.event });
      }
      if (isStorable(item)) queueWrite();
      else lane.schedule(1);
    },

    async open(categories) {
      tabs.join();
      const agreement = await adopt(categories).catch(failed);
      queueWrite();
      if (dependencies.hasKeyed) vault.warm();
      tabs.tell({ kind: 'opened', categories });
      cancelSweep ??= after(SWEEP_DELAY, () => void sweep().catch(failed));
      for (const { lane } of lanes) void lane.drain();
      return agreement?.receipt;
    },

    noteReceipt: (receipt) => void adopt([], receipt).catch(failed),

    close(categories, isWithdrawal) {
      const epochs = buffer.leave(categories);
      for (const { lane } of lanes) lane.close();
      let mark = environment.readMark();
      if (isWithdrawal) {
        // Several platforms reload the page on a withdrawal: the mark lets the next page finish.
        mark = [...new Set([...categories, ...toList(mark)])].join();
        environment.writeMark(mark);
        tabs.tell({ kind: 'closed', epochs });
      }
      inOrder(() => wipe(mark)).catch(failed);
    },

    async erase() {
      if (!isTouched && !(await environment.hasStore())) return;
      const forget = (): Promise<unknown> =>
        buffer.sweep(
          () => 'forgotten',
          (key, reason) => account(key, 'purged', reason, key[4]),
        );
      await inOrder(forget).catch(failed);
    },

    async read() {
      const events = new Map<string, TaggedEvent>();
      const keep = (event: TaggedEvent): void => void events.set(event.id, event);
      for (const { lane } of lanes) for (const { event } of lane.waiting()) keep(event);
      if (isTouched || (await environment.hasStore())) {
        const readChunk = async ([, { data }]: Entry): Promise<void> => {
          const text = typeof data === 'string' ? data : await vault.decrypt(data);
          for (const event of JSON.parse(text)) keep(event);
        };
        await buffer.read((entry) => readChunk(entry).catch(() => report({ code: 'unreadable-record' }))).catch(failed);
      }
      return [...events.values()];
    },

    async flush() {
      restUntil = 0;
      await ready;
      await write();
      await Promise.all(lanes.map(({ lane }) => lane.drain(true)));
      await ready;
    },

    leave() {
      let budget = LEAVING_BYTES;
      for (const { lane } of lanes) budget = lane.leave(budget);
    },

    wake() {
      for (const { lane } of lanes) void lane.drain(true);
    },

    start() {
      const mark = environment.readMark();
      if (mark !== null) buffer.leave(toList(mark));
      begin(mark === null ? undefined : wipe(mark).catch(failed));
      if (dependencies.hasNecessary) for (const { lane } of lanes) void lane.drain();
    },

    stop() {
      isStopped = true;
      cancelSweep?.();
      tabs.leave();
      for (const { lane } of lanes) lane.stop();
    },
  };
}

/** The categories in a mark. */
function toList(mark: string | null): string[] {
  return mark ? mark.split(',') : [];
}
