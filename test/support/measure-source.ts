import { vi } from 'vitest';
import type { ConsentReading } from '../../src/consent/consent.js';
import type { SourceCase, Step } from './source-case.js';
import { openSourcePage, pass, type SourcePage } from './source-page.js';
import { watchPage } from './watch-page.js';

/** What a source was seen to do with its platform. */
export interface SourceFacts {
  /** The choices for one category, over a visitor's whole way. */
  readonly states: readonly string[];
  /** Events of window and document that it listens to. */
  readonly events: readonly string[];
  /** After how many milliseconds a choice was known, and its withdrawal; `undefined` where that cannot be. */
  readonly changeDelay: number | undefined;
  readonly withdrawDelay: number | undefined;
  /** What a withdrawal turns a grant into. */
  readonly withdrawn: string | undefined;
  /** The parts of its proof. */
  readonly proof: readonly string[];
  /** The regimes that it names, and whether it knows a region. */
  readonly regimes: readonly string[];
}

/** Runs a case once, and tells what was seen. Needs happy-dom. */
export async function measureSource(one: SourceCase): Promise<SourceFacts> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  const pages: SourcePage[] = [];
  const open = (regime: 'opt-in' | 'opt-out'): SourcePage => {
    const page = openSourcePage(one, { default: regime });
    pages.push(page);
    return page;
  };
  try {
    return { ...(await visit(one, open)), ...(await readRegimes(one, open, pages)) };
  } finally {
    for (const page of pages) page.stop();
    await one.steps.remove();
    vi.useRealTimers();
  }
}

type Open = (regime: 'opt-in' | 'opt-out') => SourcePage;

async function visit({ steps }: SourceCase, open: Open): Promise<Omit<SourceFacts, 'regimes'>> {
  const watch = watchPage();
  const page = open('opt-in');
  await pass(5000);
  const events = watch.types();
  watch.end();
  await steps.install();
  await pass(5000);
  const changeDelay = await measureDelay(page, steps.acceptAll);
  const proof = Object.keys(page.last()?.proof ?? {}).filter((part) => part !== 'observed');
  const withdrawDelay = changeDelay === undefined ? undefined : await measureDelay(page, steps.withdraw);
  const withdrawn = withdrawDelay === undefined ? undefined : page.choices()[0];
  await measureDelay(page, steps.rejectAll);
  const states = page.readings.flatMap(({ categories }) => categories['analytics'] ?? []);
  page.stop();
  await steps.remove();
  return { states: [...new Set(states)].sort(), events, changeDelay, withdrawDelay, withdrawn, proof };
}

/** Takes a step, and lets time pass until the source says something else. */
async function measureDelay(page: SourcePage, step: Step): Promise<number | undefined> {
  if (typeof step !== 'function') return undefined;
  const { length } = page.readings;
  const before = JSON.stringify(page.readings.at(-1)?.categories);
  const isNew = (): boolean =>
    page.readings.slice(length).some(({ categories }) => JSON.stringify(categories) !== before);
  await step();
  for (let delay = 0; delay <= 5000; delay += 250) {
    await pass(delay && 250);
    if (isNew()) return delay;
  }
  return undefined;
}

async function readRegimes(
  { steps, never }: SourceCase,
  open: Open,
  pages: readonly SourcePage[],
): Promise<Pick<SourceFacts, 'regimes'>> {
  for (const install of [steps.installWithoutBanner, steps.installOptOut]) {
    if (typeof install !== 'function') continue;
    await install();
    const page = open('opt-out');
    await pass(5000);
    page.stop();
    await steps.remove();
  }
  const readings = pages.flatMap((page) => page.readings);
  const named = readings.flatMap(({ regime, region }) => [regime ?? [], region ? 'region' : []].flat());
  const isExempt = ({ evidence: basis, categories }: ConsentReading): boolean =>
    // A source that has an opinion without its platform keeps it back where no law applies.
    basis === 'not-applicable' || (!never && !Object.keys(categories).length);
  const exempt = readings.some(isExempt) ? ['not applicable'] : [];
  return { regimes: [...new Set([...named, ...exempt])].sort() };
}
