import type { Page } from 'puppeteer-core';
import { answerBanner, evaluate } from './answer-banner.js';
import { doSteps } from './do-steps.js';
import type { BannerAnswer, Step, Visit, VisitFailure, VisitKind } from './evidence.js';
import { OPEN_SETTINGS, REFUSE } from './find-way-back.js';
import type { JourneyPage } from './journey.js';
import { READ_ENDPOINTS } from './page-scripts.js';
import { readDevice, wait } from './read-device.js';
import type { VisitPlan } from './visit-site.js';
import type { Watch } from './watch-browser.js';

/** What a visitor did and met. */
export type Visited = Pick<Visit, 'steps' | 'answers' | 'failures' | 'endpoints'>;

export interface VisitorParts {
  readonly kind: VisitKind;
  readonly plan: VisitPlan;
  readonly watch: Watch;
  readonly page: Page;
}

export interface Visitor {
  /** Goes through the whole visit. What cannot be done is noted, and the visit goes on. */
  readonly go: () => Promise<void>;
  readonly seen: () => Visited;
}

/** One person, with a will of their own about the banner. */
export function createVisitor({ kind, plan, watch, page }: VisitorParts): Visitor {
  const { journey, tools, canaries } = plan;
  const [first, ...others] = journey.pages;
  const steps: Step[] = [];
  const answers: BannerAnswer[] = [];
  const failures: VisitFailure[] = [];
  let endpoints: Visit['endpoints'] = {};
  let lastClick = 0;
  watch.onTold((message) => {
    if (message.type === 'click') lastClick = Number(message['at']);
  });

  async function go(): Promise<void> {
    if (!first) return;
    await show(first);
    if (kind === 'reject') await answer('reject');
    const hasAccepted = (kind === 'accept' || kind === 'withdraw') && (await answer('accept'));
    await showAll();
    if (kind === 'withdraw' && hasAccepted) {
      await withdraw();
      await showAll();
    }
    // What is sent on leaving, and a little later by what goes on without a page.
    await step('leaves the site', () => page.goto('about:blank'));
  }

  /** After an answer the first page is shown again: what depends on consent may start with the next page only. */
  async function showAll(): Promise<void> {
    if (first && (others.length === 0 || answers.length > 0)) await show(first);
    for (const other of others) await show(other);
  }

  async function show({ url, steps: todo }: JourneyPage): Promise<void> {
    const name = `shows ${new URL(url).pathname}`;
    await step(name, () => page.goto(url, { waitUntil: 'load', timeout: 45_000 }));
    endpoints = { ...endpoints, ...(await readEndpoints(watch)) };
    if (todo.length === 0) return;
    await step(`does ${todo.length === 1 ? 'a step' : `${todo.length} steps`} on ${new URL(url).pathname}`, () =>
      doSteps(page, todo, canaries),
    );
  }

  async function answer(wish: 'accept' | 'reject'): Promise<boolean> {
    if (journey.banner === 'none') return false;
    const own = journey.banner[wish];
    return step(
      `${wish}s`,
      async () => {
        const from = Date.now();
        if (own) {
          await doSteps(page, own, canaries);
          return note(wish, Math.max(from, lastClick), 'the journey');
        }
        const answered = await answerBanner(watch, wish, tools.banners);
        if (answered) return note(wish, answered.at, `autoconsent rule ${answered.rule}`);
        throw new Error('No rule knows this banner, or there is none.');
      },
      'banner',
    );
  }

  async function withdraw(): Promise<void> {
    const own = journey.banner === 'none' ? undefined : journey.banner.withdraw;
    await step(
      'withdraws',
      async () => {
        const from = Date.now();
        if (!own) return findWayBack();
        await doSteps(page, own, canaries);
        note('withdraw', Math.max(from, lastClick), 'the journey');
      },
      'withdrawal',
    );
  }

  async function findWayBack(): Promise<void> {
    const opener = await clickIn(watch, OPEN_SETTINGS);
    if (opener === undefined) throw new Error('No link or button opens the consent settings.');
    const openedAt = lastClick;
    await wait(1000);
    const refusal = await clickIn(watch, REFUSE);
    // A button that withdraws at once is still there afterwards: its first click was the withdrawal.
    if (refusal === opener) return note('withdraw', openedAt, opener);
    if (refusal !== undefined) return note('withdraw', lastClick, `${opener}, ${refusal}`);
    // Where nothing is left to refuse, the link itself may have been the withdrawal, if it says so.
    if (/withdraw|revoke|widerruf|retirer/i.test(opener)) return note('withdraw', openedAt, opener);
    const answered = await answerBanner(watch, 'reject', tools.banners);
    if (!answered) throw new Error(`${opener} was clicked, and nothing to refuse was found.`);
    note('withdraw', answered.at, `${opener}, autoconsent rule ${answered.rule}`);
  }

  function note(wish: BannerAnswer['wish'], at: number, by: string): void {
    answers.push({ wish, at, by });
  }

  async function step(
    name: string,
    act: () => Promise<unknown>,
    failure: VisitFailure['kind'] = 'step',
  ): Promise<boolean> {
    plan.progress(`${kind}: ${name}`);
    const from = Date.now();
    let isDone = true;
    watch.forgetOpen();
    try {
      await act();
    } catch (error) {
      isDone = false;
      failures.push({
        kind: failure,
        step: name,
        url: page.url(),
        why: error instanceof Error ? error.message : String(error),
      });
    }
    await settle(watch, plan.dwell);
    const device = await readDevice(watch);
    const picture = await page.screenshot({ type: 'jpeg', quality: 50 }).catch(() => undefined);
    steps.push({ name, from, until: Date.now(), url: page.url(), device, picture });
    return isDone;
  }

  return { go, seen: () => ({ steps, answers, failures, endpoints }) };
}

const QUIET = 500;
const LONGEST_SETTLING = 2500;

/** Until the visitor has looked long enough, and the network is quiet or never will be. */
async function settle(watch: Watch, dwell: number): Promise<void> {
  const from = Date.now();
  const isBusy = (): boolean => watch.open() > 0 || Date.now() - watch.lastRequest() < QUIET;
  while (Date.now() - from < dwell || (isBusy() && Date.now() - from < dwell + LONGEST_SETTLING)) await wait(50);
  await watch.settled();
}

/** The page itself first, then its frames. */
async function clickIn(watch: Watch, expression: string): Promise<string | undefined> {
  for (const { session, own } of watch.frames()) {
    const clicked = await evaluate({ session, context: own, expression });
    if (typeof clicked === 'string') return clicked;
  }
  return undefined;
}

async function readEndpoints(watch: Watch): Promise<Visit['endpoints']> {
  const found: { [collector: string]: string } = {};
  for (const { session, own } of watch.frames()) {
    const text = await evaluate({ session, context: own, expression: READ_ENDPOINTS });
    if (typeof text === 'string') Object.assign(found, JSON.parse(text));
  }
  return found;
}
