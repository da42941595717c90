/** A visitor whom nobody foresaw: what they do in two tabs, drawn by chance, and what may arrive of it. */
import type { Browser, BrowserContext, Frame, Page } from '@playwright/test';
import type { Manifest } from '../../../src/manifest/manifest.js';
import { answers, type FakeCollector, type Pages } from '../../support/browser.js';
import { embedded, surveyPage } from './frames.js';
import { manifest } from './manifest.js';
import { countStored } from './read-device.js';
import { configure, notesOf, serveBuilt, shopPage } from './shop.js';

const ACTIONS = [
  ['track', 8],
  ['answer a survey', 3],
  ['grant', 4],
  ['withdraw', 3],
  ['object', 2],
  ['next page', 2],
  ['back', 1],
  ['freeze', 1],
  ['thaw', 2],
  ['set the clock back', 1],
  ['clear the storage', 1],
  ['deploy', 1],
  ['the collector fails', 1],
  ['the collector works', 2],
] as const;
type Action = (typeof ACTIONS)[number][0];

/** How long a choice takes to reach the other tab, and a request that had started to reach the collector, in milliseconds. */
const ON_ITS_WAY = 400;
const HOUR = 3_600_000;
/** Longest time that a step may take, in milliseconds. */
const DEADLINE = 120_000;

const seen = {
  ...manifest.events.product_viewed,
  basis: 'legitimate_interests',
  tier: 'pseudonymous',
} as const;
const release = (version: number): Manifest => ({
  ...manifest,
  version: String(version),
  events: { ...manifest.events, page_seen: seen, ...(version > 1 && { extra: manifest.events.product_viewed }) },
});

export interface Walk {
  /** What was done, in order. */
  readonly steps: readonly string[];
  /** What should not have happened. */
  readonly faults: readonly string[];
  /** How many events arrived: a walk on which none does shows little. */
  readonly arrived: number;
}

interface Tab {
  page: Page;
  isFrozen: boolean;
  /** Its page was opened after the visitor had deleted their choice: nothing of an objection is left that it could know. */
  hasForgotten: boolean;
}

interface Stage {
  readonly pages: Pages;
  readonly collector: FakeCollector;
  /** The built module with something taken out. */
  readonly spoiled?: string;
}

