import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from '../../support/dist.js';

/** Ways to write that a first reader takes for something else, and that no rule of the linter knows. */

/** Where a literal is spread into another one, which only keeps a line short: `{ ...{ a, b } }`, `[...['a']]`. */
function findSpreadLiterals(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isObject = ts.isSpreadAssignment(node) && ts.isObjectLiteralExpression(node.expression);
    const isArray =
      ts.isSpreadElement(node) &&
      ts.isArrayLiteralExpression(node.expression) &&
      ts.isArrayLiteralExpression(node.parent);
    if (isObject || isArray) found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('the code', () => {
  it('spreads no literal into another one', () => {
    const tracked = execFileSync('git', ['ls-files', 'src', 'test', 'examples'], { cwd: root, encoding: 'utf8' });
    const files = tracked.split('\n').filter((file) => /\.(ts|tsx|mjs|js)$/.test(file) && !file.includes('fixtures'));
    expect(files.length).toBeGreaterThan(400);
    expect(files.flatMap((file) => findSpreadLiterals(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });

  it.each(['({ ...{ a, b }, c })', "[...['a'], b]"])('would be found with %s', (text) => {
    expect(findSpreadLiterals('one.ts', text)).toEqual(['one.ts:1']);
  });

  it.each(['({ ...rest })', '[...list]', 'call(...[a, b])', '({ ...(a && { b }) })'])('may have %s', (text) => {
    expect(findSpreadLiterals('one.ts', text)).toEqual([]);
  });
});
