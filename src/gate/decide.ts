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
  | 'denied'
  | 'objected'
  | 'unknown-basis'
  | 'no-category';

/** The part of an event's definition that the gate reads. */
export type Rule = Pick<EventDefinition, 'basis' | 'categories' | 'undecided'>;

/**
 * Decides whether an event may go on, by its legal basis and the consent of this moment. Pure. Anything that it does
 * not recognise is refused: the open answer stands in one line.
 */
export function decide(rule: Rule, consent: Pick<ConsentState, 'categories'>, prerendering = false): Decision {
  const choices = (rule.categories ?? []).map((category) => consent.categories[category] ?? 'undecided');
  const denied = choices.includes('denied');

  switch (rule.basis) {
    case 'consent':
      if (!choices.length) return refuse('no-category');
      if (denied) return refuse('denied');
      if (!choices.every((choice) => choice === 'granted')) {
        return rule.undecided === 'refuse' ? refuse('undecided') : { outcome: 'hold', reason: 'undecided' };
      }
      break;
    case 'legitimate_interests':
      // Open until the visitor objects (GDPR Art. 21); an objection is a denied category.
      if (denied) return refuse('objected');
      break;
    case 'contract':
    case 'legal_obligation':
    case 'vital_interests':
    case 'public_task':
      break;
    default:
      return refuse('unknown-basis');
  }
  if (prerendering) return { outcome: 'hold', reason: 'prerendering' };
  return { outcome: 'allow', reason: 'permitted' };
}

function refuse(reason: GateReason): Decision {
  return { outcome: 'refuse', reason };
}
