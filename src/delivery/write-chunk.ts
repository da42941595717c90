import { toJson } from '../safety/to-json.js';
import type { Buffer } from '../storage/event-store.js';
import type { Vault } from '../storage/vault.js';
import type { Item } from './item.js';

/** Most events of a chunk. */
export const CHUNK_EVENTS = 100;
/** From this rank on, events are encrypted on the device. */
const ENCRYPTED_RANK = 2;

/**
 * Writes one chunk of what waits in memory, the oldest that must be written before it is sent: events of one rank, under the
 * same epochs. Answers whether there may be more.
 */
export async function writeChunk(
  lane: string,
  loose: Set<Item>,
  buffer: Buffer,
  vault: Vault,
  isBound: (item: Item) => boolean,
  isCurrent: (item: Item) => boolean,
  onDone: (count: number) => void,
): Promise<boolean> {
  const chunk: Item[] = [];
  let first: Item['policy'] | undefined;
  let epochs: string | undefined;
  for (const item of loose) {
    const { policy: plan } = item;
    if (!isBound(item)) continue;
    if (!first) epochs = buffer.epochs((first = plan).decidingCategories);
    if (first === plan || (first.rank === plan.rank && epochs === buffer.epochs(plan.decidingCategories)))
      chunk.push(item);
    if (chunk.length === CHUNK_EVENTS) break;
  }
  if (!first) return false;
  const { rank, decidingCategories: bound } = first;
  if (epochs === undefined) return (await buffer.enter(() => {}), buffer.epochs(bound) !== undefined);
  const text = toJson(chunk.map(({ event }) => event));
  const expires = Math.max(...chunk.map(({ event }) => Date.parse(event.expires)));
  const key = buffer.toKey(lane, rank, epochs, chunk.length, text.length, expires);
  for (const item of chunk) {
    item.key = key;
    loose.delete(item);
  }
  // No await before the write unless it is encrypted: the sooner it is queued, the sooner it survives a crash.
  const data = rank < ENCRYPTED_RANK ? text : await vault.encrypt(text).catch(() => {});
  const isWritten = data ? await buffer.put(key, data, () => chunk.every(isCurrent)) : false;
  for (const item of isWritten ? [] : chunk) {
    item.key = undefined;
    if (!item.isEnded) loose.add(item);
  }
  onDone(chunk.length);
  // The device did not answer, and there is another one.
  return isWritten ?? buffer.isAwake();
}
