import { randomFillSync, webcrypto } from 'node:crypto';

import type { AuditEntry, Tally } from '../../src/audit/create-ledger.js';
import type { Diagnostic } from '../../src/audit/diagnostic.js';
import type { Choice, ConsentReading, ConsentSource } from '../../src/consent/consent.js';
import { createHeadgate } from '../../src/instance/create-headgate.js';
import { compress } from '../../src/delivery/compress.js';
import type { Environment } from '../../src/instance/environment.js';
import type { Headgate } from '../../src/instance/headgate.js';
import type { HeadgateOptions } from '../../src/instance/options.js';
import type { EventDefinition, Manifest } from '../../src/manifest/manifest.js';
import { ModelBrowser, type ModelTab } from './model-browser.js';
import { OURS } from './recipient.js';

/** A page with a real Headgate: the clock and the device are models, the network and the cryptography are real. */
export interface CorePage {
  readonly browser: ModelBrowser;
  readonly tab: ModelTab;
  readonly headgate: Headgate;
  readonly diagnostics: readonly Diagnostic[];
  readonly audit: readonly AuditEntry[];
  /** Codes of the diagnostics so far, in order. */
  codes(): string[];
  /** Lets device and network come to rest; the clock stands still. */
  settle(): Promise<void>;
  /** Moves the clock on and fires the timers that fall due. */
  pass(milliseconds: number): Promise<void>;
  /** Waits for a promise while device and network work. */
  run<T>(promise: Promise<T>): Promise<T>;
  /** The tally of a lane. Fails where it does not add up. */
  tally(lane?: string): Tally;
  /** The page is gone, without a word to it. */
  close(): void;
}

export interface PageSetting {
  /** The browser that earlier pages ran in. @defaultValue a new one */
  readonly browser?: ModelBrowser;
  readonly environment?: Partial<Environment>;
  readonly isPrerendering?: boolean;
  /** Requests are left without an answer: nothing waits for them. */
  readonly isNetworkHanging?: boolean;
}

export function openPage(options: HeadgateOptions<Manifest>, setting: PageSetting = {}): CorePage {
  const { browser = new ModelBrowser() } = setting;
  const tab = browser.openTab();
  tab.isPrerendering = setting.isPrerendering ?? false;
  const diagnostics: Diagnostic[] = [];
  const audit: AuditEntry[] = [];
  const busy = { count: 0 };
  const count = <T>(promise: Promise<T>): Promise<T> => {
    busy.count++;
    return promise.finally(() => busy.count--);
  };
  const environment: Environment = {
    ...tab.environment,
    subtle: countCalls(count),
    compress: (body, signal) => count(compress(body, signal)),
    fillRandom: (bytes) => void randomFillSync(bytes),
    fetch: (url, init) => (setting.isNetworkHanging ? fetch(url, init) : count(fetchToEnd(url, init))),
    ...setting.environment,
  };
  const headgate = createHeadgate<Manifest>(
    {
      ...options,
      onDiagnostic: (diagnostic) => (diagnostics.push(diagnostic), options.onDiagnostic?.(diagnostic)),
      onAudit: (entry) => (audit.push(entry), options.onAudit?.(entry)),
    },
    environment,
  );
  // The first call starts it.
  headgate.consent();

  async function settle(): Promise<void> {
    for (let idle = 0; idle < 4;) {
      await new Promise((resolve) => (busy.count ? setTimeout(resolve, 1) : setImmediate(resolve)));
      if (browser.stepDisk()) continue;
      if (browser.tabs.some(({ inbox }) => inbox.length)) for (const other of browser.tabs) other.readMessage();
      else if (browser.tabs.some(isDue)) browser.tabs.filter(isDue).forEach((other) => other.fireTimer());
      else if (busy.count) idle = 0;
      else idle++;
    }
  }

  async function pass(milliseconds: number): Promise<void> {
    const end = browser.clock + milliseconds;
    for (;;) {
      await settle();
      const [next] = browser.tabs
        .filter(({ timers }) => timers.some(({ at }) => at <= end))
        .sort((a, b) => earliest(a) - earliest(b));
      if (!next) break;
      next.fireTimer();
    }
    browser.clock = end;
    await settle();
  }

  return {
    browser,
    tab,
    headgate,
    diagnostics,
    audit,
    settle,
    pass,
    codes: () => diagnostics.map(({ code }) => code),
    async run(promise) {
      const progress = { isDone: false };
      const result = promise.finally(() => (progress.isDone = true));
      // Whoever waits for the result hears of a rejection; until then it is not unhandled.
      result.catch(() => {});
      // The other tabs have a moment to answer: the clock moves only where nothing else does.
      for (await settle(); !progress.isDone;) await pass(100);
      return result;
    },
    tally(lane = 'warehouse') {
      const { unrouted, collectors: lanes } = headgate.status();
      const tally = lane === '' ? unrouted : lanes[lane]!;
      const { tracked, reasons: _, ...states } = tally;
      const sum = Object.values(states).reduce((total, state) => total + state, 0);
      if (sum !== tracked) throw new Error(`The tally of '${lane}' does not add up: ${sum} of ${tracked}`);
      return tally;
    },
    close: () => browser.closeTab(tab),
  };
}

