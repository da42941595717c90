import type { Manifest } from '../../manifest/manifest.js';
import { RECEIPT_EVENT, type TaggedEvent } from '../../tag/tagged-event.js';
import { checkTaggedEvent } from '../check-tagged-event.js';
import { toSighting } from './create-findings.js';
import { phaseAt, type Phase, type SeenRequest, type Visit } from './evidence.js';
import { eventsIn } from './events-in.js';
import type { Scope } from './scope.js';
import { verifyRules } from './verify-rules.js';

/** Headgate's own events, as a receiver would judge them, and by what the visitor really chose. */
export function judgeEvents(visit: Visit, { manifest, endpoints, partyOf, findings }: Scope): void {
  for (const request of visit.requests) {
    const sighting = toSighting(visit, request);
    const party = partyOf(request.url).name;
    for (const event of eventsIn(request)) {
      const name = event.event;
      const add = (rule: (typeof verifyRules)[keyof typeof verifyRules], found: string, expected: string): void =>
        findings.add(rule, { party, found, expected, detail: name }, sighting);
      const problem = manifest && checkTaggedEvent(manifest, event, request.at);
      if (problem) add(verifyRules.eventUndeclared, `${name}: ${problem}`, 'what the manifest declares');
      const wrong = manifest && findWrongRecipient(manifest, event, request, endpoints);
      if (wrong !== undefined) add(verifyRules.eventToOthers, `${name} went to ${wrong}`, 'a collector that it names');
      if (lacksConsent(event, phaseAt(visit, request.at))) {
        add(verifyRules.eventWithoutConsent, `${name} left`, 'no event that rests on consent without one');
      }
    }
  }
}

/** Returns whom an event reached that it does not name. Where the page does not say its addresses, nothing can be told. */
function findWrongRecipient(
  manifest: Manifest,
  { event }: TaggedEvent,
  { url }: SeenRequest,
  endpoints: Scope['endpoints'],
): string | undefined {
  if (Object.keys(endpoints).length === 0) return undefined;
  const named = event === RECEIPT_EVENT ? manifest.receipts?.collectors : manifest.events[event]?.collectors;
  const reached = Object.entries(endpoints).flatMap(([name, urls]) => (urls.split(' ').includes(url) ? [name] : []));
  if (reached.some((name) => named?.includes(name))) return undefined;
  return reached.length > 0 ? reached.join(', ') : `${new URL(url).host}, where no collector is`;
}

/** Under opt-out, silence is no refusal. */
function lacksConsent({ basis, event, consent }: TaggedEvent, phase: Phase): boolean {
  if (basis !== 'consent' || event === RECEIPT_EVENT || phase === 'granted') return false;
  return phase !== 'undecided' || consent.captured.regime !== 'opt-out';
}
