import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../support/dist.js';
import type { Snippet } from './readme-snippets.js';

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
  skipLibCheck: true,
};

/** Type-checks TypeScript snippets as the modules of one folder, and returns what is wrong, by line of the README. */
export function findTypeErrors(snippets: readonly Snippet[]): string[] {
  const folder = join(root, 'readme');
  const sources = new Map(snippets.map((snippet) => [join(folder, toFile(snippet)), snippet]));
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.readFile = (file) => sources.get(file)?.program ?? readFile(file);
  const directoryExists = host.directoryExists?.bind(host);
  host.directoryExists = (path) => path === folder || (directoryExists?.(path) ?? true);

  const program = ts.createProgram([...sources.keys()], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    const snippet = file && sources.get(file.fileName);
    if (!snippet) return `${file?.fileName ?? 'README.md'}: ${message}`;
    return `README.md:${snippet.line + file.getLineAndCharacterOfPosition(start).line}: ${message}`;
  });
}

function toFile({ file, name, language }: Snippet): string {
  return file ?? `${name}.${language}`;
}
