import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Manifest } from '../manifest/manifest.js';
import { checkManifest } from './check-manifest.js';
import { locateJson, type JsonLocations } from './locate-json.js';
import { ManifestError, type Path, type Problem } from './manifest-error.js';

/**
 * Reads a manifest from a JSON file and checks it.
 *
 * @throws {ManifestError} with all problems at once, each with its line and column: of the value, or of the nearest
 * value around it where it is missing.
 */
export function readManifest(file: string | URL): Manifest {
  const name = file instanceof URL ? fileURLToPath(file) : file;
  // A byte order mark, which some editors write, is not JSON.
  const text = readFileSync(name, 'utf8').replace(/^\uFEFF/, '');
  const { input, problems } = checkText(text);
  if (problems.length) throw new ManifestError(problems, name);
  return input as Manifest;
}

function checkText(text: string): { input: unknown; problems: Problem[] } {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    const { message } = error as SyntaxError;
    // The engine names the offset of some faults only; for the others its message quotes the place.
    const offset = / position (\d+)/.exec(message)?.[1];
    const position = offset === undefined ? undefined : toPosition(text, Number(offset));
    return { input, problems: [{ path: [], found: message, expected: 'JSON', rule: 'RFC 8259', ...position }] };
  }
  const locations = locateJson(text);
  const repeated = locations.repeated.map((path) => ({
    path: [...path],
    found: 'the same key twice',
    expected: 'each key once',
    rule: 'the last one would silently win, RFC 8259 section 4',
  }));
  const problems = [...repeated, ...checkManifest(input)].map((problem) => ({
    ...problem,
    ...locate(text, locations, problem.path),
  }));
  return { input, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

function locate(text: string, { offsets }: JsonLocations, path: Path): { line: number; column: number } {
  for (let length = path.length; length > 0; length--) {
    const offset = offsets.get(JSON.stringify(path.slice(0, length)));
    if (offset !== undefined) return toPosition(text, offset);
  }
  return toPosition(text, 0);
}

function toPosition(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}
