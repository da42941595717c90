import type { Call, Entry, Request } from './journal.js';

/** What the gate said, as people say it. */
export const OUTCOMES = { allow: 'allowed', hold: 'held', refuse: 'refused' } as const;

const REASONS: { readonly [reason: string]: string } = {
  prerendering: 'the page is being prerendered, and is not seen yet',
  'not-explicit': 'tier “sensitive” wants a choice of the visitor, and the grant is none',
  'unknown-region': 'the event names a region, and nobody said where the visitor is',
  'unknown-basis': 'its legal basis is none of the six',
  'no-category': 'its basis is consent, and it names no category',
  repeated: 'it was taken before, as `once` says',
  misconfigured: 'the set-up cannot be used: see the problems',
  stopped: '`stop()` was called before',
  error: 'something threw: see the problems',
};

/** The rule that decided a call, with what it was decided by. */
export function explainCall({ tracked, rule, nearest, invalidField, choices }: Call): string {
  const { reason, outcome } = tracked;
  const known = REASONS[reason];
  if (known !== undefined) return known;
  if (reason === 'undeclared') {
    const hint = nearest === undefined ? '' : `; did you mean “${nearest}”?`;
    return `the manifest declares no such event${hint}`;
  }
  if (reason === 'invalid') {
    const field = invalidField === undefined ? 'a field' : `“${invalidField}”`;
    return `${field} is missing, or not as declared`;
  }
  const basis = `basis ${rule?.basis.replaceAll('_', ' ')}`;
  const said = choices.map(([category, choice]) => `${category} ${choice}`).join(', ');
  if (choices.length === 0) return `${basis}: needs no consent`;
  const isNotKept = outcome === 'refuse' && (reason === 'undecided' || reason === 'not-explicit');
  const wait = outcome === 'hold' ? '; waits in page memory' : isNotKept ? '; not kept meanwhile' : '';
  const law = reason === 'permitted' && rule?.basis === 'legitimate_interests' ? ', no objection' : '';
  return `${basis}: ${said}${law}${wait}`;
}

/** Where an event without a call comes from. */
export function explainOrigin({ event }: Entry): string {
  return event === 'consent_receipt'
    ? 'a receipt of consent, made by Headgate'
    : 'tracked before the inspector, on an earlier page or in another tab';
}

/** How a request ended. */
export function explainRequest({ status, result }: Request): string {
  if (result === 'not-sent') return 'not sent: its tag is not there, or the page is being left';
  if (result === 'split') return status === 0 ? 'too large: goes in parts' : `${status}: goes again in parts`;
  if (result === 'answered') return status === 0 ? 'taken in the page' : `${status}, answered`;
  return status === 0 ? 'no answer: tried again later' : `${status}: kept, tried again later`;
}

/** The latest state in each lane, each once. */
export function statesOf({ steps }: Entry): string[] {
  const latest = new Map(steps.map(({ collector, state }) => [collector, state]));
  return [...new Set(latest.values())];
}
