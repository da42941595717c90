import { existsSync, statSync } from 'node:fs';
import type { Manifest } from '../../manifest/manifest.js';
import { describeChoice } from '../../manifest/nearest-name.js';
import { assembleScript, type Script } from './assemble-script.js';
import type { BuildOptions } from './build-options.js';
import { chooseParts } from './choose-parts.js';
import { findBuildProblems } from './find-build-problems.js';
import { measure, toDirectives, toIntegrity, toScriptLine, type Sizes } from './describe-script.js';
import { findEndpoints } from './find-endpoints.js';
import { readParts } from './read-parts.js';

/** A tailored script file and what a page must be told of it. */
export interface BuiltScript extends Script {
  readonly integrity: string;
  readonly sizes: Sizes;
  /** The script element to paste. */
  readonly line: string;
  /** What a Content-Security-Policy must allow at least. */
  readonly directives: { readonly [directive: string]: readonly string[] };
  readonly parts: readonly string[];
  /** What keeps events from their collectors: no adapter, an address that is none. */
  readonly findings: readonly string[];
  /** What may be meant otherwise: endpoints that cannot be told, a file that is larger than the whole one. */
  readonly notes: readonly string[];
}

/**
 * Builds a script file with this manifest and only the chosen sources, collectors and event sources.
 *
 * @param src - Where the page will load the file from.
 * @throws where the options name what the manifest does not.
 *
 * @example
 * ```ts
 * import { buildScript, readManifest } from 'headgate/node';
 *
 * const parts = new URL('./node_modules/headgate/dist/parts/', import.meta.url);
 * const options = { consent: { onetrust: {} }, collectors: { warehouse: { type: 'json', url: 'https://events.example/v1/events' } } };
 * const { code, integrity } = buildScript(readManifest('headgate.manifest.json'), options, '/js/headgate.js', parts);
 * ```
 */
export function buildScript(manifest: Manifest, given: BuildOptions, src: string, partsFolder: URL): BuiltScript {
  const options = withSources(manifest, given);
  for (const lane of Object.keys(options.collectors ?? {})) {
    if (Object.hasOwn(manifest.collectors, lane)) continue;
    const expected = describeChoice(lane, Object.keys(manifest.collectors));
    throw new Error(`The manifest describes no collector "${lane}", so nothing may flow to it: expected ${expected}.`);
  }
  const { names } = chooseParts(manifest, options);
  const parts = readParts(names, partsFolder);
  const file = src.split('/').at(-1)!;
  const script = assembleScript(manifest, options, parts, file);
  const { origins, unknown } = findEndpoints(options, parts);
  const integrity = toIntegrity(script.code);
  return {
    ...script,
    integrity,
    sizes: measure(script.code),
    line: toScriptLine(src, integrity),
    directives: toDirectives(src, origins, options.frames),
    parts: names,
    findings: findBuildProblems(manifest, options),
    notes: [
      ...listGaps(manifest, options),
      ...compareSize(script.code, manifest, partsFolder),
      ...unknown.map((lane) => `Add the origin of ${lane} to connect-src.`),
    ],
  };
}

function withSources({ sources }: Manifest, options: BuildOptions): BuildOptions {
  return options.consent || !sources
    ? options
    : { ...options, consent: sources as NonNullable<typeof options.consent> };
}

function listGaps(manifest: Manifest, { consent = {} }: BuildOptions): string[] {
  const needsConsent = Object.values(manifest.events).some(({ basis }) => basis === 'consent');
  return needsConsent && Object.keys(consent).length === 0
    ? ['No consent source: what needs consent stays closed until headgate.grant(…) is called.']
    : [];
}

/** A file with only what is chosen is expected to be smaller than the one with everything; says why where it is not. */
function compareSize(code: string, manifest: Manifest, partsFolder: URL): string[] {
  const whole = new URL('../headgate.min.js', partsFolder);
  if (!existsSync(whole)) return [];
  const { size } = statSync(whole);
  const own = Buffer.byteLength(code);
  if (own <= size) return [];
  const inside = Buffer.byteLength(JSON.stringify(manifest));
  return [
    `The file has ${own} bytes, and headgate.min.js, which has every part, ${size}: the manifest is inside of this one, with ${inside} bytes before it was compiled.`,
  ];
}
