import type { Buffer } from '../buffer/buffer.js';
import type { Vault } from '../buffer/create-vault.js';
import type { Item } from './item.js';

/** Most events of a chunk. */
export const CHUNK_EVENTS = 100;
/** From this rank on, events are encrypted on the device. */
const ENCRYPTED_RANK = 2;

/** Writes one chunk of what waits in memory. Answers whether there may be more. `schedule` hears how many it may send. */
export async function writeChunk(
  name: string,
  loose: Set<Item>,
  buffer: Buffer,
  vault: Vault,
  isBound: (item: Item) => boolean,
  isCurrent: (item: Item) => boolean,
  schedule: (count: number) => void,
): Promise<boolean> {
  const waiting = [...loose].filter(isBound);
  if (!waiting[0]) return false;
  const { rank, bound } = waiting[0].plan;
  const epochs = buffer.epochs(bound);
  if (epochs === undefined) return (await buffer.enter(() => {}), buffer.epochs(bound) !== undefined);
  const chunk = waiting
    .filter(({ plan }) => plan.rank === rank && buffer.epochs(plan.bound) === epochs)
    .slice(0, CHUNK_EVENTS);
  const text = JSON.stringify(chunk.map(({ event }) => event));
  const expires = Math.max(...chunk.map(({ event }) => Date.parse(event.expires)));
  const key = buffer.toKey(name, rank, epochs, chunk.length, text.length, expires);
  for (const item of chunk) {
    item.key = key;
    loose.delete(item);
  }
  // No await before the write unless it is encrypted: the sooner it is queued, the sooner it survives a crash.
  const data = rank < ENCRYPTED_RANK ? text : await vault.encrypt(text).catch(() => {});
  const isWritten = !!data && !!(await buffer.put(key, data, () => chunk.every(isCurrent)));
  for (const item of isWritten ? [] : chunk) {
    item.key = undefined;
    if (!item.isEnded) loose.add(item);
  }
  schedule(chunk.length);
  return isWritten;
}
