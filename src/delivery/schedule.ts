import type { Environment } from '../instance/environment.js';
import { backoff } from './backoff.js';
import { CHUNK_EVENTS } from './write-chunk.js';

/** When a lane sends. How it does is not its business. */
export interface Schedule {
  /** So many events more wait. Sends at once when a batch is full or a request costs nothing, else after the flush interval. */
  soon(count?: number): void;
  /** Sends after this delay at the latest, though never before the collector's wait is over. */
  wakeIn(delay: number): void;
  /** The collector could not take all of it now: waits by the backoff, and for as long as the collector asked. */
  retryLater(retryAfter?: number): void;
  /** A run begins: what waits is about to be sent. */
  begin(): void;
  /** All of a batch was taken: the next failure is the first one. */
  succeed(): void;
  /** Whether the collector's wait is not over. */
  isWaiting(): boolean;
  /** Asks the collector whatever it said. */
  skipWait(): void;
  stop(): void;
}

export function createSchedule(
  { now, after }: Pick<Environment, 'now' | 'after'>,
  flushInterval: number,
  isFree: boolean,
  onDue: () => void,
): Schedule {
  let fresh = 0;
  let failures = 0;
  let retryAt = 0;
  let dueAt = Infinity;
  let cancelTimer: (() => void) | undefined;
  let isStopped = false;

  function wakeIn(delay: number): void {
    const at = Math.max(now() + delay, retryAt);
    if (isStopped || at >= dueAt) return;
    dueAt = at;
    cancelTimer?.();
    cancelTimer = after(at - now(), () => {
      dueAt = Infinity;
      // That wait is over, and stays over if the clock is set back.
      retryAt = 0;
      onDue();
    });
  }

  return {
    wakeIn,
    soon(count = 0) {
      fresh += count;
      wakeIn(fresh < (isFree ? 1 : CHUNK_EVENTS) ? flushInterval : 0);
    },
    retryLater(retryAfter = 0) {
      failures++;
      retryAt = now() + backoff(failures, retryAfter, Math.random());
      dueAt = Infinity;
      wakeIn(0);
    },
    begin: () => void (fresh = 0),
    succeed: () => void (failures = 0),
    isWaiting: () => retryAt > now(),
    skipWait: () => void (retryAt = 0),
    stop() {
      isStopped = true;
      cancelTimer?.();
    },
  };
}
