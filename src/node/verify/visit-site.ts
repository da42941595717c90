import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createCanaryFinder, type Canaries } from './canaries.js';
import { createVisitor } from './create-visitor.js';
import type { Visit, VisitKind } from './evidence.js';
import type { Journey } from './journey.js';
import type { Tools } from './load-tools.js';
import { openBrowser } from './open-browser.js';
import { readNetLog, unseenOf } from './read-net-log.js';
import { watchBrowser } from './watch-browser.js';

/** What all visits of a verification have in common. */
export interface VisitPlan {
  readonly tools: Tools;
  readonly chromium: string;
  readonly journey: Journey;
  readonly canaries: Canaries;
  /** How long a visitor looks at each page at least, in milliseconds. */
  readonly dwell: number;
  readonly resolve: readonly string[];
  readonly progress: (text: string) => void;
}

/** Visits the site once, with a browser and a profile of its own. */
export async function visitSite(kind: VisitKind, plan: VisitPlan): Promise<Visit> {
  const opened = await openBrowser(plan.tools.puppeteer, plan.chromium, plan.resolve);
  try {
    const watch = await watchBrowser(opened.browser, { hasSignal: kind === 'gpc' });
    const page = (await opened.browser.pages()).at(0) ?? (await opened.browser.newPage());
    await watch.settled();
    const visitor = createVisitor({ kind, plan, watch, page });
    await visitor.go();
    await watch.settled();
    const browser = await opened.browser.version();
    await opened.close();
    const logged = await readNetLog(opened.netLog);
    const requests = [...watch.requests, ...unseenOf(logged, watch.requests)];
    const canariesOnDisk = await findOnDisk(opened.profile, plan.canaries);
    return { kind, browser, requests, writes: [...watch.writes], canariesOnDisk, ...visitor.seen() };
  } finally {
    await opened.close().catch(() => undefined);
    await opened.remove();
  }
}

/** Where pages store. Elsewhere the profile has what the browser notes for itself, such as forms and addresses. */
const PAGE_FOLDERS =
  /^Default[\\/](IndexedDB|Local Storage|Session Storage|Service Worker|File System|WebStorage)[\\/]/;

async function findOnDisk(profile: string, canaries: Canaries): Promise<Visit['canariesOnDisk']> {
  const find = createCanaryFinder(canaries);
  const found: { file: string; canary: string }[] = [];
  for (const entry of await readdir(profile, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const file = relative(profile, path);
    if (!entry.isFile() || !PAGE_FOLDERS.test(file)) continue;
    const bytes = await readFile(path);
    // Databases write text in one byte a character, or in two.
    for (const content of [
      bytes.toString('latin1'),
      bytes.toString('utf16le'),
      bytes.subarray(1).toString('utf16le'),
    ]) {
      for (const { canary } of find(content)) {
        if (!found.some((one) => one.file === file && one.canary === canary)) found.push({ file, canary });
      }
    }
  }
  return found;
}
