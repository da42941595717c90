import { readText } from '../support/dist.js';

/** A fenced block of a Markdown file. Its info string says how it is tested: `ts name=status with=headgate,choice`. */
export interface Snippet {
  /** The Markdown file. */
  readonly document: string;
  readonly language: string;
  /** From `name=` or `file=`; empty where the block has neither. */
  readonly name: string;
  /** The module or data file that other snippets import or read. */
  readonly file: string | undefined;
  /** Whether it is a program for Node. */
  readonly isForNode: boolean;
  /** Whether it is compiled and not run: what runs it is a framework's own builder. */
  readonly isOnlyCompiled: boolean;
  /** The page in which it runs, by the name of its snippet. */
  readonly after: string | undefined;
  /** The code as printed. */
  readonly code: string;
  /** The code with the imports that `with=` stands for, in front and without a line of their own. */
  readonly program: string;
  /** Where the code begins in the Markdown file, counted from 1. */
  readonly line: number;
}

/** All fenced blocks of some files of the repository. A snippet may use the modules of another file's. */
export function readSnippets(documents: readonly string[]): Snippet[] {
  const blocks = documents.flatMap((document) => {
    const text = readText(document);
    return [...text.matchAll(/^```(\w+)(.*)\n([\s\S]*?)^```$/gm)].map((match) => ({
      document,
      language: match[1]!,
      flags: readFlags(match[2]!),
      code: match[3]!,
      line: text.slice(0, match.index).split('\n').length + 1,
    }));
  });
  const files = blocks.flatMap(({ flags, code }) => (flags['file'] ? [{ file: flags['file'], code }] : []));
  return blocks.map(({ document, language, flags, code, line }) => ({
    document,
    language,
    name: flags['name'] ?? flags['file'] ?? '',
    file: flags['file'],
    isForNode: flags['run'] === 'node',
    isOnlyCompiled: flags['check'] === 'types',
    after: flags['after'],
    code,
    program: toImports(flags['with'], files) + code,
    line,
  }));
}

/** The one snippet of a name. */
export function findSnippet(snippets: readonly Snippet[], name: string): Snippet {
  const found = snippets.filter((snippet) => snippet.name === name);
  if (found.length !== 1) throw new Error(`The documents have ${found.length} snippets "${name}".`);
  return found[0]!;
}

function readFlags(info: string): { readonly [flag: string]: string } {
  return Object.fromEntries([...info.matchAll(/(\w+)=(\S+)/g)].map(([, flag, value]) => [flag!, value!]));
}

/** Imports what a snippet takes from the documents' own modules. */
function toImports(names: string | undefined, files: readonly { file: string; code: string }[]): string {
  const imports = (names?.split(',') ?? []).map((name) => {
    const origin = files.find(({ code }) => new RegExp(`^export (const|function) ${name}\\b`, 'm').test(code));
    if (!origin) throw new Error(`No snippet of the documents exports "${name}".`);
    return `import { ${name} } from './${toScript(origin.file)}'; `;
  });
  return imports.join('');
}

/** `tracking.ts` → `tracking.js`, the name by which modules import it. */
export function toScript(file: string): string {
  return file.replace(/\.ts$/, '.js');
}
