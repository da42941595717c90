import type { Manifest } from '../../manifest/manifest.js';
import type { Path } from '../manifest-error.js';
import { different, type Change } from './change.js';

/** Not part of what the manifest says; the version is compared by itself, and a review follows each change. */
const UNREAD = new Set<string | number>(['$schema', 'version', 'review']);

/** What people read and programs do not: a change of it changes nothing for anybody. */
const WORDS = new Set<string | number | undefined>(['title', 'need']);

/** Every difference that no judged change speaks of, so that none is missed because nobody thought of its key. */
export function diffRest(before: Manifest, after: Manifest, judged: readonly Change[]): Change[] {
  const known = judged.flatMap(({ kind, path, before: name }) =>
    kind === 'event-renamed' && name !== undefined ? [path, ['events', name]] : [path],
  );
  const index = indexPaths(known);
  return listDifferences(before, after, [])
    .filter((path) => !UNREAD.has(path[0]!) && !isKnown(index, path))
    .map((path) => {
      const [old, now] = [describe(valueAt(before, path)), describe(valueAt(after, path))];
      const grade = WORDS.has(path.at(-1)) ? 'none' : 'low';
      return different('other-value', grade, path, 'has another value', { before: old, after: now });
    });
}

/** The outermost paths at which two values differ. */
function listDifferences(old: unknown, now: unknown, path: Path): Path[] {
  if (isRecord(old) && isRecord(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return keys.flatMap((key) => listDifferences(own(old, key), own(now, key), [...path, key]));
  }
  return canonical(old) === canonical(now) ? [] : [path];
}

/** The order in a list of names says nothing. */
function canonical(value: unknown): string | undefined {
  if (!Array.isArray(value)) return JSON.stringify(value);
  return JSON.stringify(value.map((item) => JSON.stringify(item)).sort());
}

interface PathIndex {
  /** Paths of changes, and all paths above them. */
  readonly above: ReadonlySet<string>;
  readonly exact: ReadonlySet<string>;
}

function indexPaths(paths: readonly Path[]): PathIndex {
  const above = new Set<string>();
  for (const path of paths) {
    for (let length = 1; length <= path.length; length++) above.add(JSON.stringify(path.slice(0, length)));
  }
  return { above, exact: new Set(paths.map((path) => JSON.stringify(path))) };
}

/** A change at a path speaks of all below it, and one below a difference speaks of that difference. */
function isKnown({ above, exact }: PathIndex, path: Path): boolean {
  if (above.has(JSON.stringify(path))) return true;
  return path.some((_, index) => exact.has(JSON.stringify(path.slice(0, index + 1))));
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (isRecord(value) ? own(value, String(step)) : undefined), root);
}

function own(record: { readonly [key: string]: unknown }, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? '');
}
