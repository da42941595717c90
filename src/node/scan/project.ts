import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { HANDLER_NAME, readMarkup } from './read-markup.js';
import { declareProgram, type Scope } from './scope.js';
import { isNode, parseCode, type Node, type SyntaxFault } from './syntax.js';

/** Code of one file, parsed: a whole file, or one script of a page. */
export interface Module {
  readonly file: string;
  readonly program: Node;
  readonly scope: Scope;
}

/** The files of a scan, read and parsed when they are first asked for. */
export interface Project {
  modulesOf(file: string): { readonly modules: readonly Module[]; readonly faults: readonly SyntaxFault[] };
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
  return {
    modulesOf(file) {
      const known = parsed.get(file) ?? parseFile(file);
      parsed.set(file, known);
      return known;
    },
    resolve(from, file) {
      if (!from.startsWith('.')) return undefined;
      const base = resolve(dirname(file), from);
      // In TypeScript an import of `./a.js` means `a.ts`.
      const bases = [base, base.replace(/\.([cm]?)js(x?)$/, '.$1ts$2'), base.replace(/\.js$/, '.tsx')];
      return bases.flatMap((one) => EXTENSIONS.map((extension) => one + extension)).find(isFile);
    },
  };
}

function isFile(name: string): boolean {
  return existsSync(name) && statSync(name).isFile();
}

function parseFile(file: string): ReturnType<Project['modulesOf']> {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const scripts = isCode(file) ? [{ text, name: file, line: 1, column: 1 }] : readMarkup(text, file).scripts;
  const modules: Module[] = [];
  const faults: SyntaxFault[] = [];
  // Classic scripts of one page see each other's names.
  const scope: Scope = { parent: undefined, names: new Map(), module: file };
  for (const { text, name, ...origin } of scripts) {
    const parsed = parseCode(text, name, origin);
    if (!isNode(parsed)) {
      // An attribute's code may be in a framework's own dialect.
      if (name !== HANDLER_NAME) faults.push(parsed);
      continue;
    }
    const program = parsed['program'] as Node;
    declareProgram(program, scope);
    modules.push({ file, program, scope });
  }
  return { modules, faults };
}
