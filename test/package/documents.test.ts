import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROMISES } from '../promises.js';
import { readText, root } from '../support/dist.js';
import { LINKED, WRITTEN } from './documents.js';
import { findDeadLinks } from './find-dead-links.js';

interface Row {
  readonly name: string;
  readonly bytes: number;
  readonly limit?: number;
}

const readme = readText('README.md');
const accounting = readText('docs/accounting.md');

describe('the README', () => {
  it('prints the measured sizes and the budgets, as the pages of the site do', () => {
    const rows = measure();
    for (const file of WRITTEN) {
      const text = readText(file);
      const actual = text.replace(FIGURE, (_, kind: 'size' | 'budget', name: string) => toFigure(kind, name, rows));
      if (!process.env['UPDATE_README']) expect(figuresOf(text), file).toEqual(figuresOf(actual));
      else if (actual !== text) writeFileSync(join(root, file), actual);
    }
    expect(figuresOf(readme).length).toBeGreaterThan(8);
    expect(figuresOf(readText('docs/inspector.md')).length).toBeGreaterThan(0);
  });

  it('is read in one sitting: 12,000 bytes at most', () => {
    expect(Buffer.byteLength(readme)).toBeLessThanOrEqual(12_000);
  });

  it('names for each promise tests that there are', () => {
    const rows = rowsOf(readme, '| | promise |');
    const named = rows.map((row) => [...row.matchAll(/\[([^\]]+)\]\((https[^)]+\/(test\/[^)]+))\)/g)]);
    expect(named.filter((tests) => tests.length === 0)).toEqual([]);
    expect(named.flat().flatMap(([, title, , file]) => (hasTest(file!, title!) ? [] : [title]))).toEqual([]);
    expect(rows.map((row) => /\*\*(P\d)\*\*/.exec(row)?.[1])).toEqual(PROMISES.map(({ id }) => id));
  });
});

describe('the page of accounting', () => {
  it('has one row for each diagnostic, and no other', () => {
    const codes = readText('src/audit/diagnostic.ts').matchAll(/^ {2}\| '([a-z-]+)'/gm);
    const rows = rowsOf(accounting, '| diagnostic |').map((row) => /^\| `([^`]+)`/.exec(row)?.[1]);
    expect(rows).toEqual([...codes].map(([, code]) => code));
  });

  it('names reasons that the code gives', () => {
    const code = readFolder('src').join('\n');
    const reasons = rowsOf(accounting, '| state | reasons |').flatMap((row) => [
      ...row.split('|')[2]!.matchAll(/`([a-z-]+)`/g),
    ]);
    expect(reasons.map(([, reason]) => reason!).filter((reason) => !code.includes(`'${reason}'`))).toEqual([]);
    expect(reasons.length).toBeGreaterThan(15);
  });

  it('names every reason by which the gate decides', () => {
    const union = /type GateReason =([^;]+);/.exec(readText('src/gate/decide.ts'))![1]!;
    const table = rowsOf(accounting, '| state | reasons |').join();
    const reasons = [...union.matchAll(/'([a-z-]+)'/g)].map(([, reason]) => reason!);
    expect(reasons.filter((reason) => reason !== 'permitted' && !table.includes(`\`${reason}\``))).toEqual([]);
  });
});

