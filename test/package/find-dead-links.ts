import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readText, root } from '../support/dist.js';

const REPOSITORY = /^https:\/\/github\.com\/headgate\/headgate\/(?:blob|raw)\/main\//;
const SITE = 'https://headgate.github.io/headgate/';

/** The links of a Markdown file to files and pages of the project that lead to none, or to no heading of it. */
export function findDeadLinks(file: string, read: (file: string) => string = readText): string[] {
  return targetsOf(read(file)).filter((target) => !leadsSomewhere(file, target, read));
}

/** Where the links and pictures of a text lead, code left out. */
function targetsOf(text: string): string[] {
  const prose = withoutCode(text).replace(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  return targets.filter((target) => !/^[a-z]+:/.test(target) || REPOSITORY.test(target) || target.startsWith(SITE));
}

/** The file of the repository behind a link: npm shows the README elsewhere, so its links name the code host and the site. */
function toFile(from: string, path: string): string {
  if (REPOSITORY.test(path)) return path.replace(REPOSITORY, '');
  if (!path.startsWith(SITE)) return path ? normalize(join(dirname(from), path)) : from;
  const page = path.slice(SITE.length);
  // The API reference is printed when the site is built.
  if (page === 'api/') return 'docs/build.mjs';
  return `docs/${page === '' || page.endsWith('/') ? `${page}index` : page}.md`;
}

function leadsSomewhere(from: string, target: string, read: (file: string) => string): boolean {
  const [path, anchor] = target.split('#') as [string, string | undefined];
  const file = toFile(from, path);
  if (file !== from && !existsSync(join(root, file))) return false;
  return anchor === undefined || anchorsOf(read(file)).includes(anchor);
}

/** The anchors that headings get on code hosts; a heading that stands twice gets a number. */
function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => {
    const anchor = heading!
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '');
}
