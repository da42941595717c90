import type { Choice, ConsentState } from '../consent/consent.js';
import type { EventDefinition } from '../manifest/manifest.js';
import type { ConsentStamp, TaggedEvent } from './tagged-event.js';

const DAY = 86_400_000;
let moment: number | undefined;
/** That moment, and so many days after it, as text. */
let texts: { [days: number]: string };

/** Gives an event its id, time and legal metadata. */
export function tagEvent(
  id: string,
  event: string,
  { tier, purpose, basis, categories = [], retentionDays }: EventDefinition,
  manifest: string,
  consent: TaggedEvent['consent'],
  data: TaggedEvent['data'],
  now: number,
): TaggedEvent {
  const time = toIso(now);
  const expires = toIso(now, retentionDays);
  return { id, event, time, tier, purpose, basis, categories, retentionDays, expires, manifest, consent, data };
}

/** The consent of this moment for an event's categories. */
export function toStamp(
  categories: readonly string[],
  { categories: choices, regime }: ConsentState,
  { evidence, source, proof }: Pick<ConsentState, 'evidence' | 'source' | 'proof'>,
): ConsentStamp {
  const states = categories.map((category) => choices[category]);
  const isSome = (choice: Choice): boolean => states.includes(choice);
  const state = isSome('denied') ? 'denied' : states.every((choice) => choice === 'granted') ? 'granted' : 'undecided';
  return { state, regime, evidence, source, ...(proof.version && { version: proof.version }) };
}

/** In a burst, most events share their millisecond: its text is made once. */
export function toIso(time: number, days = 0): string {
  if (time !== moment) {
    moment = time;
    texts = {};
  }
  return (texts[days] ??= new Date(time + days * DAY).toISOString());
}
