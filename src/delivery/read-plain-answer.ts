import type { TaggedEvent } from '../tag/tagged-event.js';
import type { CollectorAnswer } from './collector.js';

/** A page of a portal, or a 2xx that reports an error. */
const NO_SUCCESS = /^\s*<|"errors?"\s*:(?!\s*(null|false|0|""|\[]))/;

/** What HTTP alone says: a success takes the whole batch, 410 and 415 want nothing more of this kind. */
export function readPlainAnswer(
  body: string,
  events: readonly TaggedEvent[],
  status: number,
): CollectorAnswer | undefined {
  if (status > 299) return { accepted: [], isBlocked: true };
  return NO_SUCCESS.test(body) ? undefined : { accepted: events.map(({ id }) => id) };
}
