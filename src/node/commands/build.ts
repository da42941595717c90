import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { buildOptionsSchema, COLLECTOR_PARTS, EVENT_PARTS, SOURCE_PARTS } from '../build/build-options.js';
import type { BuildOptions } from '../build/build-options.js';
import { buildScript, type BuiltScript } from '../build/build-script.js';
import { toMagentoWhitelist, toPolicy } from '../build/describe-script.js';
import { findPartsFolder } from '../build/read-parts.js';
import { describeChoice } from '../../manifest/nearest-name.js';
import { openSoundManifest } from '../open-sound-manifest.js';
import { readJson } from '../read-json.js';
import { UsageError, type Command, type ExitCode, type Terminal } from './command.js';

const USAGE = `headgate build [MANIFEST] [options]

Builds a script-tag file with this manifest and only what is chosen here, and beside it the second file that it loads when the
first event may have an effect; prints the script element, the directives of a Content-Security-Policy and, for Magento, csp_whitelist.xml. The same input gives the same bytes. A collector of the
manifest without an adapter, a TODO that was left and an address that is none or not https are findings: exit code 1.

  MANIFEST               JSON, comments allowed. Default: headgate.manifest.json or .jsonc
  --config FILE          JSON with "consent", "collectors", "events", "frames", in the words of the script tag's block
  --collector LANE=TYPE:URL  An adapter for a collector of the manifest, or LANE=TYPE:OPTION=VALUE,…; may be repeated
  --source NAME          A consent source; may be repeated. Default: "sources" of the manifest
  --events NAME          An event source; may be repeated
  --frame ORIGIN         An embedded page that may track through the page; may be repeated
  --out FOLDER           Default: headgate-build
  --name FILE            Default: headgate.min.js. Magento leaves *.min.js as it is
  --single               Everything in one file
  --src URL              Where pages load the file from. Default: /FILE
  --magento              Write csp_whitelist.xml too
  --json                 What was built, as JSON

Collectors: ${COLLECTOR_PARTS.join(', ')}
Sources: ${SOURCE_PARTS.join(', ')}
Events: ${EVENT_PARTS.join(', ')}`;

/** With the parts of another folder, as tests have them. */
export function createBuildCommand(partsFolder: URL): Command {
  return {
    summary: 'Build a script-tag file with a manifest and what is chosen',
    usage: USAGE,
    run: (args, terminal) => runBuild(args, terminal, partsFolder),
  };
}

/** Builds a tailored script-tag file. */
export const buildCommand: Command = createBuildCommand(findPartsFolder());

const list = { type: 'string', multiple: true } as const;

function runBuild(args: readonly string[], terminal: Terminal, partsFolder: URL): ExitCode {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      collector: list,
      source: list,
      events: list,
      frame: list,
      out: { type: 'string', default: 'headgate-build' },
      name: { type: 'string', default: 'headgate.min.js' },
      src: { type: 'string' },
      single: { type: 'boolean', default: false },
      magento: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length > 1) throw new UsageError('One manifest at a time.');
  if (!/^[\w.-]+\.js$/.test(values.name)) throw new UsageError('--name takes a file name that ends in .js.');
  const { manifest } = openSoundManifest(positionals[0], terminal.folder);
  const built = build();
  const out = resolve(terminal.folder, values.out);
  const files = write(out, values.name, built, values.magento);
  terminal.print(values.json ? JSON.stringify(toJson(built, files), null, 2) : describe(built, files, values.magento));
  for (const finding of built.findings) terminal.note(`finding: ${finding}`);
  for (const note of built.notes) terminal.note(note);
  return built.findings.length ? 1 : 0;

  function build(): BuiltScript {
    const options = readOptions(values, terminal.folder);
    try {
      return buildScript(manifest, options, values.src ?? `/${values.name}`, partsFolder, {
        isSingle: values.single,
      });
    } catch (error) {
      throw new UsageError(error instanceof Error ? error.message : String(error));
    }
  }
}

interface Values {
  readonly config?: string;
  readonly collector?: string[];
  readonly source?: string[];
  readonly events?: string[];
  readonly frame?: string[];
}

/** The file's options with those of the command line beside them. */
function readOptions({ config, collector, source, events, frame }: Values, folder: string): BuildOptions {
  const file = config === undefined ? {} : readConfig(resolve(folder, config));
  const named = (names: readonly string[] = []): { [name: string]: object } =>
    Object.fromEntries(names.map((name) => [name, {}]));
  const given = {
    ...file,
    ...(collector && { collectors: { ...(file['collectors'] as object), ...readLanes(collector) } }),
    ...(source && { consent: { ...named(source), ...(file['consent'] as object) } }),
    ...(events && { events: { ...named(events), ...(file['events'] as object) } }),
    ...(frame && { frames: [...((file['frames'] as string[] | undefined) ?? []), ...frame] }),
  };
  refuseUnknown(given);
  const { success, data, error } = buildOptionsSchema.safeParse(given);
  if (!success) throw new UsageError(`The options of the build are not right.\n${z.prettifyError(error)}`);
  return data;
}

