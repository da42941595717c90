import type { Report } from '../audit/diagnostic.js';
import type { Loan, Outcome } from '../delivery/create-lane.js';
import type { IsCurrent, Item } from '../delivery/item.js';
import { boundCategories } from '../manifest/bound-categories.js';
import { ENCRYPTED_RANK, TIERS } from '../manifest/tiers.js';
import type { TaggedEvent } from '../tag/tagged-event.js';
import type { ChunkKey } from './chunk.js';
import type { Buffer, Entry, Taken } from './create-buffer.js';
import type { Vault } from './create-vault.js';

/** One lane's side of the buffer: items in, chunks on the device, items out. */
export interface LaneBuffer {
  /** Writes items as chunks. Answers those that are written; the others stay with the caller. */
  write(items: readonly Item[]): Promise<readonly Item[]>;
  borrow(): Promise<Loan | number | undefined>;
  /** Deletes the chunks of which all events are among the items. */
  release(items: readonly Item[]): void;
}

/** What happened to events of one chunk. */
export type Account = (
  chunk: ChunkKey,
  state: Outcome[1],
  reason: string,
  events: readonly TaggedEvent[] | number,
) => void;

interface Dependencies {
  readonly lane: string;
  readonly page: string;
  readonly limits: { readonly maxEvents: number; readonly maxBytes: number };
  readonly buffer: Buffer;
  readonly vault: Vault;
  readonly now: () => number;
  readonly createId: () => string;
  readonly isCurrent: IsCurrent;
  /** Finds the rule of an event that an earlier page wrote; `undefined` where the manifest lets it go no further. */
  readonly toItem: (event: TaggedEvent, chunk: ChunkKey) => Item | undefined;
  readonly onMoved: (epochs: { readonly [category: string]: string | undefined }) => void;
  readonly account: Account;
  readonly report: Report;
}

const CHUNK_EVENTS = 100;
const CHUNK_BYTES = 48_000;

export function createLaneBuffer(dependencies: Dependencies): LaneBuffer {
  const { lane, page, limits, buffer, vault, now, createId, isCurrent, toItem, onMoved, account, report } =
    dependencies;

  async function writeChunk(items: readonly Item[], rank: number, epochs: string): Promise<readonly Item[]> {
    const text = JSON.stringify(items.map(({ event }) => event));
    const expires = Math.max(...items.map(({ event }) => Date.parse(event.expires)));
    const key: ChunkKey = [lane, rank, createId(), epochs, items.length, text.length, expires];
    // No await before the write unless it is encrypted: the sooner it is queued, the sooner it survives a crash.
    const data = rank < ENCRYPTED_RANK ? text : await vault.encrypt(text);
    const isStill = (): boolean => items.every(isCurrent) && epochs === buffer.epochs(boundCategories(items[0]!.rule));
    if (!(await buffer.append([[key, { by: page, data }]], isStill))) return [];
    for (const item of items) item.chunk = key;
    return items;
  }

  async function unpack([key, { data }]: Entry): Promise<Item[]> {
    try {
      const events: TaggedEvent[] = JSON.parse(typeof data === 'string' ? data : await vault.decrypt(data));
      return events.flatMap((event) => {
        const item = toItem(event, key);
        if (!item) account(key, 'purged', 'undeclared', [event]);
        return item ?? [];
      });
    } catch {
      report({ code: 'unreadable-record', lane });
      account(key, 'dropped', 'unreadable', key[4]);
      return [];
    }
  }

  /** Replaces a chunk by what is left of it; deletes it where nothing is. */
  async function settle(taken: ReadonlyMap<Entry, readonly Item[]>, outcomes: readonly Outcome[]): Promise<void> {
    const ends = new Map(outcomes.map(([item, state, reason]) => [item, [state, reason] as const]));
    const done: ChunkKey[] = [];
    const left: { old: ChunkKey; entry: Entry }[] = [];
    for (const [[key, { by, data }], items] of taken) {
      const events = items.filter((item) => !ends.has(item)).map(({ event }) => event);
      if (!events.length) done.push(key);
      else if (events.length < key[4]) {
        const text = JSON.stringify(events);
        const rest: ChunkKey = [...key.slice(0, 4), events.length, text.length, key[6]] as never;
        left.push({
          old: key,
          entry: [rest, { by, data: typeof data === 'string' ? text : await vault.encrypt(text) }],
        });
      }
    }
    await buffer.settle(lane, done, left);
    for (const [item, [state, reason]] of ends) account(item.chunk!, state, reason, [item.event]);
  }

  async function lend({ entries, until }: Extract<Taken, { kind: 'taken' }>): Promise<Loan | undefined> {
    if (!entries.length) return undefined;
    const taken = new Map<Entry, readonly Item[]>();
    for (const entry of entries) taken.set(entry, await unpack(entry));
    return {
      items: [...taken.values()].flat(),
      mayStart: () => now() < until,
      settle: (outcomes) => settle(taken, outcomes),
    };
  }

  return {
    async write(items) {
      const writes: Promise<readonly Item[]>[] = [];
      for (const [group, members] of groupBy(items, (item) => groupOf(item, buffer))) {
        const [rank, epochs] = group.split('|') as [string, string];
        for (const chunk of split(members, limits)) writes.push(writeChunk(chunk, Number(rank), epochs));
      }
      return (await Promise.all(writes)).flat();
    },

    async borrow() {
      const taken = await buffer.take(lane, limits.maxEvents, limits.maxBytes);
      if (taken.kind === 'taken') return lend(taken);
      if (taken.kind === 'busy') return taken.until - now();
      onMoved(taken.epochs);
      return 0;
    },

    release(items) {
      for (const [, delivered] of groupBy(items, ({ chunk }) => chunk![2])) {
        const key = delivered[0]!.chunk!;
        if (delivered.length < key[4]) continue;
        const events = delivered.map(({ event }) => event);
        buffer.settle(lane, [key], []).then(
          () => account(key, 'delivered', 'accepted', events),
          () => {},
        );
      }
    },
  };
}

function groupOf({ rule }: Item, buffer: Buffer): string {
  return `${TIERS.indexOf(rule.tier)}|${buffer.epochs(boundCategories(rule)) ?? ''}`;
}

function groupBy(items: readonly Item[], toGroup: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = toGroup(item);
    const members = groups.get(group);
    if (members) members.push(item);
    else groups.set(group, [item]);
  }
  return groups;
}

/** Parts of at most so many events and about so many bytes that one request can carry each. */
function split(items: readonly Item[], { maxEvents, maxBytes }: Dependencies['limits']): Item[][] {
  const parts: Item[][] = [];
  let part: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    bytes += item.size;
    if (!part.length || part.length === Math.min(CHUNK_EVENTS, maxEvents) || bytes > Math.min(CHUNK_BYTES, maxBytes)) {
      parts.push((part = []));
      bytes = item.size;
    }
    part.push(item);
  }
  return parts;
}