describe('the page of limits', () => {
  it('names the limits and their defaults', () => {
    const defaults = new Map(readFolder('src').flatMap(readDefaults));
    const printed = rowsOf(readText('docs/limits.md'), '| option | default |').map((row) =>
      [...row.matchAll(/`([^`]+)`/g)].map(([, text]) => text!),
    );
    for (const [option, value] of printed) expect([option, defaults.get(option!)]).toEqual([option, value]);
    expect(printed.length).toBeGreaterThan(8);
  });
});

describe('the documents', () => {
  it.each(LINKED)('%s leads nowhere that does not exist', (file) => {
    expect(findDeadLinks(file)).toEqual([]);
  });

  it('would be found out by a link to a page or a heading that there is not', () => {
    const text = '[a](limits.md) [b](nowhere.md) [c](limits.md#browsers) [d](limits.md#nothing) [e](#here)\n\n# Here\n';
    const read = (file: string) => (file === 'docs/made-up.md' ? text : readText(file));
    expect(findDeadLinks('docs/made-up.md', read)).toEqual(['nowhere.md', 'limits.md#nothing']);
  });

  it('are all in the menu of the site, which leads to no other', () => {
    const links = [...readText('docs/.vitepress/sidebar.mjs').matchAll(/link: '\/([^']*)'/g)].map(([, link]) => link!);
    const pages = WRITTEN.filter((file) => file.startsWith('docs/') && !/^docs\/(index|decisions\/.+)\.md$/.test(file));
    const inMenu = links.map((link) => `docs/${link.endsWith('/') ? `${link}index` : link}.md`);
    expect(inMenu.sort()).toEqual([...pages, 'docs/decisions/index.md'].sort());
  });

  it('CONTRIBUTING.md says of every dependency what it is for', () => {
    const examples = readdirSync(join(root, 'examples')).map((name) => `examples/${name}/package.json`);
    const packages = ['package.json', ...examples.filter((file) => existsSync(join(root, file)))].flatMap((file) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(readText(file)) as Dependencies;
      return Object.keys({ ...dependencies, ...devDependencies });
    });
    const contributing = readText('CONTRIBUTING.md');
    expect(
      [...new Set(packages)].filter((name) => name !== 'headgate' && !contributing.includes(`\`${name}\``)),
    ).toEqual([]);
  });

  it('CONTRIBUTING.md maps every folder of the source', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const map = readText('CONTRIBUTING.md');
    expect(folders.filter(({ name }) => !map.includes(`${name}/`))).toEqual([]);
  });

  it('CHANGELOG.md has the version of the package', () => {
    const { version } = JSON.parse(readText('package.json')) as { version: string };
    const headings = [...readText('CHANGELOG.md').matchAll(/^## \[?([\d.]+)/gm)].map(([, heading]) => heading);
    expect(headings[0]).toBe(version);
  });
});

interface Dependencies {
  readonly dependencies?: object;
  readonly devDependencies?: object;
}

const FIGURE = /<!-- (size|budget):(\S+) -->.*?<!-- \/\1 -->/g;

function figuresOf(text: string): string[] {
  return [...text.matchAll(FIGURE)].map(([figure]) => figure);
}

/** A figure as it is printed: kilobytes of a thousand bytes, one digit after the point. */
function toFigure(kind: 'size' | 'budget', name: string, rows: readonly Row[]): string {
  const row = rows.find((candidate) => candidate.name === name);
  const bytes = kind === 'size' ? row?.bytes : row?.limit;
  if (bytes === undefined) throw new Error(`A page names a ${kind} of "${name}", which is not measured.`);
  return `<!-- ${kind}:${name} -->${(bytes / 1000).toFixed(1)} kB<!-- /${kind} -->`;
}

/** Its exit code says whether a budget is exceeded, which another check reports. */
function measure(): Row[] {
  return JSON.parse(
    spawnSync(process.execPath, ['test/size.mjs', '--json'], { cwd: root, encoding: 'utf8' }).stdout,
  ) as Row[];
}

/** The rows of the table whose head begins so. */
function rowsOf(text: string, head: string): string[] {
  const [, after = ''] = text.split(`\n${head}`);
  const rows = after.split('\n').slice(2);
  return rows.slice(
    0,
    rows.findIndex((row) => !row.startsWith('|')),
  );
}

/** `Interface.property` → the value after `@defaultValue`. */
function readDefaults(code: string): [string, string][] {
  return [...code.matchAll(/^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)].flatMap(([, name, body]) =>
    [...body!.matchAll(/@defaultValue `(\d+)`(?:(?!@defaultValue)[\s\S])*?\*\/\s*readonly (\w+)\?/g)].map(
      ([, value, property]): [string, string] => [`${name}.${property}`, value!],
    ),
  );
}

/** Whether a line of a test file has a title; `…` stands for what a loop fills in. */
function hasTest(file: string, title: string): boolean {
  if (!existsSync(join(root, file))) return false;
  const pieces = title.split('…').map((piece) => piece.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?:it|test)\\b.*['"\`]\\s*${pieces.join('.*')}`).test(readText(file));
}

function readFolder(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => readFileSync(join(root, folder, file), 'utf8'));
}
