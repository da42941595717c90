import type { RulePage } from '../manifest-rules/rule.js';
import { toSighting } from './create-findings.js';
import { phaseAt, type Phase, type SeenRequest, type Visit } from './evidence.js';
import { eventsIn } from './events-in.js';
import type { Party } from './parties.js';
import type { Scope } from './scope.js';
import { verifyRules } from './verify-rules.js';

/** Who was asked, and whether the visitor had agreed to that. */
export function judgeRequests(visit: Visit, scope: Scope): void {
  const { partyOf, findings, manifest } = scope;
  for (const request of visit.requests) {
    const party = partyOf(request.url);
    const phase = phaseAt(visit, request.at);
    // What the browser asks before the request itself is none of the page's.
    if (party.isOwn || request.type === 'Preflight') continue;
    const rule =
      phase === 'granted' ? ruleUnderConsent(party, manifest !== undefined) : ruleWithout(phase, party, request, scope);
    if (!rule) continue;
    const found = `${party.name} (${party.category}) was asked: ${request.method} ${withoutQuery(request.url)}`;
    const expected = rule === verifyRules.beforeChoice ? EXPECTED.undecided : EXPECTED[phase];
    findings.add(rule, { party: party.name, found, expected }, toSighting(visit, request));
  }
}

const EXPECTED: { readonly [phase in Phase]: string } = {
  undecided: 'no request before the visitor has chosen',
  rejected: 'no request, since the visitor rejected',
  withdrawn: 'no request, since the visitor withdrew',
  signalled: 'no request, since the browser objects',
  granted: 'a recipient that the manifest names',
};

const TRACKER_RULES = {
  undecided: verifyRules.beforeChoice,
  rejected: verifyRules.afterRejection,
  withdrawn: verifyRules.afterWithdrawal,
  signalled: verifyRules.despiteSignal,
} as const;

function ruleWithout(
  phase: Exclude<Phase, 'granted'>,
  party: Party,
  request: SeenRequest,
  { isAskedAtOnce }: Scope,
): RulePage | undefined {
  // What is asked at once waits for no choice, so it is the same fault after a rejection.
  if (party.isTracker) return isAskedAtOnce(request.url) ? verifyRules.beforeChoice : TRACKER_RULES[phase];
  // Events that rest on other bases may go to a declared recipient; each of them is judged by itself.
  if (party.isDeclared && eventsIn(request).length > 0) return undefined;
  return party.category === 'unknown' && !party.isDeclared ? verifyRules.unknownParty : verifyRules.otherParty;
}

/** Without a manifest nobody has said who the recipients are. */
function ruleUnderConsent(party: Party, hasManifest: boolean): RulePage | undefined {
  return hasManifest && !party.isDeclared ? verifyRules.shadowFlow : undefined;
}

/** What differs from run to run stands in queries. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '');
}
