/** What was seen when `npm run frameworks` ran last, held against the examples as they are now. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../frameworks/frameworks.mjs';
import type { RecordedFramework } from '../../frameworks/run.mjs';
import { readPackage } from '../../frameworks/support/build-application.mjs';
import { root } from '../../support/dist.js';

const PAGE = join(root, 'examples/frameworks/README.md');
const TABLE = /(?<=<!-- frameworks -->\n)[^]*(?=<!-- \/frameworks -->)/;

const recorded = JSON.parse(
  readFileSync(join(root, 'test/frameworks/recorded/frameworks.json'), 'utf8'),
) as RecordedFramework[];

describe('the example applications of frameworks', () => {
  it('were built and visited, each with the packages that it names today', () => {
    const named = FRAMEWORKS.map((framework) => {
      const { dependencies, devDependencies } = readPackage(framework);
      const { headgate: _, ...packages } = { ...dependencies, ...devDependencies };
      return { name: framework.name, packages };
    });
    expect(recorded.map(({ name, packages }) => ({ name, packages }))).toEqual(named);
  });

  it('passed everything that a visit asks', () => {
    for (const { name, findings } of recorded) {
      expect(findings.length, name).toBeGreaterThan(8);
      expect(findings.filter(({ passed }) => !passed)).toEqual([]);
    }
  });

  it('have a page that says so', () => {
    const page = readFileSync(PAGE, 'utf8');
    const text = page.replace(TABLE, () => print(recorded));
    if (process.env['UPDATE_README']) writeFileSync(PAGE, text);
    else expect(page).toBe(text);
    expect(page).toMatch(TABLE);
  });
});

function print(seen: readonly RecordedFramework[]): string {
  const titles = [...new Set(seen.flatMap(({ findings }) => findings.map(({ title }) => title)))];
  const frameworkOf = (name: string) => FRAMEWORKS.find((framework) => framework.name === name)!;
  const head = seen.map(({ name, packages }) => {
    const { title, main } = frameworkOf(name);
    return `${title} ${packages[main]}`;
  });
  const rows = titles.map((title) => {
    const cells = seen.map(({ findings }) => findings.find((finding) => finding.title === title)?.seen ?? '–');
    return `| ${title} | ${cells.join(' | ')} |\n`;
  });
  const { browser, date } = seen.at(-1)!;
  return `
| in Chromium ${browser}, ${date} | ${head.join(' | ')} |
|---|${seen.map(() => '---|').join('')}
${rows.join('')}
`;
}
