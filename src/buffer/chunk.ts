/**
 * How events lie in IndexedDB. One record, a chunk, holds many events of one lane that share tier and epochs, because one
 * record with 100 events is written seven times as fast as 100 records. Its key says all that eviction, expiry, withdrawal
 * and counting need, so these never read a payload.
 */
export type ChunkKey = [
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
];

export interface Chunk {
  /** The page that wrote it. */
  readonly by: string;
  /** The events as a JSON array, or that text encrypted. */
  readonly data: string | Encrypted;
}

export interface Encrypted {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

/** One record beside the chunks: what all tabs must agree on. */
export interface Control {
  /** The current epoch of each category that may have events in the buffer. A chunk of any other epoch is void. */
  epochs: { [category: string]: string };
  /** Which page may send a lane's events, and until when. */
  leases: { [lane: string]: { by: string; until: number } };
  /** The consent that the last receipt was made for. */
  receipt?: string;
}

export const CONTROL = 'control';
export const KEYS = 'keys';

/** Reads the control record; what is missing or damaged counts as empty, which voids all chunks. */
export function readControl(value: unknown): Control {
  return { epochs: {}, leases: {}, ...(value as Partial<Control> | undefined) };
}

/** All chunks, of one lane or of all, after a given key. Arrays sort after every string and number. */
export function chunkRange(lane?: string, after?: IDBValidKey): IDBKeyRange {
  return IDBKeyRange.bound(
    after ?? (lane === undefined ? [] : [lane]),
    lane === undefined ? [[]] : [lane, []],
    !!after,
  );
}
