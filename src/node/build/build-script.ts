import { existsSync, statSync } from 'node:fs';
import type { Manifest } from '../../manifest/manifest.js';
import { describeChoice } from '../../manifest/nearest-name.js';
import { assembleScript, type Script } from './assemble-script.js';
import type { BuildOptions } from './build-options.js';
import { chooseParts } from './choose-parts.js';
import { findBuildProblems } from './find-build-problems.js';
import { measure, toDirectives, toIntegrity, toScriptLine, type Sizes } from './describe-script.js';
import { findEndpoints } from './find-endpoints.js';
import { readEngine, readParts, type Engine } from './read-parts.js';

/** A tailored script file and what a page must be told of it. */
export interface BuiltScript extends Script {
  readonly integrity: string;
  readonly sizes: Sizes;
  /** The script element to paste. */
  readonly line: string;
  /** What a Content-Security-Policy must allow at least. */
  readonly directives: { readonly [directive: string]: readonly string[] };
  readonly parts: readonly string[];
  /** The second file, for the same folder; nothing where all is in one. */
  readonly engine?: Engine & { readonly file: string; readonly integrity: string; readonly sizes: Sizes };
  /** What keeps events from their collectors: no adapter, an address that is none. */
  readonly findings: readonly string[];
  /** What may be meant otherwise: endpoints that cannot be told, a file that is larger than the published one. */
  readonly notes: readonly string[];
}

export interface BuildForm {
  /** Everything in one file. @defaultValue what a visitor needs who never agrees, and a second file for the rest */
  readonly isSingle?: boolean;
}

/**
 * Builds a script file with this manifest and only the chosen sources, collectors and event sources; and the second file, which
 * it loads from its own folder once something may have an effect.
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
export function buildScript(
  manifest: Manifest,
  given: BuildOptions,
  src: string,
  partsFolder: URL,
  { isSingle = false }: BuildForm = {},
): BuiltScript {
  const options = withSources(manifest, given);
  for (const lane of Object.keys(options.collectors ?? {})) {
    if (Object.hasOwn(manifest.collectors, lane)) continue;
    const expected = describeChoice(lane, Object.keys(manifest.collectors));
    throw new Error(`The manifest describes no collector "${lane}", so nothing may flow to it: expected ${expected}.`);
  }
  const { names } = chooseParts(manifest, options, isSingle ? 'kernel' : 'gate');
  const parts = readParts(names, partsFolder);
  const [path] = src.split(/[?#]/) as [string];
  const file = path.split('/').at(-1)!;
  const engineFile = isSingle ? undefined : file.replace(/(?:\.min)?\.js$/, '-engine$&');
  const script = assembleScript(manifest, options, parts, { file, engineFile });
  const engine = isSingle ? undefined : readEngine(partsFolder);
  const { origins, unknown } = findEndpoints(options, parts);
  const integrity = toIntegrity(script.code);
  return {
    ...script,
    integrity,
    sizes: measure(script.code),
    line: toScriptLine(src, integrity),
    directives: toDirectives(src, origins, options.frames),
    parts: names,
    ...(engine && {
      engine: { ...engine, file: engineFile!, integrity: toIntegrity(engine.code), sizes: measure(engine.code) },
    }),
    findings: findBuildProblems(manifest, options),
    notes: [
      ...listGaps(manifest, options),
      ...compareSize(
        script.code,
        manifest,
        new URL(isSingle ? '../headgate.single.min.js' : '../headgate.min.js', partsFolder),
      ),
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

/** A file with only what is chosen is expected to be smaller than the published one; says why where it is not. */
function compareSize(code: string, manifest: Manifest, whole: URL): string[] {
  if (!existsSync(whole)) return [];
  const { size } = statSync(whole);
  const own = Buffer.byteLength(code);
  if (own <= size) return [];
  const inside = Buffer.byteLength(JSON.stringify(manifest));
  return [
    `The file has ${own} bytes, and the published one ${size}: the manifest is inside of this one, with ${inside} bytes before it was compiled.`,
  ];
}
