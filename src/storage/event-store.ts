import type { EventState } from '../audit/create-ledger.js';
import type { Environment } from '../instance/environment.js';
import type { Chunk, ChunkKey, Control, Epochs } from './chunk.js';

/**
 * A transaction that begins by agreeing with the other tabs: `use` gets the control record as it is then, and may change it
 * before it returns. `undefined` where the device does not answer.
 */
export type Enter = <T = void>(
  use: (store: IDBObjectStore, control: Control, done: (result: T) => void, adopted: Epochs) => void,
) => Promise<T | undefined>;

export interface BufferLimits {
  /** Most events that wait in one lane. @defaultValue `10000` */
  readonly maxEvents?: number;
  /** Most bytes that wait in one lane. @defaultValue `10485760` */
  readonly maxBytes?: number;
}

/** What the buffer is given. */
export interface BufferHost {
  readonly environment: Pick<Environment, 'createStore' | 'after' | 'now' | 'hasStore' | 'readMark' | 'writeMark'>;
  /** The page's own id. */
  readonly page: string;
  createId(): string;
  readonly limits: BufferLimits | undefined;
  /** The categories under which something may be stored now. */
  usable(): readonly string[];
  /** This page closed epochs: the other tabs are to hear of it. */
  onVoid(epochs: Epochs): void;
  /** Other tabs closed categories, and opened some of them anew. */
  onMoved(closed: readonly string[], opened: readonly string[]): void;
  /** A chunk was removed unread. */
  onRemoved(key: ChunkKey, state: EventState, reason: string): void;
  /** Storage failed, or may work again. */
  onTurn(isFailure: boolean): void;
}

/** Chunks that this page alone may send. */
export interface Loan {
  readonly entries: readonly [key: ChunkKey, data: Chunk['data']][];
  /** Whether the lease still holds, and nothing was withdrawn since. */
  mayStart(): boolean;
}

/**
 * The shared buffer of all tabs of an origin. An event lies in it under the epochs of its categories; the control record
 * says which epochs are current. Every transaction compares the two first, so a withdrawal in one tab voids the events of
 * all, and a wipe never touches those of a newer consent. What is withdrawn stands in a mark as well, outside the database:
 * all tabs read it before they adopt, write or send, so it holds though the database does not answer.
 */
export interface Buffer {
  /** The page's own id, by which its chunks are known. */
  readonly page: string;
  /** The key of a new chunk of this page. */
  toKey(lane: string, rank: number, epochs: string, count: number, bytes: number, expires: number): ChunkKey;
  readonly enter: Enter;
  /** The same in the first database, also where events are written to the second one. */
  readonly enterFirst: Enter;
  /** Leaves what other tabs, or the page before this one, have withdrawn. */
  heed(epochs?: Epochs): void;
  /** The epochs of these categories as one text; `undefined` until all are adopted. */
  epochs(categories: readonly string[]): string | undefined;
  /** Whether events are written to a second database, because transactions of the first one never end. */
  isSpilling(): boolean;
  /** Whether the device is to be asked: it rests for a while after a failure. */
  isAwake(): boolean;
  /** Ends the rest. */
  wake(): void;
  /** These categories are granted: what other tabs withdraw from now on closes them. */
  open(categories: readonly string[]): void;
  /**
   * Leaves the epochs of these categories at once, and closes them for all tabs. `isHeard`: another tab has closed them, and
   * an epoch that was opened after that is not this page's to close.
   */
  close(categories: readonly string[], isWithdrawal: boolean, isHeard?: boolean): void;
  /** Writes a chunk, if `mayWrite` still holds when the transaction begins. Answers whether it did. */
  put(key: ChunkKey, data: Chunk['data'], mayWrite: () => boolean): Promise<boolean | undefined>;
  /**
   * Deletes chunks that are done, takes or gives back the lease of a lane, and reads its next chunks up to the limits. A number
   * where another page is sending: it may be asked again after so many milliseconds. `passed`: ids of chunks to leave out.
   */
  trade(
    lane: string,
    done: readonly ChunkKey[],
    maxEvents: number,
    maxBytes: number,
    passed: readonly string[],
  ): Promise<Loan | number | undefined>;
  /** Deletes what is void, expired or too much. Answers whether the device did. */
  sweep(): Promise<boolean>;
  /** What lies in the buffer. Touches nothing where there is none. */
  read(): Promise<readonly Chunk[]>;
  /** Resolves when what is void now is deleted, or cannot be; or everything, for a reason. */
  settle(reason?: string): Promise<void>;
}
