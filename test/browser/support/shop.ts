/** Pages of a shop that tracks, with either build of the package, set up by the same configuration. */
import { readFileSync } from 'node:fs';
import type { Frame, Page } from '@playwright/test';
import type { Configuration } from '../../../src/script/find-configuration.js';
import type { ConsentState } from '../../../src/consent/consent.js';
import type { Status, Tracked } from '../../../src/instance/headgate.js';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';
import { root } from '../../support/dist.js';
import { IMPORT_MAP, type FakeCollector, type Pages } from '../../support/browser.js';
import { manifest } from './manifest.js';

/** What the tests use of the global in a page. */
export interface PageHeadgate {
  track(name: string, data?: object): Tracked;
  consent(): ConsentState;
  status(): Status;
  flush(): Promise<void>;
  access(): Promise<TaggedEvent[]>;
  forget(): Promise<object>;
  stop(): void;
  grant(...categories: string[]): void;
  deny(...categories: string[]): void;
  withdraw(...categories: string[]): void;
}

declare global {
  var headgate: PageHeadgate;
}

export type Build = 'module' | 'script';
export const BUILDS: readonly Build[] = ['module', 'script'];

/** Sends soon, so that a test which expects nothing has seen many chances go by. */
const FLUSH_INTERVAL = 50;

const FILES = [
  'index.js',
  'engine.js',
  'debug.js',
  'frame.js',
  'inspector.js',
  'seal.js',
  'headgate.min.js',
  'headgate-engine.min.js',
  'headgate.single.min.js',
  'headgate-debug.min.js',
  'headgate-inspector.min.js',
];
/** Read once: a build that runs meanwhile takes nothing from under a test. */
const built = new Map(FILES.map((file) => [`/dist/${file}`, readFileSync(`${root}/dist/${file}`, 'utf8')]));

export function serveBuilt(pages: Pages): void {
  const headers = { 'access-control-allow-origin': '*' };
  for (const [path, body] of built) pages.set(path, { body, type: 'text/javascript', headers });
}

/** A configuration that sends to this collector; the visitor's choice is remembered from page to page. */
export function configure(collector: Pick<FakeCollector, 'url'>, changes: Partial<Configuration> = {}): Configuration {
  return {
    manifest,
    consent: { manual: { remember: true } },
    collectors: { warehouse: { type: 'json', url: collector.url } },
    flushInterval: FLUSH_INTERVAL,
    ...changes,
  };
}

export function shopPage(build: Build, configuration: Configuration, body = ''): string {
  const set = build === 'module' ? moduleTag(configuration) : scriptTag(configuration);
  return `<!doctype html><html lang="en"><head><title>Shop</title>${set}</head><body>${body}</body></html>`;
}

/** Serves the shop at `/` and at `/next`. */
export function openShop(pages: Pages, build: Build, configuration: Configuration, body = ''): void {
  serveBuilt(pages);
  for (const path of ['/', '/next']) pages.set(path, shopPage(build, configuration, body));
}

export function configBlock(configuration: unknown, id = 'headgate-config'): string {
  return `<script type="application/json" id="${id}">${toJson(configuration)}</script>`;
}

function scriptTag(configuration: Configuration): string {
  return `${configBlock(configuration)}<script src="/dist/headgate.min.js"></script>`;
}

/** What a page that bundles its scripts would write by hand. */
function moduleTag(configuration: Configuration): string {
  return `${IMPORT_MAP}<script type="module" nonce="{{nonce}}">
    import { createHeadgate, gpc, json, magento, manual, onetrust, startBridge } from 'headgate';
    const { consent: sources = {}, collectors = {}, frames, ...options } = ${toJson(configuration)};
    const choice = manual(sources.manual);
    const chosen = [choice];
    if (sources.gpc) chosen.push(gpc());
    if (sources.magento) chosen.push(magento(sources.magento));
    if (sources.onetrust) chosen.push(onetrust());
    const instance = createHeadgate({
      ...options,
      consent: chosen,
      collectors: Object.fromEntries(Object.entries(collectors).map(([lane, { url }]) => [lane, json({ url })])),
    });
    if (frames) globalThis.bridge = startBridge(instance, Array.isArray(frames) ? { origins: frames } : frames);
    globalThis.headgate = { ...instance, grant: choice.grant, deny: choice.deny, withdraw: choice.withdraw };
  </script>`;
}

function toJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** Tracks one event for each note. Returns what the gate said. */
export function track(page: Page | Frame, ...notes: string[]): Promise<Tracked[]> {
  return page.evaluate((all) => all.map((note) => headgate.track('product_viewed', { note })), notes);
}

export const grant = (page: Page | Frame): Promise<void> => page.evaluate(() => headgate.grant('analytics'));
export const withdraw = (page: Page | Frame): Promise<void> => page.evaluate(() => headgate.withdraw('analytics'));
export const flush = (page: Page | Frame): Promise<void> => page.evaluate(() => headgate.flush());

/** The notes of events, sorted. */
export function notesOf(events: readonly TaggedEvent[]): string[] {
  return events.flatMap(({ data }) => ('note' in data ? [String(data['note'])] : [])).sort();
}

/** So many notes that nothing else contains. */
export function createNotes(count: number, word = 'note'): string[] {
  const stamp = Math.random().toString(36).slice(2, 10);
  return Array.from({ length: count }, (_, index) => `${word}-${stamp}-${String(index).padStart(4, '0')}`);
}

/** Collects what went wrong uncaught in a page and in its frames. */
export function watchErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  return errors;
}