/** A name that is misspelt is said with the nearest one, before anything else is judged. */
function refuseUnknown({ consent, events, collectors }: { readonly [option: string]: unknown }): void {
  const types = Object.values((collectors ?? {}) as { readonly [name: string]: { readonly type?: unknown } | null });
  const groups = [
    ['consent source', Object.keys(consent ?? {}), SOURCE_PARTS],
    ['event source', Object.keys(events ?? {}), EVENT_PARTS],
    ['type of collector', types.map((one) => one?.type).filter((type) => typeof type === 'string'), COLLECTOR_PARTS],
  ] as const;
  for (const [what, names, known] of groups) {
    const wrong = names.find((name) => !known.includes(name));
    if (wrong === 'webhook') {
      throw new UsageError(
        'A webhook is configured by functions, which no file can have: use json, or npm and a bundler.',
      );
    }
    if (wrong !== undefined) {
      throw new UsageError(`There is no ${what} ${JSON.stringify(wrong)}: ${describeChoice(wrong, known)}`);
    }
  }
}

function readConfig(file: string): { readonly [key: string]: unknown } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`There is no file ${file}.`);
  }
  const json = readJson(text);
  if ('message' in json) throw new UsageError(`${file} is not JSON: ${json.message}`);
  if (typeof json.value !== 'object' || json.value === null) throw new UsageError(`${file} is no object.`);
  return json.value as { readonly [key: string]: unknown };
}

function readLanes(lanes: readonly string[]): { [lane: string]: object } {
  return Object.fromEntries(
    lanes.map((text) => {
      const [, lane, type, rest] = /^([^=]+)=([^:]+)(?::(.+))?$/.exec(text) ?? [];
      if (lane === undefined)
        throw new UsageError(
          '--collector takes LANE=TYPE:URL, such as warehouse=json:/v1/events, or LANE=TYPE:OPTION=VALUE.',
        );
      return [lane, { type, ...(rest !== undefined && readAdapter(rest)) }];
    }),
  );
}

/** An address, or the adapter's options: `token=abc,region=EU`. */
function readAdapter(text: string): object {
  if (!/^\w+=/.test(text)) return { url: text };
  return Object.fromEntries(
    text.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

function write(out: string, name: string, built: BuiltScript, isMagento: boolean): string[] {
  mkdirSync(out, { recursive: true });
  const files: [string, string][] = [
    [name, built.code],
    [`${name}.map`, built.map],
    ...toEngineFiles(built),
    ...(isMagento ? [['csp_whitelist.xml', toMagentoWhitelist(built.directives)] as [string, string]] : []),
  ];
  for (const [file, text] of files) writeFileSync(resolve(out, file), text);
  return files.map(([file]) => resolve(out, file));
}

function toEngineFiles({ engine }: BuiltScript): [string, string][] {
  if (!engine) return [];
  return [
    [engine.file, engine.code],
    [`${engine.file}.map`, engine.map],
  ];
}

function toJson(
  { integrity, sizes, line, directives, parts, engine, findings, notes }: BuiltScript,
  files: readonly string[],
): object {
  const policy = toPolicy(directives);
  const second = engine && { file: engine.file, integrity: engine.integrity, ...engine.sizes };
  return {
    files,
    integrity,
    ...sizes,
    script: line,
    ...(second && { engine: second }),
    policy,
    directives,
    parts,
    findings,
    notes,
  };
}

function describe(
  { integrity, sizes, line, directives, parts, engine }: BuiltScript,
  files: string[],
  isMagento: boolean,
): string {
  const { bytes, gzip, brotli } = sizes;
  return [
    ...files,
    '',
    `${bytes} bytes, ${gzip} by gzip, ${brotli} by brotli; ${integrity}`,
    `with ${parts.join(', ')}`,
    ...(engine
      ? [`${engine.file}, which it loads from its own folder at the first grant: ${engine.sizes.brotli} by brotli`]
      : []),
    '',
    'In the page:',
    `  ${line}`,
    'Content-Security-Policy, at least:',
    `  ${toPolicy(directives)}`,
    ...(engine ? ['  where Trusted Types are listed, also: trusted-types headgate'] : []),
    ...(isMagento
      ? ['', 'csp_whitelist.xml belongs into etc/ of a module.', toMagentoWhitelist(directives).trimEnd()]
      : []),
  ].join('\n');
}
