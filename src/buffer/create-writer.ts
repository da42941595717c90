import type { Report } from '../audit/diagnostic.js';
import type { Lane } from '../delivery/create-lane.js';
import type { IsCurrent, Item } from '../delivery/item.js';
import type { Environment } from '../environment.js';
import { boundCategories } from '../manifest/bound-categories.js';
import { mustEncrypt } from '../manifest/tiers.js';
import type { Buffer } from './create-buffer.js';
import type { LaneBuffer } from './create-lane-buffer.js';
import type { OwnChunks } from './create-own-chunks.js';
import type { Sweeper } from './create-sweeper.js';
import type { Vault } from './create-vault.js';

/** A lane with its side of the buffer. */
export interface Way {
  readonly name: string;
  readonly lane: Lane;
  readonly laneBuffer: LaneBuffer;
  /** Under way while something of it is being written. */
  writing: Promise<void> | undefined;
}

/** Brings what waits in memory to the device, as far as that is allowed and the device answers. */
export interface Writer {
  /** Whether an item is to be written before it is sent. */
  takes(item: Item): boolean;
  /** Writes soon. */
  queue(): void;
  /** Resolves when what waits now is written, or cannot be. */
  write(): Promise<void>;
  /** Storage failed: it rests for a while, and events are sent from memory. */
  failed(): undefined;
  /** Ends the rest. */
  wake(): void;
  stop(): void;
}

interface Dependencies {
  readonly ways: readonly Way[];
  readonly buffer: Pick<Buffer, 'epochs'>;
  readonly vault: Pick<Vault, 'isAvailable'>;
  readonly chunks: Pick<OwnChunks, 'add'>;
  readonly sweeper: Sweeper;
  readonly isCurrent: IsCurrent;
  readonly now: () => number;
  readonly after: Environment['after'];
  readonly adopt: (categories: readonly string[]) => Promise<unknown>;
  readonly report: Report;
}

/** How long storage rests after a failure. */
const REST = 5_000;
/** Most events of a lane that are written at a time, so that a burst makes no long task. */
const BURST = 100;
/** Up to so many events are written in the task that tracked them, so that they survive the page. */
const FEW = 20;

export function createWriter(dependencies: Dependencies): Writer {
  const { ways, buffer, vault, chunks, sweeper, isCurrent, now, after, adopt, report } = dependencies;
  let restUntil = 0;
  let isQueued = false;
  let isStopped = false;

  /**
   * Whether an event may lie on the device: by consent, or because that is strictly necessary. Where its tier asks for
   * encryption, the browser must be able to, and consent must stand behind the keys.
   */
  function isStorable({ rule }: Item): boolean {
    if (mustEncrypt(rule)) return vault.isAvailable && rule.basis === 'consent';
    return rule.basis === 'consent' || rule.storage === 'necessary';
  }

  const takes = (item: Item): boolean => now() >= restUntil && isStorable(item);

  function failed(): undefined {
    if (now() < restUntil || isStopped) return;
    report({ code: 'storage-failed' });
    restUntil = now() + REST;
    after(REST, queue);
  }

  function queue(): void {
    if (isQueued || isStopped) return;
    isQueued = true;
    queueMicrotask(() => {
      isQueued = false;
      if (ways.some(({ lane }) => lane.size() > FEW)) after(0, () => void write());
      else void write();
    });
  }

  async function write(): Promise<void> {
    await Promise.all(ways.map((way) => (way.writing ??= writeLane(way))));
  }

  /** Writes what waits in a lane's memory, chunk by chunk, until nothing is left to write or storage fails. */
  async function writeLane(way: Way): Promise<void> {
    // From here on the caller holds the promise, which the last lines take away again.
    await Promise.resolve();
    let isGoingOn = true;
    while (isGoingOn) isGoingOn = await writeNext(way);
    way.writing = undefined;
    // What cannot be written is sent from memory.
    if (now() < restUntil) way.lane.schedule(1);
  }

  /** Answers whether to go on. */
  async function writeNext({ name, lane, laneBuffer }: Way): Promise<boolean> {
    const items = nextItems(lane);
    if (!items.length) return false;
    let stored: readonly Item[] = [];
    try {
      const needed = [...new Set(items.flatMap(({ rule }) => boundCategories(rule)))];
      if (buffer.epochs(needed) === undefined) await adopt(needed);
      stored = await laneBuffer.write(items.filter(isCurrent));
      chunks.add(stored, lane.stored(stored));
      if (sweeper.count(name, stored)) void sweeper.sweep().catch(failed);
    } catch {
      failed();
    }
    lane.schedule(items.length);
    return stored.length > 0;
  }

  function nextItems(lane: Lane): Item[] {
    const items: Item[] = [];
    for (const item of lane.waiting()) {
      if (items.length === BURST) break;
      if (takes(item) && !lane.isFlying(item)) items.push(item);
    }
    return items;
  }

  return {
    ...{ takes, queue, write, failed },
    wake: () => void (restUntil = 0),
    stop: () => void (isStopped = true),
  };
}
