import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAPTERS } from '../faults.js';
import { readTitles } from '../reliability/read-titles.js';
import { findMissing, renderReliability } from '../reliability/render-reliability.js';
import { readText, root } from '../support/dist.js';

const faults = CHAPTERS.flatMap((chapter) => chapter.faults);

describe('RELIABILITY.md', () => {
  it('is printed from the table of faults', () => {
    if (process.env['UPDATE_README']) writeFileSync(join(root, 'RELIABILITY.md'), renderReliability());
    expect(readText('RELIABILITY.md')).toBe(renderReliability());
  });

  it('has a test for each of the 39 faults, and names none twice', () => {
    expect(new Set(faults.map(({ fault }) => fault)).size).toBe(39);
    expect(faults.filter(({ tests }) => Object.keys(tests).length === 0)).toEqual([]);
  });

  it('names tests that there are', () => {
    expect(findMissing()).toEqual([]);
  });
});

describe('the names of tests', () => {
  it('are read from code, however they are written', () => {
    const code = `
      it('one', () => {}); test.skip("two", () => {}); it.each([1])('three %s', () => {});
      it.each<[string]>([['x']])(\`four \${x} and \${y}\`, () => {}); for (const a of b) test(\`five \${a}\`, async () => {});
      describe('no test', () => {}); // it('nor this', () => {})
      const text = "it('nor that', () => {})"; expect('x').toBe('x'); items.test('y');`;
    expect(readTitles(code)).toEqual(['one', 'two', 'three %s', 'four … and …', 'five …']);
  });
});
