import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

/** What a scan can read. */
const READABLE =
  /\.([cm]?[jt]sx?|vue|svelte|astro|html?|xhtml|phtml|php|twig|liquid|njk|nunjucks|jinja2?|j2|erb|ejs|eta|hbs|handlebars|mustache)$/;
const NOT_WRITTEN_HERE = /(\.d\.[cm]?ts|\.d\.\w+\.ts)$/;
const MINIFIED = /\.min\.[cm]?js$/;
/** What can have calls in it, and is in a language that a scan cannot read. */
const UNREADABLE =
  /\.(pug|jade|haml|slim|mdx|cshtml|vbhtml|razor|aspx|ascx|jspx?|jsf|ftlh?|vm|tpl|latte|marko|coffee|cfm|heex|leex|eex|gohtml|tmpl|riot|imba|ls|elm|cljs|res|swig|dust|smarty|volt|edge)$/;
const SKIPPED = new Set(['bower_components', 'build', 'coverage', 'dist', 'node_modules', 'var', 'vendor']);

/** The files of a scan. */
export interface Files {
  readonly read: readonly string[];
  /** Left out: why, and which. */
  readonly unread: readonly UnreadFile[];
}

export interface UnreadFile {
  readonly file: string;
  readonly why: 'language' | 'minified' | 'printed by PHP';
}

/**
 * Returns the files below some paths that a scan can read, sorted; a path that is a file is taken whatever its name.
 *
 * @param excluded - Names of files or folders, or paths, that are left out.
 */
export function listFiles(paths: readonly string[], folder: string, excluded: readonly string[]): Files {
  const files = new Set<string>();
  const unread = new Map<string, UnreadFile>();
  const isExcluded = (path: string): boolean => {
    const steps = relative(folder, path).split(sep);
    return excluded.some((one) => steps.includes(one) || relative(folder, path) === one.replace(/\/$/, ''));
  };
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (entry.name.startsWith('.') || isExcluded(child)) continue;
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) visit(child);
      else if (entry.isFile()) take(child, entry.name);
    }
  };
  const take = (file: string, name: string): void => {
    if (NOT_WRITTEN_HERE.test(name)) return;
    if (MINIFIED.test(name)) unread.set(file, { file, why: 'minified' });
    else if (READABLE.test(name)) files.add(file);
    else if (UNREADABLE.test(name)) unread.set(file, { file, why: 'language' });
  };
  for (const path of paths) {
    const whole = resolve(folder, path);
    if (statSync(whole).isDirectory()) visit(whole);
    else files.add(whole);
  }
  return {
    read: [...files].sort(),
    unread: [...unread.values()].sort((one, other) => (one.file < other.file ? -1 : 1)),
  };
}
