import type { EventPolicy } from '../intake/event-policy.js';
import { ENCRYPTED_RANK } from '../manifest/vocabulary.js';
import { toJson } from '../safety/to-json.js';
import type { Chunk, ChunkKey } from '../storage/chunk.js';
import type { EventStore } from '../storage/event-store.js';
import type { Vault } from '../storage/vault.js';
import type { Item } from './item.js';

/** Most events of a chunk: a hundred single records are written many times slower than one with a hundred events. */
export const CHUNK_EVENTS = 100;
/** An encrypted record tells its length in steps of so many bytes, and its expiry in steps of an hour. */
const LENGTH_STEP = 1024;
const EXPIRY_STEP = 3_600_000;

/** What a lane lends to its writer. */
export interface ChunkWriterHost {
  readonly lane: string;
  readonly store: EventStore;
  readonly vault: Vault;
  /** What is in memory alone. */
  readonly unwritten: Set<Item>;
  /** Whether it must be written before it is sent. */
  mustWriteFirst(item: Item): boolean;
  /** Whether the event may have an effect now. */
  isCurrent(item: Item): boolean;
  onWritten(count: number): void;
}

/**
 * Writes one chunk of what waits in memory, the oldest that must be written before it is sent: events of one rank, under the
 * same epochs. What cannot be written yet does not hold up the others. Returns whether there may be more.
 */
export async function writeChunk(host: ChunkWriterHost): Promise<boolean> {
  const { lane, store, vault, unwritten, isCurrent, onWritten } = host;
  const { items, policy, epochs, isAgreementMissing } = gather(host);
  if (!policy || epochs === undefined) {
    if (!isAgreementMissing) return false;
    await store.enter((_store, _control, done) => done());
    return gather(host).epochs !== undefined;
  }
  const { rank } = policy;
  const isEncrypted = rank >= ENCRYPTED_RANK;
  const text = toText(items, isEncrypted);
  const latest = Math.max(...items.map(({ event }) => Date.parse(event.expires)));
  const expires = isEncrypted ? Math.ceil(latest / EXPIRY_STEP) * EXPIRY_STEP : latest;
  const key = store.toKey(lane, rank, epochs, items.length, text.length, expires);
  for (const item of items) {
    item.key = key;
    unwritten.delete(item);
  }
  // No await before the write unless it is encrypted: the sooner it is queued, the sooner it survives a crash.
  const data = isEncrypted ? await encrypt(vault, text, key) : text;
  const isWritten = data ? await store.put(key, data, () => items.every(isCurrent)) : false;
  for (const item of isWritten ? [] : items) {
    item.key = undefined;
    if (!item.hasEnded) unwritten.add(item);
  }
  onWritten(items.length);
  // The device did not answer, and there is another one.
  return isWritten ?? store.isAwake();
}

interface Gathered {
  readonly items: readonly Item[];
  readonly policy?: EventPolicy;
  readonly epochs?: string;
  /** There are events whose epochs the tabs have to agree on first. */
  readonly isAgreementMissing: boolean;
}

function gather({ store, unwritten, mustWriteFirst, isCurrent }: ChunkWriterHost): Gathered {
  const items: Item[] = [];
  let policy: EventPolicy | undefined;
  let epochs: string | undefined;
  let isAgreementMissing = false;
  for (const item of unwritten) {
    // What became void while it waited is about to be purged, and must not hold up what is not.
    if (!mustWriteFirst(item) || !isCurrent(item)) continue;
    const { policy: own } = item;
    if (own === policy) items.push(item);
    else {
      const known = store.epochs(own.decidingCategories);
      if (known === undefined) isAgreementMissing = true;
      else if (!policy || (own.rank === policy.rank && known === epochs)) {
        policy ??= own;
        epochs = known;
        items.push(item);
      }
    }
    if (items.length === CHUNK_EVENTS) break;
  }
  return { items, isAgreementMissing, ...(policy && epochs !== undefined && { policy, epochs }) };
}

/** JSON takes spaces behind it: what is encrypted is filled up with them. */
function toText(items: readonly Item[], isEncrypted: boolean): string {
  const text = toJson(items.map(({ event }) => event));
  return isEncrypted ? text.padEnd(Math.ceil(text.length / LENGTH_STEP) * LENGTH_STEP) : text;
}

async function encrypt(vault: Vault, text: string, key: ChunkKey): Promise<Chunk['data'] | undefined> {
  try {
    return await vault.encrypt(text, key);
  } catch {
    return undefined;
  }
}
