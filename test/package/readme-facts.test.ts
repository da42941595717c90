import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText, root } from '../support/dist.js';

interface Row {
  readonly name: string;
  readonly bytes: number;
  readonly limit?: number;
}

const readme = readText('README.md');
const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'];

describe('the README', () => {
  it('prints the measured sizes and the budgets', () => {
    const rows = measure();
    const actual = readme.replace(FIGURE, (_, kind: 'size' | 'budget', name: string) => toFigure(kind, name, rows));
    if (process.env['UPDATE_README']) writeFileSync(join(root, 'README.md'), actual);
    else expect(figuresOf(readme)).toEqual(figuresOf(actual));
    expect(figuresOf(readme).length).toBeGreaterThan(8);
  });

  it('has one row for each diagnostic, and no other', () => {
    const codes = readText('src/audit/diagnostic.ts').matchAll(/^ {2}\| '([a-z-]+)'/gm);
    expect(firstColumn('| diagnostic |')).toEqual([...codes].map(([, code]) => code));
  });

  it('names reasons that the code gives', () => {
    const code = readFolder('src').join('\n');
    const reasons = rowsOf('| state | reasons |').flatMap((row) => [...row.split('|')[2]!.matchAll(/`([a-z-]+)`/g)]);
    expect(reasons.map(([, reason]) => reason!).filter((reason) => !code.includes(`'${reason}'`))).toEqual([]);
    expect(reasons.length).toBeGreaterThan(15);
  });

  it('names every reason by which the gate decides', () => {
    const union = /type GateReason =([^;]+);/.exec(readText('src/gate/decide.ts'))![1]!;
    const table = rowsOf('| state | reasons |').join();
    const reasons = [...union.matchAll(/'([a-z-]+)'/g)].map(([, reason]) => reason!);
    expect(reasons.filter((reason) => reason !== 'permitted' && !table.includes(`\`${reason}\``))).toEqual([]);
  });

  it('names the limits and their defaults', () => {
    const defaults = new Map(readFolder('src').flatMap(readDefaults));
    const printed = rowsOf('| option | default |').map((row) =>
      [...row.matchAll(/`([^`]+)`/g)].map(([, text]) => text!),
    );
    for (const [option, value] of printed) expect([option, defaults.get(option!)]).toEqual([option, value]);
    expect(printed.length).toBeGreaterThan(8);
  });

  it('names for each promise tests that there are', () => {
    const named = rowsOf('| | promise |').map((row) => [...row.matchAll(/\[([^\]]+)\]\((test\/[^)]+)\)/g)]);
    expect(named.map((tests) => tests.length > 0)).toEqual(Array.from({ length: 7 }, () => true));
    expect(named.flat().flatMap(([, title, file]) => (hasTest(file!, title!) ? [] : [title]))).toEqual([]);
  });
});

describe('the documents', () => {
  it.each(documents)('%s leads nowhere that does not exist', (name) => {
    const targets = [...readText(name).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, target]) => target!);
    expect(targets.filter((target) => !leadsSomewhere(name, target))).toEqual([]);
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
  if (bytes === undefined) throw new Error(`The README names a ${kind} of "${name}", which is not measured.`);
  return `<!-- ${kind}:${name} -->${(bytes / 1000).toFixed(1)} kB<!-- /${kind} -->`;
}

/** Its exit code says whether a budget is exceeded, which another check reports. */
function measure(): Row[] {
  return JSON.parse(
    spawnSync(process.execPath, ['test/size.mjs', '--json'], { cwd: root, encoding: 'utf8' }).stdout,
  ) as Row[];
}

/** The rows of the table whose head begins so. */
function rowsOf(head: string): string[] {
  const [, after = ''] = readme.split(`\n${head}`);
  const rows = after.split('\n').slice(2);
  return rows.slice(
    0,
    rows.findIndex((row) => !row.startsWith('|')),
  );
}

function firstColumn(head: string): (string | undefined)[] {
  return rowsOf(head).map((row) => /^\| `([^`]+)`/.exec(row)?.[1]);
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

function leadsSomewhere(from: string, target: string): boolean {
  const [path, anchor] = target.split('#') as [string, string | undefined];
  const file = path ? join(dirname(from), path) : from;
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || anchorsOf(readText(file)).includes(anchor);
}

/** The anchors that headings get on code hosts. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

function readFolder(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => readFileSync(join(root, folder, file), 'utf8'));
}
