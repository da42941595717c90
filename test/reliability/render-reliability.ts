import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHAPTERS, UNPROVEN, type Fault } from '../faults.js';
import { root } from '../support/dist.js';
import { readTitles } from './read-titles.js';

/** The page, from the table of faults. */
export function renderReliability(): string {
  let number = 0;
  const chapters = CHAPTERS.map(({ title, faults }) =>
    [`## ${title}`, ...faults.map((fault) => renderFault(++number, fault))].join('\n\n'),
  );
  return [
    '# Reliability',
    'What happens to event pipelines in the field, what Headgate does about it, and the tests that prove it. This page is ' +
      'printed from [`test/faults.ts`](test/faults.ts) and the names of the tests; a test fails where it is out of date ' +
      '(`UPDATE_README=1 npx vitest run --config test/vitest.config.ts --project package reliability` prints it anew). ' +
      'In a name, `…` and `%s` stand for what is filled in when it runs. Tests under `test/engines` run in Chromium, ' +
      'Firefox and WebKit, those under `test/browser` in Chromium; `test/fuzz` is `npm run fuzz`.',
    ...chapters,
    '## Not proven',
    UNPROVEN.map((line) => `- ${line}`).join('\n'),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function renderFault(number: number, { fault, whatHeadgateDoes, tests, unproven }: Fault): string {
  const proofs = Object.entries(tests).flatMap(([file, titles]) =>
    titles.length ? titles.map((title) => `- ${title} ([${nameOf(file)}](${file}))`) : [`- [${nameOf(file)}](${file})`],
  );
  const open = unproven ? [`- Not proven: ${unproven}`] : [];
  return `### ${number}. ${fault}\n\n${whatHeadgateDoes}\n\n${[...proofs, ...open].join('\n')}`;
}

const nameOf = (file: string): string => file.split('/').at(-1)!;

/** What the table names and no file has. */
export function findMissing(): string[] {
  const faults = CHAPTERS.flatMap((chapter) => chapter.faults);
  return faults.flatMap(({ tests }) =>
    Object.entries(tests).flatMap(([file, titles]) => {
      if (!existsSync(join(root, file))) return [file];
      const known = titles.length ? readTitles(readFileSync(join(root, file), 'utf8')) : [];
      return titles.filter((title) => !known.includes(title)).map((title) => `${file} › ${title}`);
    }),
  );
}