const isDue = (tab: ModelTab): boolean => tab.isDue();
const earliest = ({ timers }: ModelTab): number => Math.min(...timers.map(({ at }) => at));

/** A real request, with its answer read to the end, so that nothing of it is still under way when it is handed over. */
async function fetchToEnd(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const body = await response.text();
  return new Response(body, { status: response.status, headers: response.headers });
}

/** The real cryptography, counted while it works. */
function countCalls(count: <T>(promise: Promise<T>) => Promise<T>): SubtleCrypto {
  return new Proxy(webcrypto.subtle as SubtleCrypto, {
    get: (subtle, name: keyof SubtleCrypto) => {
      const method = subtle[name] as (...args: unknown[]) => Promise<unknown>;
      return (...args: unknown[]) => count(method.apply(subtle, args));
    },
  });
}

/** A consent source that a test speaks through, to every page that it was given to; later pages hear the last word first. */
export interface Banner extends ConsentSource {
  say(categories: { readonly [category: string]: Choice }, more?: Partial<ConsentReading>): void;
  /** Reports anything at all. */
  sayAnything(reading: unknown): void;
}

export function createBanner(first?: { readonly [category: string]: Choice }): Banner {
  const pages = new Set<(reading: ConsentReading) => void>();
  const toReading = (categories: ConsentReading['categories'], more?: Partial<ConsentReading>): ConsentReading => ({
    source: 'banner',
    evidence: 'explicit',
    categories,
    ...more,
  });
  let last = first && toReading(first);
  const sayAnything = (reading: unknown): void => {
    last = reading as ConsentReading;
    for (const report of pages) report(last);
  };
  const source: ConsentSource = ({ report }) => {
    pages.add(report);
    if (last) report(last);
    return () => {};
  };
  return Object.assign(source, {
    sayAnything,
    say: (categories: ConsentReading['categories'], more?: Partial<ConsentReading>) =>
      sayAnything(toReading(categories, more)),
  });
}

/** An event that needs consent to `analytics`, with what a test changes in it. */
export function eventOf(changes: Partial<EventDefinition> = {}): EventDefinition {
  return {
    purpose: 'adoption',
    tier: 'pseudonymous',
    basis: 'consent',
    categories: ['analytics'],
    retentionDays: 30,
    collectors: ['warehouse'],
    fields: { number: { type: 'integer', optional: true } },
    ...changes,
  };
}

export function manifestOf(events: Manifest['events'], changes: Partial<Manifest> = {}): Manifest {
  return {
    version: '1',
    categories: { analytics: {}, marketing: {} },
    collectors: { warehouse: OURS },
    events,
    ...changes,
  };
}

/** The chunks among the records of a disk: their keys are lists. */
export const chunksOf = (
  records: readonly (readonly [key: unknown, value: unknown])[],
): (readonly [key: unknown, value: unknown])[] => records.filter(([key]) => Array.isArray(key));
