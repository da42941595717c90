import type { Ledger } from './audit/create-ledger.js';
import type { Report } from './audit/diagnostic.js';
import { createBuffer, type Agreement, type Entry } from './buffer/create-buffer.js';
import { createLaneBuffer } from './buffer/create-lane-buffer.js';
import { createOwnChunks } from './buffer/create-own-chunks.js';
import { createStorage, type Transact } from './buffer/create-storage.js';
import { createVault } from './buffer/create-vault.js';
import { createSweeper } from './buffer/create-sweeper.js';
import { createTabs, type TabMessage } from './buffer/create-tabs.js';
import { createWriter, type Way } from './buffer/create-writer.js';
import type { Collector } from './delivery/collector.js';
import { createLane } from './delivery/create-lane.js';
import type { Item } from './delivery/item.js';
import type { Environment } from './environment.js';
import { boundCategories } from './manifest/bound-categories.js';
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
    dependencies.isCurrent(item) && (!item.chunk || item.chunk[3] === buffer.epochs(boundCategories(item.rule)));
  const vault = createVault({ ...environment, transact });
  const tabs = createTabs(environment.openChannel, protect(hear));
  const chunks = createOwnChunks({ ledger, tell: tabs.tell });
  const sweeper = createSweeper({ buffer, now, maxEvents, maxBytes, account: chunks.account });
  let isStarted = false;
  let isStopped = false;
  let hasWarned = false;
  let cancelSweep: (() => void) | undefined;
  /** Openings and wipes, one after the other. None before the start, which finishes what the last page left undone. */
  let begin = (_done?: Promise<void>): void => {};
  let ready = new Promise<void>((resolve) => (begin = resolve));

  const ways: readonly Way[] = Object.entries(dependencies.collectors).map(([name, collector]) =>
    createWay(name, collector),
  );

  const writer = createWriter({
    ...{ ways, buffer, vault, chunks, sweeper, isCurrent, now, after, adopt, report },
  });
  const { failed } = writer;

  function createWay(name: string, collector: Collector): Way {
    const laneBuffer = createLaneBuffer({
      ...{ lane: name, page, limits: collector, buffer, vault, now, createId, isCurrent, report },
      account: chunks.account,
      toItem(event, chunk) {
        const rule = dependencies.findRule(event.event, name);
        return rule && { event, rule, chunk, epoch: dependencies.epochOf(boundCategories(rule)), size: 0 };
      },
      onMoved(epochs) {
        dependencies.onClosed(Object.keys(epochs));
        dependencies.onOpened(Object.keys(epochs).filter((category) => epochs[category]));
      },
    });
    const lane = createLane({
      ...{ name, collector, environment, flushInterval: dependencies.flushInterval, isCurrent, report },
      random: Math.random,
      isBound: (item) => writer.takes(item),
      borrow: async () => (canRead() ? laneBuffer.borrow().catch(writer.failed) : undefined),
      release: laneBuffer.release,
      onOutcomes(outcomes) {
        for (const [{ event }, state, reason] of outcomes) {
          ledger.move(name, 'buffered', state, reason, [event]);
          if (state === 'delivered' && event.event === RECEIPT_EVENT) dependencies.onReceipt();
        }
      },
    });
    return { name, lane, laneBuffer, writing: undefined };
  }

  const canRead = (): boolean => isStarted && !isStopped && (buffer.isAdopted() || dependencies.hasNecessary);

  function hear(message: TabMessage): void {
    if (message.kind === 'closed') {
      const { epochs } = message;
      const closed = Object.keys(epochs).filter((category) => buffer.epochs([category]) === epochs[category]);
      if (closed.length) dependencies.onClosed(closed);
    } else if (message.kind === 'opened') dependencies.onOpened(message.categories);
    else if (message.kind === 'ended') chunks.hear(message);
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

  /** Closes for all tabs what this one has left, and deletes its events. */
  async function wipe(mark: string | null): Promise<void> {
    if (isTouched || ((await environment.hasStore()) ?? mark !== null)) {
      const { closed } = await buffer.agree([], []);
      // This tab may be the only one that knows: the others hear it even if it never took part in their consent.
      tabs.join();
      if (Object.keys(closed).length) tabs.tell({ kind: 'closed', epochs: closed });
      if (!buffer.isAdopted()) vault.forget();
      await sweeper.sweep();
      // Another tab may have been faster, and its word of it lost: what lay under a closed epoch is gone.
      chunks.end((key) => !buffer.isUsable(key[3]), 'withdrawn');
    }
    if (mark !== null) environment.writeMark(null);
  }

  return {
    // The key that lasts is read once the buffer is open; before, a pseudonym holds for this page only.
    pseudonymise: vault.isAvailable
      ? (text) => ready.then(() => vault.pseudonymise(text, buffer.isAdopted()))
      : undefined,

    add(item, name) {
      const { lane } = ways.find((way) => way.name === name)!;
      lane.add(item);
      const waiting = lane.size();
      if (waiting > maxEvents) {
        const weakestFirst = [...lane.waiting()].sort(
          (a, b) => TIERS.indexOf(a.rule.tier) - TIERS.indexOf(b.rule.tier),
        );
        lane.drop(weakestFirst.slice(0, Math.ceil(maxEvents / 10)), 'dropped', 'memory-full');
      }
      if (!vault.isAvailable && mustEncrypt(item.rule) && !hasWarned) {
        hasWarned = true;
        report({ code: 'encryption-unavailable', event: item.event.event });
      }
      if (writer.takes(item)) writer.queue();
      else lane.schedule(1);
    },

    async open(categories) {
      tabs.join();
      const agreement = await adopt(categories).catch(failed);
      writer.queue();
      if (dependencies.hasKeyed) vault.warm();
      tabs.tell({ kind: 'opened', categories });
      cancelSweep ??= after(SWEEP_DELAY, () => void sweeper.sweep().catch(failed));
      // A backlog can wait until the page has started.
      for (const { lane } of ways) lane.schedule(0);
      return agreement?.receipt;
    },

    noteReceipt: (receipt) => void adopt([], receipt).catch(failed),

    close(categories, isWithdrawal) {
      const epochs = buffer.leave(categories);
      for (const { lane } of ways) lane.close();
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
      for (const { lane } of ways) lane.drop([...lane.waiting()], 'purged', 'forgotten');
      if (!isTouched && !(await environment.hasStore())) return;
      const forget = (): Promise<unknown> =>
        buffer.sweep(
          () => 'forgotten',
          (key, reason) => chunks.account(key, 'purged', reason, key[4]),
        );
      await inOrder(forget).catch(failed);
    },

    async read() {
      const events = new Map<string, TaggedEvent>();
      const keep = (event: TaggedEvent): void => void events.set(event.id, event);
      for (const { lane } of ways) for (const { event } of lane.waiting()) keep(event);
      if (isTouched || (await environment.hasStore())) {
        const readChunk = async ([, { data }]: Entry): Promise<void> => {
          const text = typeof data === 'string' ? data : await vault.decrypt(data);
          for (const event of JSON.parse(text)) keep(event);
        };
        await buffer.read((entry) => readChunk(entry).catch(() => report({ code: 'unreadable-record' }))).catch(failed);
      }
      return structuredClone([...events.values()]);
    },

    async flush() {
      // A prerendered page has nothing that can be done now.
      if (environment.isPrerendering()) return;
      writer.wake();
      await ready;
      // Once for what is being written now, and once for what came after it.
      await writer.write();
      await writer.write();
      await Promise.all(ways.map(({ lane }) => lane.drain(true)));
      await ready;
    },

    leave() {
      let budget = LEAVING_BYTES;
      for (const { lane } of ways) budget = lane.leave(budget);
    },

    wake() {
      for (const { lane } of ways) void lane.drain(true);
    },

    start() {
      isStarted = true;
      const mark = environment.readMark();
      if (mark !== null) buffer.leave(toList(mark));
      begin(mark === null ? undefined : wipe(mark).catch(failed));
      if (dependencies.hasNecessary) for (const { lane } of ways) void lane.drain();
    },

    stop() {
      isStopped = true;
      writer.stop();
      cancelSweep?.();
      tabs.leave();
      for (const { lane } of ways) lane.stop();
    },
  };
}

/** The categories in a mark. */
function toList(mark: string | null): string[] {
  return mark ? mark.split(',') : [];
}
