import type { TaggedEvent } from '../tag/tagged-event.js';
import type { CollectorLimits } from './collector.js';

/** Why an event is too old for its collector now; nothing where it is not. */
export function findExpiry(
  { expires, time }: TaggedEvent,
  { maxAge = Infinity }: CollectorLimits,
  now: number,
): string | undefined {
  if (now >= Date.parse(expires)) return 'retention';
  return now - Date.parse(time) > maxAge ? 'max-age' : undefined;
}
