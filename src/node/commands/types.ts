import { readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openSoundManifest } from '../open-sound-manifest.js';
import { toDeclarations } from '../to-declarations.js';
import { UsageError, type Command, type ExitCode, type Terminal } from './command.js';

/** Writes the TypeScript declarations of a manifest. */
export const typesCommand: Command = {
  summary: 'Write the TypeScript declarations of a manifest',
  usage: `headgate types [MANIFEST] [options]

Writes declarations beside the manifest, so that "import manifest from './headgate.manifest.json'" has literal types and
\`track\` knows every event and field. TypeScript reads them with "allowArbitraryExtensions": true in tsconfig.json.

  MANIFEST     JSON, comments allowed. Default: headgate.manifest.json or .jsonc
  --out FILE   Where to write. Default: headgate.manifest.d.json.ts; "-" prints
  --check      Write nothing; exit code 1 where the file is not what would be written
  --json       Say what was done as JSON`,
  run: types,
};

function types(args: readonly string[], { folder, print, paint }: Terminal): ExitCode {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      check: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length > 1) throw new UsageError('One manifest at a time.');
  const { manifest, name: file } = openSoundManifest(positionals[0], folder);
  const text = toDeclarations(manifest, basename(file));
  if (values.out === '-') {
    print(text.trimEnd());
    return 0;
  }
  const out = values.out ?? declarationsOf(file);
  const isFresh = readText(resolve(folder, out)) === text;
  if (!isFresh && !values.check) writeFileSync(resolve(folder, out), text);
  const state = isFresh ? 'fresh' : values.check ? 'stale' : 'written';
  const events = Object.keys(manifest.events).length;
  if (values.json) print(JSON.stringify({ manifest: file, file: out, state, events }, null, 2));
  else print(`${out}: ${state === 'stale' ? paint.red(`not that of ${file}`) : state} (${events} events)`);
  return state === 'stale' ? 1 : 0;
}

/** The name under which TypeScript looks for the declarations of a file that is no code. */
export function declarationsOf(file: string): string {
  const extension = extname(file);
  return `${file.slice(0, file.length - extension.length)}.d${extension}.ts`;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
