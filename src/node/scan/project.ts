import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readMarkup, type Markup } from './read-markup.js';
import { createTemplateModules, listMembers } from './read-template.js';
import { walkProgram, type Functions, type Scope, type Site } from './scope.js';
import { isNode, parseCode, type Node, type SyntaxFault } from './syntax.js';

/** Code of one file, parsed: a whole file, one script of a page, or one piece of code in its template. */
export interface Module {
  readonly file: string;
  readonly program: Node;
  readonly scope: Scope;
  /** What a scan looks at, in the order of the code. */
  readonly sites: readonly Site[];
  /** The attribute that the value of its expression goes into. */
  readonly fills?: string;
}

/** The files of a scan, read and parsed when they are first asked for. */
export interface Project {
  modulesOf(file: string): {
    readonly modules: readonly Module[];
    readonly faults: readonly SyntaxFault[];
    readonly markup: Markup;
  };
  /** What is known of the functions of all files that were asked for. */
  readonly functions: Functions;
  /** The file that an import leads to; `undefined` for a package, and for what is not there. */
  resolve(from: string, file: string): string | undefined;
}

const CODE = /\.[cm]?[jt]sx?$/;
const EXTENSIONS = [
  '',
  '.ts',
  '.tsx',
  '.js',
  '.jsx',
  '.mjs',
  '.mts',
  '.cjs',
  '.vue',
  '.svelte',
  '/index.ts',
  '/index.tsx',
  '/index.js',
];

/** Returns whether a file is code as a whole, and not a page with scripts in it. */
export function isCode(file: string): boolean {
  return CODE.test(file);
}

export function createProject(): Project {
  const parsed = new Map<string, ReturnType<Project['modulesOf']>>();
  const functions: Functions = { inside: new Map(), promised: new Map() };
  return {
    functions,
    modulesOf(file) {
      const known = parsed.get(file) ?? parseFile(file, functions);
      parsed.set(file, known);
      return known;
    },
    resolve(from, file) {
      for (const base of basesOf(from, file)) {
        // In TypeScript an import of `./a.js` means `a.ts`.
        const names = [base, base.replace(/\.([cm]?)js(x?)$/, '.$1ts$2'), base.replace(/\.js$/, '.tsx')];
        const found = names.flatMap((one) => EXTENSIONS.map((extension) => one + extension)).find(isFile);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

const OWN_FOLDER = /^(src|app|lib|components|composables|services|utils|helpers|hooks|plugins|stores?)\//;

/** Where an import can lead: `@/` and `~/` stand for the folder of an application's sources, by a wide convention. */
function basesOf(from: string, file: string): string[] {
  if (from.startsWith('.')) return [resolve(dirname(file), from)];
  const [, inLibrary] = /^\$lib\/(.*)$/.exec(from) ?? [];
  if (inLibrary !== undefined) return foldersAbove(file).map((one) => resolve(one, 'src/lib', inLibrary));
  // What is imported by a path from the application's folder, as `baseUrl` lets it be.
  if (OWN_FOLDER.test(from))
    return foldersAbove(file).flatMap((one) => [resolve(one, from), resolve(one, 'src', from)]);
  const [, rest] = /^[@~]\/(.*)$/.exec(from) ?? [];
  return rest === undefined ? [] : foldersAbove(file).flatMap((one) => [resolve(one, 'src', rest), resolve(one, rest)]);
}

function foldersAbove(file: string): string[] {
  const folder = dirname(file);
  return folder === file ? [] : [folder, ...foldersAbove(folder)];
}

function isFile(name: string): boolean {
  return existsSync(name) && statSync(name).isFile();
}

function parseFile(file: string, functions: Functions): ReturnType<Project['modulesOf']> {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const markup: Markup = isCode(file)
    ? { scripts: [{ text, name: file, line: 1, column: 1 }], elements: [], codes: [] }
    : readMarkup(text, file);
  const modules: Module[] = [];
  const faults: SyntaxFault[] = [];
  // Classic scripts of one page see each other's names.
  const scope: Scope = { parent: undefined, names: new Map(), module: file };
  for (const { text, name, ...origin } of markup.scripts) {
    const parsed = parseCode(text, name, origin);
    if (!isNode(parsed)) {
      faults.push(parsed);
      continue;
    }
    const program = parsed['program'] as Node;
    modules.push({ file, program, scope, sites: walkProgram(program, scope, functions) });
  }
  const members = modules.flatMap(({ program }) => listMembers(program, scope));
  const toModule = createTemplateModules({ parent: scope, names: new Map(), members, module: file }, functions);
  return { modules: [...modules, ...markup.codes.flatMap(toModule)], faults, markup };
}
