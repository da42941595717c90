import type { Manifest } from '../manifest/manifest.js';
import { applyAcceptances, type AcceptedProblem } from './apply-acceptances.js';
import { findShapeProblems } from './find-shape-problems.js';
import { keepSoundParts } from './keep-sound-parts.js';
import type { Law } from './laws/law.js';
import { lawsOf } from './laws/laws.js';
import type { Path, Problem } from './manifest-error.js';
import { severityOf, type NamedSection, type Rule, type Scope } from './manifest-rules/rule.js';
import { rulesOfEvent, rulesOfField, rulesOfManifest } from './manifest-rules/rules.js';

/** What was found in a manifest. */
export interface Audit {
  /** What there is to look at: errors, warnings and notes, in the order of their finding. */
  readonly findings: readonly Problem[];
  /** What the manifest gives a reason for. */
  readonly accepted: readonly AcceptedProblem[];
  readonly laws: readonly Law[];
}

/**
 * Returns what keeps a manifest from being compiled, its shape first and then its rules; an empty array for a sound one.
 * Rules are checked on what has the right shape, and say nothing of what has not.
 *
 * @example
 * ```ts
 * import { checkManifest, describeProblem } from 'headgate/node';
 *
 * console.log(checkManifest(manifest).map(describeProblem).join('\n'));
 * ```
 */
export function checkManifest(input: unknown): Problem[] {
  return auditManifest(input).findings.filter(({ severity }) => severity === 'error');
}

/**
 * Returns everything that there is to say of a manifest: what `checkManifest` does, and what a reviewer should look at.
 *
 * @param options.laws - The laws to check against. @defaultValue GDPR, and the laws of the regions in `regimes`
 *
 * @example
 * ```ts
 * import { auditManifest } from 'headgate/node';
 *
 * const { findings } = auditManifest(manifest);
 * const errors = findings.filter(({ severity }) => severity === 'error');
 * ```
 */
export function auditManifest(input: unknown, { laws }: { readonly laws?: readonly Law[] } = {}): Audit {
  const shapeProblems = findShapeProblems(input);
  const manifest = shapeProblems.length ? keepSoundParts(input) : (input as Manifest);
  if (!manifest) return { findings: shapeProblems, accepted: [], laws: laws ?? [] };
  const unsound = shapeProblems.map((problem) => problem.path);
  const scope: Scope = { manifest, names: readNames(input, unsound), laws: laws ?? lawsOf(manifest) };
  const broken = findBrokenRules(scope).filter(({ path }) => !unsound.some((other) => isSameBranch(path, other)));
  const { findings, accepted } = applyAcceptances(broken, scope);
  return { findings: [...shapeProblems, ...findings], accepted, laws: scope.laws };
}

function findBrokenRules(scope: Scope): Problem[] {
  const { manifest } = scope;
  const problems = applyRules(rulesOfManifest, manifest, [], scope);
  for (const [name, event] of Object.entries(manifest.events)) {
    problems.push(...applyRules(rulesOfEvent, { name, event }, ['events', name], scope));
    for (const [fieldName, field] of Object.entries(event.fields ?? {})) {
      const path = ['events', name, 'fields', fieldName];
      problems.push(...applyRules(rulesOfField, { name: fieldName, field, event }, path, scope));
    }
  }
  return problems;
}

function applyRules<Subject>(rules: readonly Rule<Subject>[], subject: Subject, path: Path, scope: Scope): Problem[] {
  return rules.flatMap((rule) => {
    if (rule.laws && !scope.laws.some(({ id }) => rule.laws?.includes(id))) return [];
    const findings = rule.find(subject, scope);
    if (!findings) return [];
    const articles = scope.laws.flatMap((law) => law.articles[rule.id] ?? []);
    return [findings].flat().map(({ at, found, expected }) => ({
      id: rule.id,
      severity: severityOf(rule),
      path: [...path, ...at],
      found,
      expected,
      rule: rule.rule,
      ...(articles.length > 0 && { articles }),
    }));
  });
}

/** Names count as declared even where what they name is faulty: one fault is one problem. */
function readNames(input: unknown, unsound: readonly Path[]): Scope['names'] {
  const read = (section: NamedSection): string[] | undefined => {
    if (unsound.some((path) => path.length === 1 && path[0] === section)) return undefined;
    return Object.keys((input as Partial<Manifest>)[section] ?? {});
  };
  return { categories: read('categories'), purposes: read('purposes'), collectors: read('collectors') };
}

/** Whether one path leads to the other. What is said of a faulty value's surroundings would follow from that fault. */
function isSameBranch(path: Path, other: Path): boolean {
  const length = Math.min(path.length, other.length);
  return path.slice(0, length).every((step, index) => step === other[index]);
}
