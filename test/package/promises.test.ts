import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROMISES } from '../promises.js';
import { findHomeless, readTestFiles, renderPromises } from '../reliability/render-promises.js';
import { readText, root } from '../support/dist.js';

const files = readTestFiles();

describe('test/README.md', () => {
  it('is printed from the promises and the names of the tests', () => {
    if (process.env['UPDATE_README']) writeFileSync(join(root, 'test/README.md'), renderPromises(files));
    expect(readText('test/README.md')).toBe(renderPromises(files));
  });

  it('is another one once a test is added', () => {
    const [first, ...others] = files;
    const more = [{ ...first!, titles: [...first!.titles, 'one more'] }, ...others];
    expect(renderPromises(more)).not.toBe(renderPromises(files));
  });

  it('has a place for every file with tests', () => {
    expect(findHomeless(files)).toEqual([]);
    expect(findHomeless([{ path: 'somewhere/new.test.ts', titles: ['x'] }])).toEqual(['somewhere/new.test.ts']);
  });

  it('has tests of each promise that the README makes', () => {
    const paths = files.map(({ path }) => path);
    const without = PROMISES.filter(
      ({ files: patterns }) => !paths.some((path) => patterns.some((one) => one.test(path))),
    );
    expect(without).toEqual([]);
    const made = [...readText('README.md').matchAll(/^\| \*\*(P\d)\*\* \| \*\*([^*]+)\.\*\*/gm)];
    expect(made.map(([, id, title]) => [id, title])).toEqual(PROMISES.map(({ id, title }) => [id, title]));
  });
});
