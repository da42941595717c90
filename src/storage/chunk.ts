import type { TaggedEvent } from '../tag/tagged-event.js';

/**
 * How events lie in IndexedDB. One record, a chunk, holds many events of one lane that share tier and epochs, because one
 * record with 100 events is written seven times as fast as 100 records. Its key says all that eviction, expiry, withdrawal
 * and counting need, so these never read a payload.
 */
export type ChunkKey = readonly [
  lane: string,
  tier: number,
  /** UUIDv7: sorts by time, unique in all tabs. */
  id: string,
  /** The epochs under which the events were admitted, joined by commas; empty for those that need no consent. */
  epochs: string,
  count: number,
  bytes: number,
  /** When its last event expires, in epoch milliseconds. */
  expires: number,
  /** The page that wrote it. */
  page: string,
];

export interface Chunk {
  /** The events as a JSON array, or that text encrypted. */
  readonly data: string | Encrypted;
}

export interface Encrypted {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
  /** Its key, where it is one of a page alone. */
  readonly aes?: CryptoKey;
}

/** Epoch ids by category. */
export interface Epochs {
  [category: string]: string;
}

/** One record beside the chunks: what all tabs must agree on. */
export interface Control {
  /** The current epoch of each category that may have events in the buffer. A chunk of any other epoch is void. */
  readonly epochs: Epochs;
  /** Which page may send a lane's events, and until when. */
  readonly leases: { [lane: string]: { by: string; until: number } };
  /** The consent that a collector has the receipt of. */
  receipt?: string;
  /** The receipt that no collector has acknowledged, and its consent: a later page sends this one again, and no other. */
  pending?: readonly [grant: string, receipt: TaggedEvent];
}

export const CONTROL = 'control';
export const KEYS = 'keys';

/** Keys of chunks, of one lane or of all, after a given key. Arrays sort after every string and number. */
export function chunkRange(lane?: string, after?: unknown): IDBKeyRange {
  const start = lane === undefined ? [] : [lane];
  return IDBKeyRange.bound((after as IDBValidKey) ?? start, [...start, []], !!after);
}

const SHAPE = 'string,number,string,string,number,number,number,string';

/** Whether a key is one of a chunk: other releases and broken disks leave others. */
export function isChunkKey(key: unknown): key is ChunkKey {
  return Array.isArray(key) && key.map((part) => typeof part).join() === SHAPE;
}

/** Whether a chunk's epochs are all among these. */
export function isWithin(epochs: string, known: Epochs): boolean {
  return !epochs || epochs.split(',').every((epoch) => Object.values(known).includes(epoch));
}
