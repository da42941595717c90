import { readText } from '../support/dist.js';

/** A fenced block of a Markdown file. Its info string says how it is tested: `ts name=status with=headgate,choice`. */
export interface Snippet {
  readonly language: string;
  /** From `name=` or `file=`; empty where the block has neither. */
  readonly name: string;
  /** The module or data file that other snippets import or read. */
  readonly file: string | undefined;
  /** Whether it is a program for Node. */
  readonly isForNode: boolean;
  /** The page in which it runs, by the name of its snippet. */
  readonly after: string | undefined;
  /** The code as printed. */
  readonly code: string;
  /** The code with the imports that `with=` stands for, in front and without a line of their own. */
  readonly program: string;
  /** Where the code begins in the Markdown file, counted from 1. */
  readonly line: number;
}

/** All fenced blocks of a file of the repository. */
export function readSnippets(path: string): Snippet[] {
  const text = readText(path);
  const blocks = [...text.matchAll(/^```(\w+)(.*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1]!,
    flags: readFlags(match[2]!),
    code: match[3]!,
    line: text.slice(0, match.index).split('\n').length + 1,
  }));
  const files = blocks.flatMap(({ flags, code }) => (flags['file'] ? [{ file: flags['file'], code }] : []));
  return blocks.map(({ language, flags, code, line }) => ({
    language,
    name: flags['name'] ?? flags['file'] ?? '',
    file: flags['file'],
    isForNode: flags['run'] === 'node',
    after: flags['after'],
    code,
    program: toImports(flags['with'], files) + code,
    line,
  }));
}

/** The one snippet of a name. */
export function findSnippet(snippets: readonly Snippet[], name: string): Snippet {
  const [found, ...others] = snippets.filter((snippet) => snippet.name === name);
  if (!found || others.length) throw new Error(`The README has ${others.length + (found ? 1 : 0)} snippets "${name}".`);
  return found;
}

function readFlags(info: string): { readonly [flag: string]: string } {
  return Object.fromEntries([...info.matchAll(/(\w+)=(\S+)/g)].map(([, flag, value]) => [flag!, value!]));
}

/** Imports what a snippet takes from the README's own modules. */
function toImports(names: string | undefined, files: readonly { file: string; code: string }[]): string {
  const imports = (names?.split(',') ?? []).map((name) => {
    const origin = files.find(({ code }) => new RegExp(`^export (const|function) ${name}\\b`, 'm').test(code));
    if (!origin) throw new Error(`No snippet of the README exports "${name}".`);
    return `import { ${name} } from './${toScript(origin.file)}'; `;
  });
  return imports.join('');
}

/** `tracking.ts` → `tracking.js`, the name by which modules import it. */
export function toScript(file: string): string {
  return file.replace(/\.ts$/, '.js');
}
