/**
 * The contract of all consent sources, as one table: what each of them must do, whatever platform stands behind it.
 *
 * To add a source, write `test/dom/sources/cases/<file of the source>.ts` that exports one `SourceCase` and nothing else:
 *
 * 1. `create` makes the source. The manifest of the contract has two categories, `analytics` and `marketing`, with your
 *    `codes` under your `key`.
 * 2. `steps` drive the platform, the real package or a fake of `test/fakes/`. A platform has at most one choice of its
 *    visitor in hand; `install` loads it, with the stored choice if there is one; `leave` is a page that is left: the
 *    platform is gone, cookies and storage stay; `remove` leaves nothing behind. Steps may be asynchronous, and may need
 *    time: the contract lets it pass with fake timers (`Date` too).
 * 3. A step that a platform cannot have is `{ cannot: 'the reason, as a sentence' }`. Reasons go to the generated page.
 * 4. A result that differs from the contract's is `{ is: …, because: 'the reason' }`.
 * 5. `halfLoad` is a page that is still starting: the stub without the platform. RequireJS is half there beside it.
 * 6. `globals`, `cookies` and `storage` name what the source looks at: garbage is put in the place of each.
 *
 * Run one case alone with `SOURCE=onetrust npx vitest run --config test/vitest.config.ts --project dom contract`. The page
 * `src/consent/sources/README.md` is measured by these same cases; `UPDATE_README=1` writes it.
 *
 * A source that finds its platform broken where it worked before says so by a reading that is none:
 * `report(undefined as never)`. The core then closes what the source had opened and tells `onDiagnostic`, once.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeHalfLoaded } from './source-half-loaded.js';
import type { SourceCase, Step } from './source-case.js';
import { describeFailures } from './source-failures.js';
import { openSourcePage, pass, type SourcePage } from './source-page.js';
import { describeTwoCookies } from './source-two-cookies.js';
import { A_WHILE, both, given, take, type Context } from './source-steps.js';
import { watchPage } from './watch-page.js';

export type { Cannot, Differs, SourceCase, SourceSteps, Step } from './source-case.js';

/** All tests of the contract for one source. */
export function describeSource(one: SourceCase): void {
  describe(one.name, () => {
    let page: SourcePage;
    const open = (regimes?: Parameters<typeof openSourcePage>[1]): void => void (page = openSourcePage(one, regimes));
    const { steps } = one;

    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
    });
    afterEach(async () => {
      page.stop();
      await steps.remove();
      await pass(0);
      vi.useRealTimers();
      expect(page.errors).toEqual([]);
    });

    describeAnswers(one, { open, page: () => page });
    describeLoading(one, { open, page: () => page });
    describeHalfLoaded(one, { open, page: () => page });
    describeTwoCookies(one, { open, page: () => page });
    describeRegions(one, { open, page: () => page });
    describeFailures(one, { open, page: () => page });
    describeStop(one, { open, page: () => page });
  });
}

function describeAnswers(one: SourceCase, { open, page }: Context): void {
  const { install, leave, acceptAll, rejectAll, partial, withdraw, reopen } = one.steps;
  const start = async (...steps: readonly Step[]): Promise<void> => {
    await take(install);
    open();
    await pass(A_WHILE);
    await take(...steps);
  };
  const denied = both(one.rejected?.is ?? 'denied');

  it('is undecided at the first visit', async () => {
    await start();
    expect(page().choices()).toEqual(both(one.firstVisit?.is ?? 'undecided'));
    expect(page().everGranted()).toBe(one.firstVisit?.is === 'granted');
    // Nobody chose: what is said of that is no choice.
    if (Object.keys(page().last()!.categories).length) expect(page().last()!.evidence).not.toBe('explicit');
    expect(page().last()!.proof?.id).toBeUndefined();
  });

  given([acceptAll], 'is granted once all is accepted', async () => {
    await start(acceptAll);
    expect(page().choices()).toEqual(both('granted'));
    expect(page().last()).toMatchObject({ source: one.key, evidence: one.evidence?.is ?? 'explicit' });
  });

  given([rejectAll], 'is denied once all is rejected', async () => {
    await start(rejectAll);
    expect(page().choices()).toEqual(denied);
    expect(page().everGranted()).toBe(one.firstVisit?.is === 'granted');
  });

  given([partial], 'is granted in part', async () => {
    await start(partial);
    expect(page().choices()).toEqual(['granted', denied[1]]);
  });

  given([acceptAll, rejectAll], 'follows a change of mind, both ways', async () => {
    await start(rejectAll, acceptAll);
    expect(page().choices()).toEqual(both('granted'));
    await take(rejectAll);
    expect(page().choices()).toEqual(denied);
  });

  given([acceptAll, withdraw], 'is not granted any more once consent is withdrawn', async () => {
    await start(acceptAll, withdraw);
    expect(page().choices()).not.toContain('granted');
  });

  given([acceptAll, reopen], 'is never more open while the visitor looks at the choice again', async () => {
    await start(rejectAll, reopen!);
    expect(page().choices()).not.toContain('granted');
  });

  given([acceptAll, leave], 'reads the stored choice after a reload', async () => {
    await start(acceptAll);
    page().stop();
    await take(leave);
    open();
    await take(install);
    expect(page().choices()).toEqual(both('granted'));
  });

  given([rejectAll, leave], 'reads the stored refusal after a reload', async () => {
    await start(rejectAll);
    page().stop();
    await take(leave);
    open();
    await take(install);
    expect(page().choices()).toEqual(denied);
    expect(page().everGranted()).toBe(false);
  });

  given([acceptAll], 'reads the same when it is started a second time', async () => {
    await start(acceptAll);
    const first = page().last();
    page().stop();
    open();
    await pass(A_WHILE);
    expect(page().last()).toEqual(first);
  });
}

