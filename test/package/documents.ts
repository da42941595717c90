import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/dist.js';

/** What the site builder writes, and pages that the code of the rules writes. */
const PRINTED = /^docs\/(api|\.vitepress|rules)\//;

/** The README and the pages of the site that people write: their code is compiled and run. */
export const WRITTEN = ['README.md', ...filesIn('docs').filter((file) => !PRINTED.test(file))];

/** Every Markdown file of the repository that a reader is led to: none of their links may lead nowhere. */
export const LINKED = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...filesIn('docs').filter((file) => !/^docs\/(api|\.vitepress)\//.test(file)),
  ...['examples', 'src', 'test', '.changeset'].flatMap(filesIn),
].sort();

/** The Markdown files of a folder, by their paths in the repository. */
function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /^(node_modules|dist|vendor|fixtures)$/.test(entry.name) ? [] : filesIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}
