import type { Manifest } from '../manifest/manifest.js';
import { valueAt } from './find-shape-problems.js';
import type { Path } from './manifest-error.js';
import { manifestSchema } from './manifest-schema.js';

/** Sections whose entries may be empty: an unsound entry is emptied rather than removed, so that its name stays known. */
const MAY_BE_EMPTY = new Set<string | number>(['categories', 'purposes', 'collectors']);

/**
 * Returns the largest part of a faulty manifest that has the right shape, so that the rules can be checked on it and
 * all problems come at once. `undefined` where too little is left.
 */
export function keepSoundParts(input: unknown): Manifest | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  const copy = copyJson(input);
  if (copy === undefined) return undefined;

  // Every round removes at least one value or ends, and a removed required value takes its parent along.
  for (;;) {
    const result = manifestSchema.safeParse(copy);
    if (result.success) return result.data;
    const paths = result.error.issues.flatMap((issue) => {
      const path = issue.path.filter((step) => typeof step !== 'symbol');
      return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
    });
    // Last index first: removing from an array moves what follows.
    const removed = [...paths].reverse().map((path) => removeAt(copy, path));
    if (!removed.some(Boolean)) return undefined;
  }
}

/** `undefined` for what JSON cannot write, such as a cycle. */
function copyJson(input: object): unknown {
  try {
    return JSON.parse(JSON.stringify(input));
  } catch {
    return undefined;
  }
}

/** Returns whether something was removed. */
function removeAt(root: unknown, path: Path): boolean {
  if (path.length === 0) return false;
  const parent = valueAt(root, path.slice(0, -1));
  const key = path.at(-1)!;
  if (typeof parent !== 'object' || parent === null) return false;
  if (!Object.hasOwn(parent, key))
    return path.length === 1 ? fillSection(root, key) : removeAt(root, path.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (path.length === 2 && MAY_BE_EMPTY.has(path[0]!) && !isEmptyObject(valueAt(root, path))) {
    Object.assign(parent, { [key]: {} });
  } else delete (parent as { [key: string | number]: unknown })[key];
  return true;
}

/** A required part of the top level that is missing: an empty stand-in lets the rules see the rest. */
function fillSection(root: unknown, key: string | number): boolean {
  Object.assign(root as object, { [key]: key === 'version' ? '0' : {} });
  return true;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
