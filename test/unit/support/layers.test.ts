import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from '../../support/dist.js';

/**
 * The folders of the browser code, from the entries down. A file imports from folders that stand below its own, and types from
 * anywhere: what a lower one needs of a higher one is handed to it. Whoever reads a folder has to know only those below it.
 */
const LAYERS =
  'entries debug inspector script instance intake delivery consent storage bridge events gate audit manifest tag safety'.split(
    ' ',
  );

interface Import {
  readonly from: string;
  readonly to: string;
}

/** The imports of one file that are there when it runs. */
function readImports(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier) || !moduleSpecifier.text.startsWith('.')) return [];
    if (isOfTypes(statement)) return [];
    return { from: file, to: join(dirname(file), moduleSpecifier.text).replace(/\.js$/, '.ts') };
  });
}

function isOfTypes(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) {
    const { isTypeOnly, exportClause } = statement;
    const isNamed = exportClause && ts.isNamedExports(exportClause);
    return isTypeOnly || (!!isNamed && exportClause.elements.every((element) => element.isTypeOnly));
  }
  const { isTypeOnly, name, namedBindings } = statement.importClause ?? {};
  const isNamed = !name && namedBindings && ts.isNamedImports(namedBindings);
  return !!isTypeOnly || (!!isNamed && namedBindings.elements.every((element) => element.isTypeOnly));
}

/** The place of a file's folder among the layers; those of `src` itself are the entries. */
function layerOf(file: string): number {
  const [, folder, ...rest] = file.split('/');
  return LAYERS.indexOf(rest.length > 0 ? folder! : 'entries');
}

const isUpwards = ({ from, to }: Import): boolean => {
  const isOwnFolder = layerOf(from) === layerOf(to);
  return !isOwnFolder && layerOf(from) > layerOf(to);
};

/** The files that lead back to themselves. */
function findCycles(imports: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const reaches = (from: string, goal: string, seen: Set<string>): boolean =>
    (next.get(from) ?? []).some((to) => to === goal || (!seen.has(to) && reaches(to, goal, seen.add(to))));
  return [...next.keys()].filter((file) => reaches(file, file, new Set()));
}

describe('the browser code', () => {
  const files = execFileSync('git', ['ls-files', 'src'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('src/node/'));
  const imports = files.flatMap((file) => readImports(file, readFileSync(join(root, file), 'utf8')));

  it('lies in folders whose order is known', () => {
    expect(files.filter((file) => layerOf(file) < 0)).toEqual([]);
    expect(imports.length).toBeGreaterThan(150);
  });

  it('imports nothing but types from a folder above its own', () => {
    expect(imports.filter(isUpwards)).toEqual([]);
  });

  it('has no files that import each other', () => {
    expect(findCycles(imports)).toEqual([]);
  });

  it.each([
    ["import { createIntake } from '../intake/intake.js';", 1],
    ["import type { Intake } from '../intake/intake.js';", 0],
    ["import { type Intake } from '../intake/intake.js';", 0],
    ["import { protect } from '../safety/protect.js';", 0],
    ["export { createIntake } from '../intake/intake.js';", 1],
  ])('is found with %s in a stage %i times', (text, count) => {
    expect(readImports('src/storage/one.ts', text).filter(isUpwards)).toHaveLength(count);
  });

  it('is found with files in a circle', () => {
    const circle = ['a', 'b', 'c'].map((from, index) => ({ from, to: ['b', 'c', 'a'][index]! }));
    expect(findCycles([...circle, { from: 'd', to: 'a' }])).toEqual(['a', 'b', 'c']);
  });
});
