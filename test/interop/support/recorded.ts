/** The shape of what a run saw, in `recorded/`. */
import { join } from 'node:path';
import type { Encoded } from './open-sender.js';

export const RECORDED = join(import.meta.dirname, '../recorded');

/** One row of the table. */
export interface Row {
  readonly receiver: string;
  /** Package and version, of the far end. */
  readonly version: string;
  /** What sent: the name of an adapter, or of a part of the package. */
  readonly from: string;
  readonly sent: string;
  readonly readBack: string;
  readonly refused: string;
  /** How it asks to be asked again, and what of it a page can read. */
  readonly retries: string;
}

/** A request as it left a page, with the events that the adapter made it of: today's adapter must make the same of them. */
export interface RecordedRequest extends Encoded {
  readonly adapter: string;
  readonly options: object;
}

/** What became of a batch, in numbers. */
export interface Fate {
  readonly delivered: number;
  readonly rejected: number;
  readonly kept: number;
  readonly isBlocked: boolean;
}

/** An answer as the receiver gave it, and what became of the batch in the page: today's adapter must read the same in it. */
export interface RecordedAnswer {
  readonly adapter: string;
  readonly options: object;
  readonly says: string;
  readonly events: number;
  readonly status: number;
  readonly retryAfter?: string;
  readonly body: string;
  readonly fate: Fate;
}

export interface Recorded {
  readonly date: string;
  readonly rows: readonly Row[];
  readonly requests?: readonly RecordedRequest[];
  readonly answers?: readonly RecordedAnswer[];
  /** Whatever else a test of `npm test` holds against the package. */
  readonly [more: string]: unknown;
}
