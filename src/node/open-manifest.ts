import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Manifest } from '../manifest/manifest.js';
import { auditManifest, type Audit } from './check-manifest.js';
import type { Law } from './laws/law.js';
import type { Path, Problem } from './manifest-error.js';
import { shapeRules } from './manifest-rules/shape-rules.js';
import { readJson, type JsonText, type Position } from './read-json.js';

/** A manifest's file with everything that there is to say of it, each thing with its line and column. */
export interface OpenedManifest extends Audit {
  readonly file: string;
  readonly text: string;
  /** What stands in the file, sound or not; `undefined` where it is not JSON. */
  readonly input: unknown;
  /** The manifest; `undefined` where an error keeps it from being compiled. */
  readonly manifest: Manifest | undefined;
  /** Returns the place of a value, or of the nearest value around it. */
  readonly locate: (path: Path) => Position;
}

/** What `openManifest` can be told. */
export interface OpenOptions {
  /** The laws to check against. @defaultValue GDPR, and the laws of the regions in `regimes` */
  readonly laws?: readonly Law[];
}

/**
 * Opens a manifest's file: JSON, with comments and trailing commas where they help. Faults of the manifest are findings,
 * in the order of their lines.
 *
 * @throws what the file system says where the file cannot be read.
 *
 * @example
 * ```ts
 * import { openManifest } from 'headgate/node';
 *
 * const { manifest, findings } = openManifest('headgate.manifest.json');
 * ```
 */
export function openManifest(file: string | URL, options: OpenOptions = {}): OpenedManifest {
  const name = file instanceof URL ? fileURLToPath(file) : file;
  // A byte order mark, which some editors write, is not JSON.
  const text = readFileSync(name, 'utf8').replace(/^\uFEFF/, '');
  return auditText(text, name, options);
}

/**
 * As `openManifest`, of a text that was read elsewhere, such as in an earlier revision.
 *
 * @example
 * ```ts
 * import { auditText } from 'headgate/node';
 *
 * const { findings } = auditText('{ "version": "1" }', 'headgate.manifest.json');
 * ```
 */
export function auditText(text: string, file: string, options: OpenOptions = {}): OpenedManifest {
  const json = readJson(text);
  if ('message' in json) {
    const { message, ...position } = json;
    const { id, rule } = shapeRules.notJson;
    const fault: Problem = { id, severity: 'error', path: [], found: message, expected: 'JSON', rule, ...position };
    const locate = (): Position => ({ line: 1, column: 1 });
    return { file, text, input: undefined, manifest: undefined, findings: [fault], accepted: [], laws: [], locate };
  }
  const { findings, accepted, laws } = auditManifest(json.value, options);
  const place = <P extends Problem>(problem: P): P & Position => ({ ...problem, ...json.locate(problem.path) });
  const placed = [...toRepeated(json), ...findings].map(place).sort(byPlace);
  const isSound = placed.every(({ severity }) => severity !== 'error');
  return {
    file,
    text,
    input: json.value,
    manifest: isSound ? (json.value as Manifest) : undefined,
    findings: placed,
    accepted: accepted.map(place).sort(byPlace),
    laws,
    locate: json.locate,
  };
}

function toRepeated({ repeated }: JsonText): Problem[] {
  const { id, rule } = shapeRules.repeatedKey;
  return repeated.map((path) => ({
    id,
    severity: 'error',
    path: [...path],
    found: 'the same key twice',
    expected: 'each key once',
    rule,
  }));
}

function byPlace(one: Position, other: Position): number {
  return one.line - other.line || one.column - other.column;
}
