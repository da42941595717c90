import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One part: minified code that assigns a variable, and where it comes from. */
export interface Part {
  readonly name: string;
  readonly code: string;
  readonly map: SourceMap;
}

export interface SourceMap {
  readonly version: number;
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
  readonly sourcesContent?: readonly (string | null)[];
}

/** Beside the built command, or, where the sources run, in the folder that they are built into. */
export function findPartsFolder(): URL {
  const folders = ['./parts/', '../parts/', '../../../dist/parts/'].map((path) => new URL(path, import.meta.url));
  return folders.find((folder) => existsSync(folder)) ?? folders[0]!;
}

/**
 * Reads parts as they were published.
 *
 * @throws where one is not there.
 */
export function readParts(names: readonly string[], folder: URL): Part[] {
  return names.map((name) => {
    const file = new URL(`${name}.js`, folder);
    if (!existsSync(file))
      throw new Error(`Headgate is not whole: ${fileURLToPath(file)} is missing. Install it again.`);
    const map = toOwnNames(JSON.parse(readFileSync(new URL(`${name}.js.map`, folder), 'utf8')) as SourceMap);
    return { name, code: readFileSync(file, 'utf8').trim(), map };
  });
}

/** The second file of a script tag: the same for every first one of this release. */
export interface Engine {
  readonly code: string;
  readonly map: string;
}

/**
 * Reads the second file as it was published: the first one names its hash.
 *
 * @throws where it is not there.
 */
export function readEngine(partsFolder: URL): Engine {
  const file = new URL('../headgate-engine.min.js', partsFolder);
  if (!existsSync(file)) throw new Error(`Headgate is not whole: ${fileURLToPath(file)} is missing. Install it again.`);
  return { code: readFileSync(file, 'utf8'), map: readFileSync(`${fileURLToPath(file)}.map`, 'utf8') };
}

/** So that the map is the same wherever the package lies; the sources themselves are in it. */
function toOwnNames(map: SourceMap): SourceMap {
  return { ...map, sources: map.sources.map((source) => source.replace(/^(?:\.\.\/)+/, 'headgate:///')) };
}
