const FIRST = 1_000;
const LONGEST = 300_000;

/**
 * How long to wait after so many failures in a row: exponential with full jitter, 5 minutes at most, and never
 * before the collector asked for. No limit of attempts: an event's age ends it, not a count.
 */
export function backoff(failures: number, retryAfter: number, random: number): number {
  return Math.max(retryAfter, 100 + random * Math.min(LONGEST, FIRST * 2 ** (failures - 1)));
}
