import type { Chunk, ChunkKey } from '../storage/chunk.js';
import type { CollectorLimits } from './collector.js';
import { hasEnded, type Item } from './item.js';
import type { LaneHost } from './lane.js';
import type { Schedule } from './schedule.js';
import type { Sender } from './send-batch.js';

/** What a lane lends to what sends from the device. */
export interface StoredSenderHost extends Pick<
  LaneHost,
  'storedAs' | 'store' | 'vault' | 'policies' | 'mayRead' | 'isBehind' | 'countRemoved' | 'report'
> {
  readonly lane: string;
  readonly limits: CollectorLimits;
  readonly flushInterval: number;
  readonly sender: Sender;
  readonly schedule: Schedule;
  /** What this page answers for, by event id. */
  readonly items: ReadonlyMap<string, Item>;
}

/** Sends what lies on the device, of whatever page, one chunk after the other, as long as no other tab does. */
export function createStoredSender(host: StoredSenderHost): () => Promise<void> {
  const { lane, storedAs, limits, flushInterval, sender, schedule, items, store, vault, policies } = host;
  const { mayRead, isBehind, countRemoved, report } = host;
  /** Events of other pages that reached their end while their chunk is still on the device. */
  const ended = new Set<string>();

  /**
   * A chunk's events as they stand now: this page's own as it knows them, and those of others. `undefined`: not to be had
   * now, or of a release that declares what this one does not know. That one sends it, or it expires.
   */
  async function open(key: ChunkKey, data: Chunk['data']): Promise<readonly Item[] | undefined> {
    try {
      const events = await vault.open(data, key);
      const [, , , , , , , page] = key;
      const found: Item[] = [];
      for (const event of events ?? []) {
        const policy = policies.policyFor(event.event);
        if (!policy?.to[lane]) return undefined;
        const hasEnded = page === store.page || ended.has(event.id);
        found.push(items.get(event.id) ?? { event, policy, key, size: 0, since: 0, hasEnded });
      }
      return events && found;
    } catch {
      report({ code: 'unreadable-record', collector: lane });
      countRemoved({ removed: [[key, 'dropped', 'unreadable']] });
      return [];
    }
  }

  /** Of an earlier page, and this one does not know yet where the visitor is. */
  const hasUnknownRegion = ({ event }: Item): boolean =>
    policies.policyFor(event.event)?.decision.reason === 'unknown-region';

  return async () => {
    let done: ChunkKey[] = [];
    let gone: Item[] = [];
    const skip: string[] = [];
    for (let isGoingOn = true; mayRead() && !isBehind();) {
      const claim = await store.claimChunks(storedAs, done, isGoingOn ? limits.maxEvents : 0, limits.maxBytes, skip);
      // Those that the device did not delete are not sent again when they turn up.
      if (claim) for (const { event } of gone) ended.delete(event.id);
      if (typeof claim === 'number') return schedule.wakeIn(claim + Math.random() * flushInterval);
      if (!claim?.entries.length) return;
      const opened = await Promise.all(claim.entries.map(([key, data]) => open(key, data)));
      const due = opened.flatMap((found = []) => found.filter((item) => !hasEnded(item) && !hasUnknownRegion(item)));
      isGoingOn = (await sender.send(due, claim.mayStart)) && !sender.isBlocked();
      [done, gone] = [[], []];
      for (const [index, [key]] of claim.entries.entries()) {
        const found = opened[index];
        const over = found?.filter(hasEnded) ?? [];
        for (const { event } of over) ended.add(event.id);
        const [, , id] = key;
        if (found?.length === over.length) {
          done.push(key);
          gone.push(...over);
        } else skip.push(id);
      }
    }
  };
}
