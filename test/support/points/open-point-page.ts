import type { Diagnostic } from '../../../src/audit/diagnostic.js';
import type { Choice, ConsentSource, ConsentState } from '../../../src/consent/consent.js';
import { createConsent } from '../../../src/consent/create-consent.js';
import type { ConsentScope } from '../../../src/consent/scope-of.js';
import { createWithdrawals, type Withdrawals } from '../../../src/consent/withdrawals.js';
import type { CategoryCodes, Manifest } from '../../../src/manifest/manifest.js';
import { createProtect } from '../../../src/safety/protect.js';
import { createUuidV7 } from '../../../src/tag/create-uuid-v7.js';
import { vi } from 'vitest';
import type { SourceCase } from '../source-case.js';
import { CATEGORIES, pass } from '../source-page.js';
import { A_WHILE } from '../source-steps.js';

/** A category that was added to the manifest after the visitor chose. */
export const ADDED = 'added';

export interface PointOptions extends ConsentScope {
  readonly regimes?: Manifest['regimes'];
  /** Where the page says that the visitor is. */
  readonly region?: string;
  /** Other sources of the page. */
  readonly beside?: readonly ConsentSource[];
  /** The code of the category that was added. */
  readonly added?: CategoryCodes[string];
}

/** A page with one source, heard by the real consent of Headgate, under one law. */
export interface PointPage {
  readonly withdrawals: Withdrawals;
  state(): ConsentState;
  choice(category?: string): Choice | undefined;
  everGranted(): boolean;
  /** What was said of a source that waits, each time. */
  waiting(): readonly string[];
}

const opened: { stop(): void }[] = [];

export function openPointPage(one: SourceCase, options: PointOptions = {}): PointPage {
  const { regimes = { default: 'opt-in' }, region, beside = [], added, events = {}, collectors = {} } = options;
  const codes = { ...one.codes, ...(added !== undefined && { [ADDED]: added }) };
  const names = [...CATEGORIES, ...(added !== undefined ? [ADDED] : [])];
  const categories = Object.fromEntries(
    names.map((name) => [name, name in codes ? { sources: { [one.key]: codes[name as keyof typeof codes] } } : {}]),
  ) as Manifest['categories'];
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const withdrawals = createWithdrawals({
    manifest: { categories, events: {} },
    createId: createUuidV7({ now: Date.now, fillRandom: (bytes) => void crypto.getRandomValues(bytes) }),
    readMark: () => '',
    writeMark: () => {},
    tellClosed: () => {},
  });
  const consent = createConsent(
    { categories, regimes, events, collectors },
    [one.create(), ...beside],
    region,
    report,
    createProtect(report),
    withdrawals,
  );
  let wasGranted = false;
  withdrawals.onChange(() => (wasGranted ||= withdrawals.granted().length > 0));
  consent.start();
  opened.push(consent);
  return {
    withdrawals,
    state: consent.state,
    choice: (category = 'analytics') => consent.state().categories[category],
    everGranted: () => wasGranted,
    waiting: () => diagnostics.flatMap(({ code, field = '' }) => (code === 'source-waiting' ? [field] : [])),
  };
}

/** Ends every page, and leaves nothing of the platform. */
export async function closePages({ steps }: SourceCase): Promise<void> {
  for (const page of opened.splice(0)) page.stop();
  await steps.remove();
  await pass(0);
}

/** Runs with time that passes only when a test lets it. */
export async function withFakeTime<T>(run: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  try {
    return await run();
  } finally {
    vi.useRealTimers();
  }
}

/** A page that has had time to hear its source. */
export async function openAndWait(one: SourceCase, options?: PointOptions): Promise<PointPage> {
  const page = openPointPage(one, options);
  await pass(A_WHILE);
  return page;
}