/** Walks at random, the same way for the same seed. */
export async function walk(browser: Browser, { pages, collector, spoiled }: Stage, seed: number): Promise<Walk> {
  const random = createRandom(seed);
  const steps: string[] = [];
  const faults: string[] = [];
  /** Notes of what was tracked, and of that what must not arrive any more. */
  const tracked = new Set<string>();
  const doomed = new Map<string, string>();
  let version = 1;
  let offset = 0;
  let choice: 'undecided' | 'granted' | 'denied' = 'undecided';
  let isChoiceKept = true;
  /** How many requests there were when consent had ended everywhere. */
  let closedAt: number | undefined = 0;

  const arrived = (from = 0): string[] =>
    notesOf(collector.requests.slice(from).flatMap(({ events }) => events as never));
  const serve = (): void => {
    const configuration = configure(collector, { manifest: release(version), frames: [pages.otherOrigin] });
    const body = `<iframe src="${pages.otherOrigin}/survey"></iframe>`;
    for (const path of ['/', '/next']) pages.set(path, shopPage('module', configuration, body));
  };

  collector.clear();
  collector.answer(answers.ok());
  serveBuilt(pages);
  if (spoiled !== undefined) pages.set('/dist/index.js', { body: spoiled, type: 'text/javascript' });
  pages.set('/survey', surveyPage([pages.origin]));
  serve();
  const context = await browser.newContext();
  // What hangs says where.
  context.setDefaultTimeout(60_000);
  const tabs = [await openTab(context), await openTab(context)];
  for (const { page } of tabs) await visit(page, pages.origin);

  async function visit(page: Page, url: string): Promise<void> {
    await page.goto(url);
    await opened(page);
  }

  async function opened(page: Page): Promise<void> {
    await page.waitForFunction(() => 'headgate' in globalThis);
    for (const tab of tabs) if (tab.page === page) tab.hasForgotten = !isChoiceKept;
  }

  /** What arrived since consent ended rests on nothing. */
  function judge(): void {
    if (closedAt !== undefined) {
      const late = arrived(closedAt).filter((note) => !note.startsWith('seen'));
      if (late.length > 0) faults.push(`arrived while ${choice}: ${late.join()}`);
    }
    for (const note of arrived()) {
      const reason = doomed.get(note);
      if (reason) faults.push(`${note} arrived ${reason}`);
    }
  }

  async function say(page: Page, next: 'granted' | 'denied'): Promise<void> {
    judge();
    isChoiceKept = true;
    for (const tab of tabs) tab.hasForgotten = false;
    if (next === 'granted') {
      closedAt = undefined;
      choice = next;
      await page.evaluate(() => headgate.grant('analytics'));
      return;
    }
    await page.evaluate(() => headgate.withdraw('analytics'));
    choice = next;
    await pause(ON_ITS_WAY);
    const known = new Set(arrived());
    for (const note of tracked) if (!known.has(note)) doomed.set(note, 'though its consent had been withdrawn');
    closedAt = collector.requests.length;
  }

  async function track({ hasForgotten }: Tab, where: Page | Frame, name: string, isSurvey: boolean): Promise<void> {
    const note = `${name === 'page_seen' ? 'seen' : 'note'}-${seed}-${tracked.size}`;
    tracked.add(note);
    if (choice === 'denied' && !hasForgotten) doomed.set(note, 'though it was done while denied');
    await where.evaluate(
      ([event, text, inFrame]) => {
        if (inFrame) survey.track(event, { note: text });
        else headgate.track(event, { note: text });
      },
      [name, note, isSurvey] as const,
    );
    // A survey's event is judged where it arrives, by the consent of that moment.
    if (!isSurvey) return;
    await (where as Frame).waitForFunction(() => survey.status().held === 0);
    await pause(ON_ITS_WAY);
  }

  /** A page that answers nothing is asked for ever: whoever reads the failure learns where. */
  async function inTime<T>(step: Promise<T>): Promise<T> {
    const late = pause(DEADLINE).then(() => {
      throw new Error(`walk ${seed} got no answer after: ${steps.join(', ')}`);
    });
    return Promise.race([step, late]);
  }

  async function act(action: Action, tab: Tab): Promise<void> {
    const { page } = tab;
    switch (action) {
      case 'track':
        return track(tab, page, ['product_viewed', 'address_entered', 'page_seen', 'extra'][random(4)]!, false);
      case 'answer a survey':
        return track(tab, await embedded(page, '/survey', 'survey'), 'product_viewed', true);
      case 'grant':
        return say(page, 'granted');
      case 'withdraw':
        return say(page, 'denied');
      case 'object':
        // Denied before anything was granted: of what rests on a legitimate interest alone.
        return choice === 'undecided' ? say(page, 'denied') : undefined;
      case 'next page':
        return visit(page, `${pages.origin}/next`);
      case 'back':
        await page.goBack();
        if (page.url() === 'about:blank') await page.goForward();
        return opened(page);
      case 'freeze':
      case 'thaw': {
        const session = await page.context().newCDPSession(page);
        tab.isFrozen = action === 'freeze';
        await session.send('Page.setWebLifecycleState', { state: tab.isFrozen ? 'frozen' : 'active' });
        return;
      }
      case 'set the clock back':
        offset -= HOUR;
        await context.addInitScript(setClock, offset);
        for (const one of tabs) if (!one.isFrozen) await one.page.evaluate(setClock, offset);
        return;
      case 'clear the storage': {
        isChoiceKept = false;
        const session = await page.context().newCDPSession(page);
        await session.send('Storage.clearDataForOrigin', { origin: pages.origin, storageTypes: 'all' });
        return;
      }
      case 'deploy':
        version = 2;
        return serve();
      case 'the collector fails':
        return collector.answer(answers.status(503));
      case 'the collector works':
        return collector.answer(answers.ok());
    }
  }

  try {
    const length = 10 + random(10);
    while (steps.length < length && faults.length === 0) {
      const index = random(2);
      const tab = tabs[index]!;
      const drawn = draw(random);
      // A frozen tab does nothing but wake.
      const action = tab.isFrozen ? 'thaw' : drawn;
      if (action === 'thaw' && !tab.isFrozen) continue;
      steps.push(`${action} (tab ${index})`);
      await inTime(act(action, tab));
      judge();
    }
    for (const tab of tabs) if (tab.isFrozen) await inTime(act('thaw', tab));
    collector.answer(answers.ok());
    await inTime(say(tabs[random(2)]!.page, 'denied'));
    await pause(ON_ITS_WAY);
    judge();
    for (const { page } of tabs) {
      const left = await inTime(countStored(page));
      if (left > 0) faults.push(`${left} events lie on the device after the last withdrawal`);
    }
    return { steps, faults, arrived: new Set(arrived()).size };
  } finally {
    await context.close();
  }
}

async function openTab(context: BrowserContext): Promise<Tab> {
  return { page: await context.newPage(), isFrozen: false, hasForgotten: false };
}

/** For the clock that pages read, in each of them. */
function setClock(offset: number): void {
  const holder = globalThis as { clockOffset?: number };
  if (holder.clockOffset === undefined) {
    const { now } = Date;
    Date.now = () => now() + holder.clockOffset!;
  }
  holder.clockOffset = offset;
}

function draw(random: (below: number) => number): Action {
  let left = random(ACTIONS.reduce((sum, [, weight]) => sum + weight, 0));
  return ACTIONS.find(([, weight]) => (left -= weight) < 0)![0];
}

/** Mulberry32: integers from 0 up to a bound. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const pause = (delay: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delay));
