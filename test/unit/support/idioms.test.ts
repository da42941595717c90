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

/**
 * Names that a stranger could not guess the meaning of, each with what is said instead: a listener is named after what it
 * listens to (`onTabMessage`), a claim is no loan.
 */
const HOUSE_NAMES =
  /^(?:hear(?:[A-Z]\w*)?|isDeaf|heed|loose|loan|sift|planOf|usable|era|isOver|isLost|isBound|onVoid|onMoved|onTurn)$/;
const HOUSE_PHRASES = /\bAnswers (?:what|how|whether|which)\b|in the clothes of|\bLeaves what (?:is over|other)\b/g;

function findHouseNames(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && HOUSE_NAMES.test(node.text)) found.add(`${file}: ${node.text}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found];
}

/** The tracked files of some folders and endings, but for fixtures and what a shop system itself ships. */
function readTracked(endings: RegExp, ...folders: string[]): { file: string; text: string }[] {
  return execFileSync('git', ['ls-files', ...folders], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => endings.test(file) && !/fixtures|web\/luma\/static|idioms\.test/.test(file))
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

const CODE = /\.(ts|tsx|mjs|js)$/;

describe('the code', () => {
  it('spreads no literal into another one', () => {
    const files = readTracked(CODE, 'src', 'test', 'examples');
    expect(files.length).toBeGreaterThan(400);
    expect(files.flatMap(({ file, text }) => findSpreadLiterals(file, text))).toEqual([]);
  });

  it('has no name that only its authors understand', () => {
    expect(readTracked(CODE, 'src', 'test').flatMap(({ file, text }) => findHouseNames(file, text))).toEqual([]);
  });

  it.each(['const hear = 1;', 'function hearMessage() {}', 'host.heed();', 'class A { isOver = true }'])(
    'would be found with %s',
    (text) => {
      expect(findHouseNames('one.ts', text)).toHaveLength(1);
    },
  );

  it('says in plain words what it does, as the documentation does', () => {
    const files = readTracked(/\.(ts|tsx|mjs|js|md|php)$/, 'src', 'test', 'examples', 'docs', 'README.md');
    const found = files.flatMap(({ file, text }) =>
      [...text.matchAll(HOUSE_PHRASES)].map(([said]) => `${file}: ${said}`),
    );
    expect(found).toEqual([]);
  });

  it.each(['({ ...{ a, b }, c })', "[...['a'], b]"])('would be found with %s', (text) => {
    expect(findSpreadLiterals('one.ts', text)).toEqual(['one.ts:1']);
  });

  it.each(['({ ...rest })', '[...list]', 'call(...[a, b])', '({ ...(a && { b }) })'])('may have %s', (text) => {
    expect(findSpreadLiterals('one.ts', text)).toEqual([]);
  });
});
