import type { Acceptances, Manifest } from '../manifest/manifest.js';
import type { Path, Problem } from './manifest-error.js';
import { acceptanceRules } from './manifest-rules/acceptance-rules.js';
import { isAcceptable, severityOf, type RulePage, type Scope } from './manifest-rules/rule.js';
import { RULE_PAGES, rulesOfEvent, rulesOfField, rulesOfManifest } from './manifest-rules/rules.js';
import { describeChoice } from '../manifest/nearest-name.js';

/** What breaks a rule for a reason that the manifest gives. */
export interface AcceptedProblem extends Problem {
  readonly reason: string;
}

/** One `accept` entry: it covers what is found at its place and below. */
interface Acceptance {
  /** Where `accept` stands. */
  readonly place: Path;
  readonly id: string;
  readonly reason: string;
  isUsed: boolean;
}

/** Sets apart what the manifest accepts, and adds what is wrong with the acceptances themselves. */
export function applyAcceptances(
  problems: readonly Problem[],
  scope: Scope,
): { findings: Problem[]; accepted: AcceptedProblem[] } {
  const acceptances = listAcceptances(scope.manifest);
  const findings: Problem[] = [];
  const accepted: AcceptedProblem[] = [];
  for (const problem of problems) {
    const acceptance = acceptances.find(({ id, place }) => id === problem.id && isBelow(problem.path, place));
    const page = RULE_PAGES.get(problem.id);
    if (acceptance) acceptance.isUsed = true;
    if (acceptance && page && isAcceptable(page)) accepted.push({ ...problem, reason: acceptance.reason });
    else findings.push(problem);
  }
  return { findings: [...findings, ...acceptances.flatMap((acceptance) => judge(acceptance, scope) ?? [])], accepted };
}

function listAcceptances(manifest: Manifest): Acceptance[] {
  const list = (place: Path, accept: Acceptances = {}): Acceptance[] =>
    Object.entries(accept).map(([id, reason]) => ({ place, id, reason, isUsed: false }));
  // The nearest reason is the most telling one: an event's before the manifest's.
  return [
    ...Object.entries(manifest.collectors).flatMap(([name, { accept }]) => list(['collectors', name], accept)),
    ...Object.entries(manifest.events).flatMap(([name, { accept }]) => list(['events', name], accept)),
    ...list([], manifest.accept),
  ];
}

function judge({ place, id, isUsed }: Acceptance, { laws }: Scope): Problem | undefined {
  const page = RULE_PAGES.get(id);
  const path = [...place, 'accept', id];
  if (!page) return toProblem(acceptanceRules.unknownRule, path, id, describeChoice(id, RULE_PAGES.keys()));
  if (!isAcceptable(page)) return toProblem(acceptanceRules.notAcceptable, path, id, `no reason for ${id}, an error`);
  const isAsked = isAskedFor(id, laws);
  return isUsed || !isAsked
    ? undefined
    : toProblem(acceptanceRules.acceptsNothing, path, id, `something that ${id} finds`);
}

/** Whether any law that is checked asks for the rule: what it would find under another law is not known here. */
function isAskedFor(id: string, laws: Scope['laws']): boolean {
  const rule = [...rulesOfManifest, ...rulesOfEvent, ...rulesOfField].find((one) => one.id === id);
  return !rule?.laws || laws.some((law) => rule.laws?.includes(law.id));
}

function toProblem(page: RulePage, path: (string | number)[], found: unknown, expected: string): Problem {
  return { id: page.id, severity: severityOf(page), path, found, expected, rule: page.rule };
}

function isBelow(path: Path, place: Path): boolean {
  return place.every((step, index) => step === path[index]);
}
