import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OTHERS, PROMISES, type Promised } from '../promises.js';
import { root } from '../support/dist.js';
import { readTitles } from './read-titles.js';

interface TestFile {
  /** From `test/`. */
  readonly path: string;
  readonly titles: readonly string[];
}

/** The page, from the table of promises and the names of the tests. */
export function renderPromises(files: readonly TestFile[] = readTestFiles()): string {
  const others = OTHERS.map(({ title, files: patterns }) => {
    const found = files.filter(({ path }) => !isPromised(path) && matches(patterns, path));
    return [`### ${title}`, found.map(({ path, titles }) => `- [${path}](${path}): ${titles.length}`).join('\n')];
  });
  return [
    '# Tests',
    'Every promise of the [README](../README.md#what-it-promises) with the tests that try to break it, and what else is tested. This page is ' +
      'printed from [`promises.ts`](promises.ts) and the names of the tests; a test fails where it is out of date ' +
      '(`UPDATE_README=1 npx vitest run --config test/vitest.config.ts --project package promises` prints it anew). ' +
      'In a name, `…` and `%s` stand for what is filled in when it runs. [CONTRIBUTING](../CONTRIBUTING.md#tests) says where which ' +
      'tests run, and [RELIABILITY](../RELIABILITY.md) lists them by fault.',
    ...PROMISES.flatMap((promise) => renderPromise(promise, files)),
    '## Beside the promises',
    ...others.flat(),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function renderPromise({ id, title, attempts, files: patterns }: Promised, files: readonly TestFile[]): string[] {
  const found = files.filter(({ path }) => matches(patterns, path));
  return [
    `## ${id} ${title}`,
    attempts,
    ...found.flatMap(({ path, titles }) => [
      `**[${path}](${path})**`,
      titles.map((name) => `- ${escape(name)}`).join('\n'),
    ]),
  ];
}

/** Files that belong to no promise and nowhere else. */
export function findHomeless(files: readonly TestFile[] = readTestFiles()): string[] {
  const places = OTHERS.flatMap(({ files: patterns }) => patterns);
  return files.map(({ path }) => path).filter((path) => !isPromised(path) && !matches(places, path));
}

/** Every file that has tests, by the code: those that a runner finds, and those that they share. */
export function readTestFiles(): TestFile[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.test\.ts$|scenarios\/[\w-]+\.ts$|-contract\.ts$/.test(path))
    .sort()
    .map((path) => ({ path, titles: readTitles(readFileSync(join(root, 'test', path), 'utf8')) }))
    .filter(({ titles }) => titles.length > 0);
}

function isPromised(path: string): boolean {
  return PROMISES.some(({ files }) => matches(files, path));
}

function matches(patterns: readonly RegExp[], path: string): boolean {
  return patterns.some((pattern) => pattern.test(path));
}

/** A name is text: what Markdown would read as markup is not meant so. */
function escape(name: string): string {
  return name.replace(/[<>[\]*_|]/g, '\\$&');
}
