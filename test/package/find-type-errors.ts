import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../support/dist.js';
import { compileComponent } from './compile-component.js';
import type { Snippet } from './read-snippets.js';

/** A strict application's options; `headgate` is resolved as by its users, through the package's `exports`. */
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
  jsx: ts.JsxEmit.ReactJSX,
  // As Angular's applications have it.
  experimentalDecorators: true,
  skipLibCheck: true,
};

/** Type-checks TypeScript snippets as the modules of one folder, and returns what is wrong, by document and line. */
export function findTypeErrors(snippets: readonly Snippet[]): string[] {
  const folder = join(root, 'documents');
  const sources = new Map(snippets.map((snippet) => [join(folder, toFile(snippet)), snippet]));
  const programs = new Map([...sources].map(([file, snippet]) => [file, toProgram(snippet)]));
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => programs.has(file) || fileExists(file);
  host.readFile = (file) => programs.get(file) ?? readFile(file);
  const directoryExists = host.directoryExists?.bind(host);
  host.directoryExists = (path) => path === folder || (directoryExists?.(path) ?? true);

  const program = ts.createProgram([...programs.keys()], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    const snippet = file && sources.get(file.fileName);
    if (!snippet) return `${file?.fileName ?? 'somewhere'}: ${message}`;
    return `${snippet.document}:${snippet.line + file.getLineAndCharacterOfPosition(start).line}: ${message}`;
  });
}

function toFile({ file, name, language }: Snippet): string {
  return file ?? `${name}.${language === 'vue' ? 'vue.ts' : language}`;
}

/** Of a Vue component, what its compiler makes of script and template: expressions of the template are checked too. */
function toProgram(snippet: Snippet): string {
  return snippet.language === 'vue' ? compileComponent(snippet).component : snippet.program;
}
