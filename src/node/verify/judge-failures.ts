import { placeOf } from './create-findings.js';
import type { Visit } from './evidence.js';
import type { Scope } from './scope.js';
import { verifyRules } from './verify-rules.js';

const RULES = {
  banner: verifyRules.notAnswered,
  withdrawal: verifyRules.noWayBack,
  step: verifyRules.stepFailed,
} as const;

const EXPECTED = {
  banner: 'a banner that can be answered',
  withdrawal: 'a way to withdraw that can be found',
  step: 'every step of the journey done',
} as const;

/** What a visitor wanted to do and could not. */
export function judgeFailures(visit: Visit, { findings }: Scope): void {
  for (const { kind, step, url, why } of visit.failures) {
    const at = visit.steps.find(({ name }) => name === step)?.from ?? 0;
    const found = { party: 'the site itself', found: why, expected: EXPECTED[kind], detail: `${visit.kind} ${step}` };
    findings.add(RULES[kind], found, { ...placeOf(visit, at), step, document: url, what: why, stack: [] });
  }
}
