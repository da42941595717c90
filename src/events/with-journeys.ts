import type { Headgate, Status, Tracked } from '../instance/headgate.js';
import type { EventDefinition, Manifest } from '../manifest/manifest.js';
import { attempt } from '../safety/attempt.js';
import { own } from '../safety/own.js';
import { createJourneyMemory } from './create-journey-memory.js';

/** Tracks without the types of a manifest. */
type Track = (name: string, data?: { readonly [field: string]: unknown }) => Tracked;

/**
 * Onboarding, activation and adoption milestones. Around an instance, it obeys what the manifest says of a journey's events:
 *
 * - `once`: taken once in each `page`, `session` (of the tab) or by each `visitor`; the rest is refused as `repeated`, and counted.
 *   With a field, once for each of its values, the last hundred of which are remembered as short hashes.
 * - `elapsed`: this field takes the milliseconds since the previous step of the same `journey`. No identifier is needed
 *   for it, and none is made: steps and their times never leave the device.
 *
 * What must be remembered beyond the page lies in sessionStorage and localStorage, only while the consent that lets the event be
 * stored is granted (or the manifest says `"storage": "necessary"`), and is deleted when it ends. Without it, each page
 * counts for itself.
 *
 * @example
 * ```ts
 * import { createHeadgate, withJourneys } from 'headgate';
 *
 * const headgate = withJourneys(createHeadgate({ manifest, consent, collectors }));
 * headgate.track('search_used', { results: 12 }); // with the milliseconds since the step before it, where the manifest asks for them
 * ```
 */
export function withJourneys<M extends Manifest>(headgate: Headgate<M>): Headgate<M> {
  const rules: { readonly [name: string]: EventDefinition } = headgate.manifest.events;
  const memory = createJourneyMemory(rules, headgate.manifest.id);
  const pass = headgate.track as unknown as Track;
  let repeated = 0;

  const track: Track = (name, data) => {
    const rule = own(rules, name);
    if (!rule?.once && !rule?.journey) return pass(name, data);
    const { once } = rule;
    const value = typeof once === 'object' ? attempt(() => own(data, once.field)) : undefined;
    if (memory.isRepeated(name, rule, value)) {
      repeated++;
      return { outcome: 'refuse', reason: 'repeated' };
    }
    const { elapsed } = rule;
    const previous = elapsed ? memory.previousStep(rule) : undefined;
    const tracked = pass(name, previous === undefined ? data : { ...data, [elapsed!]: Date.now() - previous });
    if (tracked.outcome !== 'refuse') memory.note(name, rule, tracked.outcome === 'allow', value);
    return tracked;
  };

  const unsubscribe = headgate.onConsent(memory.review);
  return {
    ...headgate,
    track,
    status: () => addRepeated(headgate.status(), repeated),
    forget(subject) {
      memory.clear();
      return headgate.forget(subject);
    },
    stop() {
      unsubscribe();
      headgate.stop();
    },
  };
}

/** Repeated calls reach no lane, so they are counted with those that belong to none. */
function addRepeated(status: Status, repeated: number): Status {
  const { unrouted } = status;
  if (!repeated) return status;
  const { tracked, refused, reasons } = unrouted;
  const counted = { tracked: tracked + repeated, refused: refused + repeated };
  return {
    ...status,
    unrouted: { ...unrouted, ...counted, reasons: { ...reasons, 'refused:repeated': repeated } },
  };
}