function describeLoading(one: SourceCase, { open, page }: Context): void {
  const { install, acceptAll, rejectAll } = one.steps;

  given([acceptAll], 'follows a platform that loads after it', async () => {
    open();
    await pass(A_WHILE);
    if (!one.never) expect(page().choices()).toEqual(both('undecided'));
    await take(install, acceptAll);
    expect(page().choices()).toEqual(both('granted'));
  });

  given([acceptAll], 'follows a platform that loads a minute after it', async () => {
    open();
    await pass(60_000);
    await take(install, acceptAll);
    expect(page().choices()).toEqual(both('granted'));
  });

  given([acceptAll, rejectAll], 'reads a platform that was answered before it', async () => {
    await take(install, acceptAll);
    open();
    await pass(A_WHILE);
    expect(page().choices()).toEqual(both('granted'));
    await take(rejectAll);
    expect(page().choices()).toEqual(both(one.rejected?.is ?? 'denied'));
  });

  it.each(['opt-in', 'opt-out'] as const)('stays undecided for ever without its platform, in %s', async (regime) => {
    open({ default: regime });
    await pass(600_000);
    const expected = one.never && regime === 'opt-out' ? 'granted' : 'undecided';
    expect(page().choices()).toEqual(both(expected));
    if (one.never) expect(page().last()?.categories).toEqual({});
    expect(page().readings.flatMap(({ categories }) => Object.values(categories))).not.toContain('granted');
  });
}

function describeRegions(one: SourceCase, { open, page }: Context): void {
  const { installWithoutBanner, installOptOut, rejectAll } = one.steps;

  given([installWithoutBanner], 'grants nothing in an opt-in regime for want of a banner', async () => {
    await take(installWithoutBanner);
    open({ default: 'opt-in', XX: 'opt-in' });
    await pass(A_WHILE);
    expect(page().last()?.evidence).not.toBe('explicit');
    if (page().regime() === 'opt-in') expect(page().everGranted()).toBe(false);
  });

  given([installWithoutBanner], 'knows what holds without a banner in an opt-out regime', async () => {
    await take(installWithoutBanner);
    open({ default: 'opt-out' });
    await pass(A_WHILE);
    expect(page().choices()).toEqual(both(one.withoutBanner?.is ?? 'granted'));
  });

  given([installOptOut], 'knows what holds before an answer in an opt-out regime', async () => {
    await take(installOptOut);
    open({ default: 'opt-out' });
    await pass(A_WHILE);
    expect(page().choices()).toEqual(both(one.optOut?.is ?? 'granted'));
    expect(page().last()?.evidence).not.toBe('explicit');
  });

  given([installOptOut, rejectAll], 'is denied once the visitor opts out', async () => {
    await take(installOptOut);
    open({ default: 'opt-out' });
    await pass(A_WHILE);
    await take(rejectAll);
    expect(page().choices()).toEqual(both(one.rejected?.is ?? 'denied'));
  });
}

function describeStop(one: SourceCase, { open, page }: Context): void {
  const { install, acceptAll, rejectAll } = one.steps;

  it('leaves nothing in a page without its platform', async () => {
    const left = watchPage(one.globals);
    open();
    await pass(A_WHILE);
    page().stop();
    await pass(A_WHILE);
    expect(left.end()).toEqual({ listeners: [], timers: 0, globals: [] });
  });

  it('leaves nothing in a page where it heard its platform', async () => {
    await take(install);
    const left = watchPage(one.globals);
    open();
    await pass(A_WHILE);
    page().stop();
    await pass(A_WHILE);
    expect(left.end()).toEqual({ listeners: [], timers: 0, globals: [] });
  });

  given([acceptAll, rejectAll], 'says nothing any more once it is stopped', async () => {
    await take(install);
    open();
    await pass(A_WHILE);
    page().stop();
    const { length } = page().readings;
    await take(acceptAll, rejectAll);
    expect(page().readings).toHaveLength(length);
  });

  given([acceptAll], 'stops without harm before its platform loads, and twice', async () => {
    open();
    page().stop();
    page().stop();
    await take(install, acceptAll);
    expect(page().everGranted()).toBe(false);
  });
}
