/**
 * The entry `headgate/plugin`: a plugin for Rollup and Vite that checks the event manifest, compiles it into a module, and
 * keeps its declarations fresh, in builds, in watch mode and in the dev server.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { toFrame } from './build/to-frame.js';
import { declarationsOf } from './commands/types.js';
import { findManifest } from './find-manifest.js';
import { describeProblem, type Problem } from './manifest-error.js';
import { openManifest, type OpenedManifest } from './open-manifest.js';
import { toDeclarations } from './to-declarations.js';
import { toManifestTable } from './to-manifest-table.js';

export interface HeadgatePluginOptions {
  /** The manifest, from the folder of the build. @defaultValue `headgate.manifest.json` or `.jsonc` */
  readonly manifest?: string;
  /** Where the declarations are written; `false` for nowhere. @defaultValue beside the manifest */
  readonly types?: string | false;
  /** From which severity on a finding fails the build. @defaultValue `'error'` */
  readonly failOn?: 'error' | 'warning';
}

/** What Rollup and Vite hand to a hook, as far as it is used here. */
interface HookContext {
  addWatchFile(file: string): void;
  warn(log: PluginLog): void;
  error(log: PluginLog): never;
  resolve(source: string, importer: string | undefined, options: { skipSelf: boolean }): Promise<{ id: string } | null>;
}

interface PluginLog {
  readonly message: string;
  readonly id: string;
  readonly loc: { readonly file: string; readonly line: number; readonly column: number };
  readonly frame: string;
}

/** Vite's dev server, as far as it is used here. */
interface DevServer {
  readonly watcher: { add(file: string): void; on(event: 'change' | 'add', listener: (file: string) => void): void };
  readonly moduleGraph: { getModuleById(id: string): unknown; invalidateModule(module: never): void };
  readonly ws: { send(message: { readonly type: 'full-reload' }): void };
}

/** As far as it is used here, so that neither Rollup nor Vite has to be there for its types. */
export interface HeadgatePlugin {
  readonly name: string;
  readonly enforce: 'pre';
  configResolved(config: { readonly root: string; readonly command: 'build' | 'serve' }): void;
  configureServer(server: DevServer): void;
  buildStart(this: HookContext): void;
  resolveId(this: HookContext, source: string, importer: string | undefined): Promise<string | null>;
  load(this: HookContext, id: string): { code: string; map: null; moduleSideEffects: false } | null;
}

/**
 * Imports the compiled manifest, wherever its file lies.
 *
 * @example
 * ```ts
 * import { VIRTUAL_MANIFEST } from 'headgate/plugin';
 *
 * VIRTUAL_MANIFEST; // 'virtual:headgate-manifest', as in: import manifest from 'virtual:headgate-manifest';
 * ```
 */
export const VIRTUAL_MANIFEST = 'virtual:headgate-manifest';

const MODULE = '\0headgate-manifest';

/**
 * Returns the plugin. `import manifest from './headgate.manifest.json'`, or from `virtual:headgate-manifest`, is then the table
 * that the browser reads, without what people alone read.
 *
 * @example
 * ```ts
 * import { defineConfig } from 'vite';
 * import { headgate } from 'headgate/plugin';
 *
 * export default defineConfig({ plugins: [headgate({ manifest: 'headgate.manifest.json' })] });
 * ```
 */
export function headgate({ manifest, types, failOn = 'error' }: HeadgatePluginOptions = {}): HeadgatePlugin {
  let folder = process.cwd();
  let isServing = false;
  const find = (): string => resolve(folder, findManifest(manifest, folder));
  const open = (): OpenedManifest => openManifest(find());

  function writeTypes({ manifest: sound, file }: OpenedManifest): void {
    if (!sound || types === false) return;
    const out = types === undefined ? declarationsOf(file) : resolve(folder, types);
    const text = toDeclarations(sound, basename(file));
    // A write that changes nothing would start the next round of a watcher.
    if (readText(out) !== text) writeFileSync(out, text);
  }

  return {
    name: 'headgate',
    // Before Vite's own JSON plugin sees the file.
    enforce: 'pre',
    configResolved({ root, command }) {
      folder = root;
      isServing = command === 'serve';
    },
    configureServer({ watcher, moduleGraph, ws }) {
      const file = find();
      watcher.add(file);
      const follow = (changed: string): void => {
        if (resolve(changed) !== file) return;
        writeTypes(open());
        const module = moduleGraph.getModuleById(MODULE);
        if (module) moduleGraph.invalidateModule(module as never);
        // Also where the module failed to load, and Vite knows of no tie between it and the file.
        ws.send({ type: 'full-reload' });
      };
      // Some editors write a new file in the place of the old one.
      for (const event of ['change', 'add'] as const) watcher.on(event, follow);
    },
    buildStart() {
      const opened = open();
      this.addWatchFile(opened.file);
      writeTypes(opened);
      // A dev server starts all the same: the overlay shows the fault once a page imports the manifest.
      judge(opened, failOn, this, isServing);
    },
    async resolveId(source, importer) {
      if (source === VIRTUAL_MANIFEST) return MODULE;
      const file = find();
      if (basename(source.replace(/\?.*/, '')) !== basename(file)) return null;
      const resolved =
        isAbsolute(source) || importer === undefined || !source.startsWith('.')
          ? (await this.resolve(source, importer, { skipSelf: true }))?.id
          : resolve(dirname(importer), source);
      return resolved === file ? MODULE : null;
    },
    load(id) {
      if (id !== MODULE) return null;
      const opened = open();
      if (isServing) judge(opened, failOn, this, false);
      else this.addWatchFile(opened.file);
      const code = `export default ${toModuleText(opened)};\n`;
      return { code, map: null, moduleSideEffects: false };
    },
  };
}

/** Tells all findings; the first that fails the build ends it, with the others in its message. */
function judge(opened: OpenedManifest, failOn: 'error' | 'warning', context: HookContext, onlyWarn: boolean): void {
  const { findings } = opened;
  const isFailure = ({ severity }: Problem): boolean =>
    severity === 'error' || (failOn === 'warning' && severity === 'warning');
  const failures = findings.filter(isFailure);
  for (const problem of findings) {
    if (problem.severity === 'note' || (isFailure(problem) && !onlyWarn)) continue;
    context.warn(toLog(opened, [problem]));
  }
  if (failures.length > 0 && !onlyWarn) context.error(toLog(opened, failures));
}

function toLog({ file, text }: OpenedManifest, problems: readonly Problem[]): PluginLog {
  const { line = 1, column = 1 } = problems[0]!;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return {
    message: [`${basename(file)} has ${count}:`, ...problems.map((problem) => `  ${describeProblem(problem)}`)].join(
      '\n',
    ),
    id: file,
    loc: { file, line, column: column - 1 },
    frame: toFrame(text, line, column),
  };
}

/** JSON is JavaScript but for a key `__proto__`, and no manifest that was checked has one. */
function toModuleText({ manifest }: OpenedManifest): string {
  return manifest ? JSON.stringify(toManifestTable(manifest)) : 'undefined';
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
