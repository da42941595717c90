import type { EventState } from '../audit/create-ledger.js';
import type { Withdrawals } from '../consent/withdrawals.js';
import type { ApplicationEnvironment } from '../instance/environment.js';
import type { Chunk, ChunkKey, Control, Epochs } from './chunk.js';

/**
 * A transaction that begins by agreeing with the other tabs: `use` gets the control record as it is then, and may change it
 * before it returns. `undefined` where the device does not answer.
 */
export type Enter = <T = void>(
  use: (store: IDBObjectStore, control: Control, done: (result: T) => void, adopted: Epochs) => void,
) => Promise<T | undefined>;

export interface BufferLimits {
  /** Most events that wait for one collector. @defaultValue `10000` */
  readonly maxEvents?: number;
  /** Most bytes that wait for one collector. @defaultValue `10485760` */
  readonly maxBytes?: number;
}

/** What the store is given. */
export interface EventStoreHost {
  readonly environment: Pick<
    ApplicationEnvironment,
    'application' | 'createStore' | 'after' | 'now' | 'hasStore' | 'readMark' | 'writeMark'
  >;
  readonly withdrawals: Withdrawals;
  /** The page's own id. */
  readonly page: string;
  createId(): string;
  readonly options: { readonly buffer?: BufferLimits };
  /** The device failed, or may work again. */
  onStorageHealth(isFailure: boolean): void;
}

/** Chunks that this page alone may send for now. */
export interface ChunkClaim {
  readonly entries: readonly [key: ChunkKey, data: Chunk['data']][];
  /** Whether the lease still holds, and nothing was withdrawn since. */
  mayStart(): boolean;
}

/** A chunk that was deleted unread, and how the way of its events ended. */
export type RemovedChunk = readonly [key: ChunkKey, state: EventState, reason: string];

/** What a wipe or a sweep did. `isDone`: the device answered to the end. */
export interface WipeResult {
  readonly removed: readonly RemovedChunk[];
  readonly isDone: boolean;
}

/**
 * The events on the device, shared by all tabs of an application. An event lies there under the epochs of its categories; the
 * control record says which epochs are current. Every transaction compares the two first, so a withdrawal in one tab voids
 * the events of all, and a wipe never touches those of a newer consent. What is withdrawn stands in a mark as well, outside
 * the database: all tabs read it before they adopt, write or send, so it holds though the database does not answer.
 */
export interface EventStore {
  /** The page's own id, by which its chunks are known. */
  readonly page: string;
  /** The key of a new chunk of this page. */
  toKey(lane: string, rank: number, epochs: string, count: number, bytes: number, expires: number): ChunkKey;
  readonly enter: Enter;
  /** The same in the first database, also where events are written to the second one. */
  readonly enterFirst: Enter;
  /** Agrees with every database that there is. Returns whether all answered; creates none. */
  agree(): Promise<boolean>;
  /** The epochs of these categories as one text; `undefined` until all are adopted. */
  epochs(categories: readonly string[]): string | undefined;
  /** Whether events are written to a second database, because transactions of the first one never end. */
  isSpilling(): boolean;
  /** Whether the device is to be asked: it rests for a while after a failure. */
  isAwake(): boolean;
  /** Ends the rest. */
  wake(): void;
  /** Writes a chunk, if `mayWrite` still holds when the transaction begins. Returns whether it did. */
  put(key: ChunkKey, data: Chunk['data'], mayWrite: () => boolean): Promise<boolean | undefined>;
  /** Whether a lane has more than its share: it is to be swept. */
  isFull(lane: string): boolean;
  /**
   * Deletes chunks that are done, takes or gives back the lease of a lane, and reads its next chunks up to the limits. A number
   * where another page is sending: it may be asked again after so many milliseconds. `skip`: ids of chunks to leave out.
   */
  claimChunks(
    lane: string,
    done: readonly ChunkKey[],
    maxEvents: number,
    maxBytes: number,
    skip: readonly string[],
  ): Promise<ChunkClaim | number | undefined>;
  /** Deletes what is void, expired or too much. */
  sweep(): Promise<WipeResult>;
  /** Deletes what is void now, if that was not done yet; or everything, for a reason. */
  wipe(reason?: string): Promise<WipeResult>;
  /** What lies on the device. Touches nothing where there is nothing. */
  read(): Promise<readonly (readonly [key: ChunkKey, data: Chunk['data']])[]>;
}
