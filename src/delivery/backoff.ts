const FIRST = 1_000;
const LONGEST = 600_000;

/**
 * How long to wait after so many failures in a row: exponential with full jitter, 10 minutes at most, so 5 on average, and
 * never before the collector asked for; up to a tenth later, since it asked all visitors. No limit of attempts: an event's
 * age ends it, not a count.
 */
export function backoff(failures: number, retryAfter: number, random: number): number {
  return Math.max(retryAfter * (1 + random / 10), 100 + random * Math.min(LONGEST, FIRST * 2 ** (failures - 1)));
}
