import type { Manifest } from '../manifest/manifest.js';
import { findShapeProblems } from './find-shape-problems.js';
import { keepSoundParts } from './keep-sound-parts.js';
import type { Path, Problem } from './manifest-error.js';
import { fieldRules } from './manifest-rules/field-rules.js';
import { legalRules } from './manifest-rules/legal-rules.js';
import { recipientRules } from './manifest-rules/recipient-rules.js';
import { eventReferenceRules, receiptReferenceRules } from './manifest-rules/reference-rules.js';
import type { NamedSection, Rule, Scope } from './manifest-rules/rule.js';

const eventRules = [...eventReferenceRules, ...legalRules];
const manifestRules = [...receiptReferenceRules, ...recipientRules];

/**
 * Returns everything that is wrong with a manifest, its shape first and then its rules; an empty array for a sound one.
 * Rules are checked on what has the right shape, and say nothing of what has not.
 */
export function checkManifest(input: unknown): Problem[] {
  const shapeProblems = findShapeProblems(input);
  const manifest = keepSoundParts(input);
  if (!manifest) return shapeProblems;
  const unsound = shapeProblems.map((problem) => problem.path);
  const broken = findBrokenRules({ manifest, names: readNames(input, unsound) });
  return [...shapeProblems, ...broken.filter(({ path }) => !unsound.some((other) => isSameBranch(path, other)))];
}

function findBrokenRules(scope: Scope): Problem[] {
  const { manifest } = scope;
  const problems = applyRules(manifestRules, manifest, [], scope);
  for (const [name, event] of Object.entries(manifest.events)) {
    problems.push(...applyRules(eventRules, { name, event }, ['events', name], scope));
    for (const [fieldName, field] of Object.entries(event.fields ?? {})) {
      problems.push(...applyRules(fieldRules, { field, event }, ['events', name, 'fields', fieldName], scope));
    }
  }
  return problems;
}

function applyRules<Subject>(rules: readonly Rule<Subject>[], subject: Subject, path: Path, scope: Scope): Problem[] {
  return rules.flatMap(({ rule, find }) =>
    [find(subject, scope) ?? []]
      .flat()
      .map(({ at, found, expected }) => ({ path: [...path, ...at], found, expected, rule })),
  );
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
