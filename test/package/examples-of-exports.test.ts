import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from '../support/dist.js';
import { findTypeErrors } from './find-type-errors.js';
import type { Snippet } from './read-snippets.js';

/** Every function that a reader of the API reference may call has an example there, and each example compiles. */

const ENTRIES = [
  'index.ts',
  'debug.ts',
  'frame.ts',
  'inspector.ts',
  'react.ts',
  'seal.ts',
  'node/plugin.ts',
  'node/index.ts',
];
/** Types that are called, or that an application writes an object of. */
const CALLED_TYPES = new Set([
  'Bridge',
  'ConsentSource',
  'Frame',
  'Headgate',
  'Hooks',
  'HttpCollector',
  'ManualSource',
  'PageCollector',
]);

/** What the examples take as there: a manifest, as the README has it, and an instance for it. */
const SURROUNDINGS = `
  import { createHeadgate, defineManifest, json, type ConsentSource, type TaggedEvent } from 'headgate';
  const ours = defineManifest({
    version: '1',
    categories: { analytics: {} },
    purposes: { search_quality: {} },
    collectors: { warehouse: { recipient: 'Acme GmbH', role: 'controller', country: 'DE' } },
    events: {
      search_used: {
        purpose: 'search_quality',
        tier: 'anonymous',
        basis: 'consent',
        categories: ['analytics'],
        retentionDays: 30,
        collectors: ['warehouse'],
        fields: { results: { type: 'integer' } },
      },
    },
  });
  const adapters = { warehouse: json({ url: 'https://events.example/v1/events' }) };
  const instance = createHeadgate({ manifest: ours, collectors: adapters });
  declare global {
    const manifest: typeof ours;
    const collectors: typeof adapters;
    const headgate: typeof instance;
    const consent: ConsentSource[];
    const arrived: TaggedEvent;
    const body: string;
  }`;

interface Export {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly isCalled: boolean;
  readonly examples: readonly string[];
}

/** What the entries export, each once. */
function readExports(): Export[] {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config as object;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const files = ENTRIES.map((entry) => join(root, 'src', entry));
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const symbols = files.flatMap((file) =>
    checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!),
  );
  const resolved = new Map(
    symbols.map((symbol) => [
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
      symbol.name,
    ]),
  );
  return [...resolved].map(([symbol, name]) => {
    const declaration = symbol.declarations?.[0];
    if (!declaration) throw new Error(`${name} is not to be found.`);
    const source = declaration.getSourceFile();
    const tags = symbol.getJsDocTags(checker).filter((tag) => tag.name === 'example');
    return {
      name,
      file: relative(root, source.fileName),
      line: source.getLineAndCharacterOfPosition(declaration.getStart()).line + 1,
      isCalled: !!(symbol.flags & ts.SymbolFlags.Value) || CALLED_TYPES.has(name),
      examples: tags.map((tag) => ts.displayPartsToString(tag.text)),
    };
  });
}

/** The code of an example as a module of its own; empty where it is no fenced block of TypeScript. */
function toSnippet({ name, file, line }: Export, example: string, index: number): Snippet {
  const [, language = 'ts', code = ''] = /^```(tsx?)\n([\s\S]*)\n```$/.exec(example.trim()) ?? [];
  // Angle brackets and unused names are what examples are made of.
  const program = `${code}\nexport {};`;
  return {
    document: file,
    language,
    // Windows and macOS take `Headgate.ts` for `headgate.ts`.
    name: `${name}-at-${line}-${index}`,
    file: undefined,
    isForNode: false,
    isOnlyCompiled: true,
    after: undefined,
    code,
    program,
    line,
  };
}

describe('an export of the package', () => {
  const exported = readExports();
  const snippets = exported.flatMap((one) => one.examples.map((example, index) => toSnippet(one, example, index)));

  it('has an example, if it is called', () => {
    const called = exported.filter(({ isCalled }) => isCalled);
    expect(called.length).toBeGreaterThan(90);
    expect(called.filter(({ examples }) => examples.length === 0).map(({ name, file }) => `${file}: ${name}`)).toEqual(
      [],
    );
  });

  it('has examples that compile as a strict application does', () => {
    expect(snippets.filter(({ code }) => !code).map(({ name }) => name)).toEqual([]);
    const surroundings = toSnippet({ name: 'surroundings', file: '', line: 0, isCalled: false, examples: [] }, '', 0);
    expect(findTypeErrors([...snippets, { ...surroundings, program: SURROUNDINGS }])).toEqual([]);
  });

  it('would be found with an example that does not compile', () => {
    const wrong = { name: 'wrong', file: 'src/wrong.ts', line: 7, isCalled: true, examples: [] };
    const snippet = toSnippet(
      wrong,
      "```ts\nimport { manual } from 'headgate';\n\nmanual({ remembers: true });\n```",
      0,
    );
    expect(findTypeErrors([snippet])).toEqual([expect.stringContaining("'remembers' does not exist")]);
  });
});
