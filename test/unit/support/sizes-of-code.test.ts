import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from '../../support/dist.js';

/** How long a file and a function may be, every line counted. What is longer is more than one idea. */
const MOST_LINES_OF_A_FILE = 250;
const MOST_LINES_OF_A_FUNCTION = 80;

const files = execFileSync('git', ['ls-files', 'src'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
const browserFiles = files.filter(({ file }) => !file.startsWith('src/node/'));

const countLines = (text: string): number => text.trimEnd().split('\n').length;

/**
 * The functions of a file, with their own lines: those of a function in it are counted there. A factory is read as its list of
 * functions is, each by itself.
 */
function measureFunctions(file: string, text: string): { name: string; lines: number }[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const measured: { name: string; lines: number }[] = [];
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line;

  /** The lines of functions that stand in this node; the first of each belongs to what is around it. */
  function measure(node: ts.Node): number {
    let inner = 0;
    ts.forEachChild(node, (child) => {
      inner += measure(child);
    });
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return inner;
    const all = lineAt(node.end) - lineAt(node.getStart()) + 1;
    measured.push({ name: `${file}:${lineAt(node.getStart()) + 1}`, lines: all - inner });
    return all - 1;
  }

  measure(source);
  return measured;
}

describe('the code of the browser', () => {
  it('has no file of more than 250 lines', () => {
    expect(browserFiles.length).toBeGreaterThan(120);
    const long = browserFiles.filter(({ text }) => countLines(text) > MOST_LINES_OF_A_FILE);
    expect(long.map(({ file }) => file)).toEqual([]);
  });

  it('has no function with more than 80 lines of its own', () => {
    const functions = browserFiles.flatMap(({ file, text }) => measureFunctions(file, text));
    expect(functions.length).toBeGreaterThan(800);
    expect(functions.filter(({ lines }) => lines > MOST_LINES_OF_A_FUNCTION)).toEqual([]);
  });

  it('is measured by each function apart from those in it', () => {
    const text = 'function a() {\n  const b = () => {\n    c();\n  };\n  return b;\n}\nconst d = () => 1;\n';
    expect(measureFunctions('one.ts', text)).toEqual([
      { name: 'one.ts:2', lines: 3 },
      { name: 'one.ts:1', lines: 4 },
      { name: 'one.ts:7', lines: 1 },
    ]);
  });
});
