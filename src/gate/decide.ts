import type { ConsentState } from '../consent/consent.js';
import type { EventDefinition } from '../manifest/manifest.js';

/** What the gate says of an event, and why. */
export interface Decision {
  readonly outcome: 'allow' | 'hold' | 'refuse';
  readonly reason: GateReason;
}

export type GateReason =
  | 'permitted'
  | 'prerendering'
  | 'undecided'
  | 'not-explicit'
  | 'unknown-region'
  | 'denied'
  | 'objected'
  | 'unknown-basis'
  | 'no-category';

/** The part of an event's definition that the gate reads. */
export type Rule = Pick<EventDefinition, 'tier' | 'basis' | 'categories' | 'undecided' | 'region' | 'unknownRegion'>;

const NEEDS_NO_CONSENT: ReadonlySet<string> = new Set([
  'contract',
  'legal_obligation',
  'vital_interests',
  'public_task',
]);

const WAITS_FOR_CONSENT: ReadonlySet<GateReason> = new Set<GateReason>(['undecided', 'not-explicit']);

/**
 * Decides whether an event may go on, by its legal basis and the consent of this moment, and whether it is known where the
 * visitor is, for an event that names a region. Pure. Anything that it does not recognise is refused: the open answer
 * stands in one line.
 */
export function decide(
  { tier, basis, categories = [], undecided, region, unknownRegion }: Rule,
  consent: Pick<ConsentState, 'categories' | 'explicit'>,
  prerendering = false,
  visitorRegion?: string,
): Decision {
  const choices = categories.map((category) => consent.categories[category]);
  const isDenied = choices.includes('denied');
  let reason: GateReason = 'unknown-basis';

  if (basis === 'consent') {
    const isGranted = choices.every((choice) => choice === 'granted');
    // What is sensitive needs an act of the visitor, whatever the regime (GDPR Art. 9(2)(a)).
    const isEnough = tier !== 'sensitive' || categories.every((category) => consent.explicit?.includes(category));
    if (!choices.length) reason = 'no-category';
    else if (isDenied) reason = 'denied';
    else if (!isGranted) reason = 'undecided';
    else reason = isEnough ? 'permitted' : 'not-explicit';
  } else if (basis === 'legitimate_interests') {
    // Open until the visitor objects (GDPR Art. 21); an objection is a denied category.
    reason = isDenied ? 'objected' : 'permitted';
  } else if (NEEDS_NO_CONSENT.has(basis)) reason = 'permitted';

  const hasUnknownRegion = region && !visitorRegion;
  // A wait for consent is no reason to keep what is not to be kept.
  const mayWait = unknownRegion !== 'refuse';
  if (hasUnknownRegion && (reason === 'permitted' || (WAITS_FOR_CONSENT.has(reason) && !mayWait)))
    reason = 'unknown-region';
  if (prerendering && reason === 'permitted') reason = 'prerendering';
  const isHeld =
    reason === 'prerendering' ||
    (WAITS_FOR_CONSENT.has(reason) && undecided !== 'refuse') ||
    (reason === 'unknown-region' && mayWait);
  return { outcome: reason === 'permitted' ? 'allow' : isHeld ? 'hold' : 'refuse', reason };
}
