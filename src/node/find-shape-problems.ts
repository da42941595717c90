import * as z from 'zod';
import type { Path, Problem } from './manifest-error.js';
import type { RulePage } from './manifest-rules/rule.js';
import { shapeRules } from './manifest-rules/shape-rules.js';
import { manifestSchema } from './manifest-schema.js';
import { describeChoice, nearestName } from '../manifest/nearest-name.js';

type Issue = z.core.$ZodIssue;

/** Checks an unknown value against the manifest's shape and says what is wrong in the words of all other problems. */
export function findShapeProblems(input: unknown): Problem[] {
  const result = manifestSchema.safeParse(input);
  return result.success ? [] : result.error.issues.flatMap((issue) => toProblems(issue, input));
}

function toProblems(issue: Issue, input: unknown): Problem[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => toUnknownKey([...path, key], path, key, valueAt(input, [...path, key])));
  }
  const found = valueAt(input, path);
  return [toProblem({ ...shapeRules.wrongShape, rule: ruleAt(path) }, path, found, toExpected(issue, found))];
}

function toUnknownKey(path: (string | number)[], parent: Path, key: string, found: unknown): Problem {
  // A private key belongs in no log, so it is not repeated here.
  if (parent.at(-1) === 'publicKey' && key === 'd') {
    return toProblem(shapeRules.privateKey, path, '(withheld)', 'no private key');
  }
  const known = shapeAt(parent);
  const isSource = parent.length === 1 && parent[0] === 'sources';
  if (isSource) return toProblem(shapeRules.unknownSource, path, key, describeChoice(key, known));
  const nearest = nearestName(key, known);
  const others = known.length ? `known are ${known.join(', ')}` : 'there are none here';
  const expected = nearest === undefined ? `no such key; ${others}` : JSON.stringify(nearest);
  return toProblem(shapeRules.unknownKey, path, found, expected);
}

/** What has the wrong shape is always an error. */
function toProblem({ id, rule }: RulePage, path: (string | number)[], found: unknown, expected: string): Problem {
  return { id, severity: 'error', path, found, expected, rule };
}

function toExpected(issue: Issue, found: unknown): string {
  switch (issue.code) {
    case 'invalid_value':
      return describeChoice(found, issue.values.map(String));
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number' : issue.expected;
    case 'invalid_union':
      return issue.errors.map((errors) => errors.map((error) => toExpected(error, found)).join(' and ')).join(', or ');
    case 'invalid_key':
      return issue.issues.map((inner) => `as its key ${inner.message}`).join(', ');
    default:
      return issue.message.replace(/^.*?expected /, '');
  }
}

/** The description of the nearest part of the schema that has one, as the reason. */
function ruleAt(path: Path): string {
  for (let length = path.length; length >= 0; length--) {
    const description = schemaAt(path.slice(0, length))?.description;
    if (description !== undefined) return description.replace(/\.$/, '');
  }
  return 'the shape of a manifest';
}

function shapeAt(path: Path): string[] {
  const schema = schemaAt(path);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Walks the schema as a value would be walked. The optional wrapper keeps what it wraps in `def.innerType`. */
function schemaAt(path: Path): z.ZodType | undefined {
  let schema: unknown = manifestSchema;
  for (const step of path) {
    schema = unwrap(schema);
    if (schema instanceof z.ZodObject) schema = schema.shape[step];
    else if (schema instanceof z.ZodRecord) schema = schema.valueType;
    else if (schema instanceof z.ZodArray) schema = schema.element;
    else return undefined;
  }
  return unwrap(schema);
}

function unwrap(schema: unknown): z.ZodType | undefined {
  if (schema instanceof z.ZodExactOptional) return schema.unwrap() as z.ZodType;
  return schema instanceof z.ZodType ? schema : undefined;
}

/** Reads the value at a path; `undefined` where there is none. */
export function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as { [step: string | number]: unknown })[step];
  }
  return value;
}
