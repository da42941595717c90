import { describe, expect, it } from 'vitest';
import { ok, status } from '../../support/answers.mjs';
import { setUp, setUpWaiting } from '../../support/core-collector.js';
import { chunksOf, createBanner, eventOf, manifestOf } from '../../support/core-page.js';

describe('a reading that fails', () => {
  it('closes the gate and withdraws nothing: no receipt, no purge, no word to other tabs', async () => {
    const { page, banner, collector, open } = await setUp({
      manifest: manifestOf({ step: eventOf() }, { receipts: { collectors: ['warehouse'], retentionDays: 365 } }),
    });
    banner.say({ analytics: 'granted' });
    await page.pass(5000);
    collector.clear();
    collector.answer(status(503));
    page.headgate.track('step', { number: 1 });
    await page.settle();
    const other = open({ consent: [createBanner({ analytics: 'granted' })] });
    await other.settle();

    banner.sayAnything(undefined);
    expect(page.headgate.track('step', { number: 2 })).toMatchObject({ outcome: 'hold', reason: 'undecided' });
    collector.answer(ok());
    collector.clear();
    await page.settle();
    expect(page.browser.mark).toBe('');
    expect(other.headgate.consent().categories['analytics']).toBe('granted');
    expect(chunksOf(page.browser.disk.records)).toHaveLength(1);

    banner.say({ analytics: 'granted' });
    await page.pass(60_000);
    const numbers = collector.seen().map(({ data }) => (data as { number?: number }).number);
    expect(new Set(numbers)).toEqual(new Set([1, 2]));
  });

  it('is followed by a withdrawal once a positive reading says so', async () => {
    const { page, banner } = await setUpWaiting('step', {});
    banner.sayAnything(undefined);
    await page.settle();
    banner.say({ analytics: 'undecided' });
    await page.settle();
    expect(chunksOf(page.browser.disk.records)).toEqual([]);
    expect(page.tally()).toMatchObject({ purged: 1 });
  });
});

describe('a grant that vanishes between pages', () => {
  /** A page whose banner finds no choice, though an earlier page has stored events under one. */
  async function setUpVanished() {
    const { page, collector, open } = await setUpWaiting('step', { number: 1 });
    page.close();
    collector.answer(ok());
    collector.clear();
    page.browser.clock += 5_000;
    const banner = createBanner({ analytics: 'undecided' });
    const next = open({ consent: [banner] });
    await next.settle();
    return { browser: page.browser, next, banner, collector, open };
  }

  it('voids what was stored under it, and a later grant sends none of it', async () => {
    const { browser, next, banner, collector } = await setUpVanished();
    banner.say({ analytics: 'granted' });
    next.headgate.track('step', { number: 2 });
    await next.pass(60_000);
    expect(collector.events().map(({ data }) => data)).toEqual([{ number: 2 }]);
    expect(browser.mark).toBe('');
  });

  it('stays gone where the page with the new grant is killed before it has written anything', async () => {
    const { browser, next, banner, collector, open } = await setUpVanished();
    banner.say({ analytics: 'granted' });
    next.close();
    const last = open({ consent: [createBanner({ analytics: 'granted' })] });
    last.headgate.track('step', { number: 2 });
    await last.pass(60_000);
    expect(collector.events().map(({ data }) => data)).toEqual([{ number: 2 }]);
    expect(browser.mark).toBe('');
  });

  it('is none where another tab got it in the moment in which this page opened', async () => {
    const { page, collector, open } = await setUpWaiting('step', { number: 1 });
    const late = createBanner({ analytics: 'undecided' });
    const other = open({ consent: [late] });
    await other.settle();
    late.say({ analytics: 'granted' });
    collector.answer(ok());
    collector.clear();
    await page.pass(60_000);
    expect(new Set(collector.events().map(({ data }) => data['number' as never]))).toEqual(new Set([1]));
    expect(page.headgate.consent().categories['analytics']).toBe('granted');
  });

  it('is told apart from a platform that has not answered yet', async () => {
    const { page, banner, collector, open } = await setUpWaiting('step', { number: 1 });
    page.close();
    collector.answer(ok());
    collector.clear();
    banner.say({ analytics: 'undecided' }, { isPending: true });
    const next = open();
    await next.settle();
    banner.say({ analytics: 'granted' });
    await next.pass(60_000);
    expect(collector.events().map(({ data }) => data)).toEqual([{ number: 1 }]);
  });
});

describe('a page that comes back', () => {
  it('sends nothing, from memory either, that was withdrawn while it was away, however long ago', async () => {
    const rating = eventOf({ tier: 'personal' });
    const { page, banner, collector, open } = await setUp(
      { manifest: manifestOf({ rating }) },
      { environment: { subtle: undefined } },
    );
    banner.say({ analytics: 'granted' });
    await page.settle();
    collector.answer(status(503));
    page.headgate.track('rating', { number: 1 });
    page.tab.page!.left();
    await page.settle();
    const elsewhere = createBanner({ analytics: 'granted' });
    const other = open({ consent: [elsewhere] });
    await other.settle();
    elsewhere.say({ analytics: 'denied' });
    await other.pass(60_000);
    expect(page.browser.mark).toBe('');

    collector.answer(ok());
    collector.clear();
    page.tab.page!.shown();
    await page.pass(60_000);
    expect(collector.seen()).toEqual([]);
    expect(page.tally()).toMatchObject({ purged: 1 });
  });

  it('sends what it holds where nothing was withdrawn', async () => {
    const { page, collector } = await setUpWaiting('step', { number: 1 });
    page.tab.page!.left();
    await page.settle();
    collector.answer(ok());
    collector.clear();
    page.tab.page!.shown();
    await page.pass(60_000);
    expect(collector.events().map(({ data }) => data)).toEqual([{ number: 1 }]);
  });
});

describe('a clock that is set back', () => {
  it('does not keep consent closed after a withdrawal and a new grant, on this page or the next', async () => {
    const { page, banner, collector, open } = await setUp();
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', { number: 1 });
    await page.pass(5000);
    page.browser.setClock(-3_600_000);
    banner.say({ analytics: 'denied' });
    await page.settle();
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', { number: 2 });
    await page.pass(5000);
    page.close();
    const next = open();
    next.headgate.track('step', { number: 3 });
    await next.pass(5000);
    expect(collector.events().map(({ data }) => data)).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }]);
  });
});

describe('a clock that is set back on a page which found no choice', () => {
  it('does not keep its first grant closed after the withdrawal on the page before', async () => {
    const { page, banner, collector, open } = await setUp();
    banner.say({ analytics: 'granted' });
    await page.pass(5000);
    banner.say({ analytics: 'denied' });
    page.close();
    page.browser.clock += 5_000;
    const asked = createBanner({ analytics: 'undecided' });
    const next = open({ consent: [asked] });
    await next.settle();
    expect(next.browser.mark).not.toBe('');
    next.browser.setClock(-3_600_000);
    asked.say({ analytics: 'granted' });
    next.headgate.track('step', { number: 1 });
    await next.pass(5000);
    expect(collector.events().map(({ data }) => data)).toEqual([{ number: 1 }]);
  });
});

describe('an objection', () => {
  it('silences what other tabs hold in memory on legitimate interests', async () => {
    const { page, collector, open } = await setUp({
      manifest: manifestOf({ step: eventOf({ basis: 'legitimate_interests' }) }),
    });
    collector.answer(status(503));
    page.headgate.track('step', { number: 1 });
    await page.settle();
    const elsewhere = createBanner({ analytics: 'undecided' });
    const other = open({ consent: [elsewhere] });
    await other.settle();
    elsewhere.say({ analytics: 'denied' });
    await other.settle();
    collector.answer(ok());
    collector.clear();
    await page.pass(600_000);
    expect(collector.seen()).toEqual([]);
    expect(page.tally()).toMatchObject({ purged: 1 });
  });
});

describe('the right to ask and to be forgotten', () => {
  it('reaches the memory of other tabs, whatever the legal basis', async () => {
    const { page, collector, open } = await setUp({
      manifest: manifestOf({ step: eventOf({ basis: 'legitimate_interests' }) }),
    });
    collector.answer(status(503));
    page.headgate.track('step', { number: 1 });
    await page.settle();
    const other = open();
    await other.settle();
    expect(await other.run(other.headgate.access())).toMatchObject([{ event: 'step', data: { number: 1 } }]);
    await other.run(other.headgate.forget());
    await page.settle();
    expect(page.tally()).toMatchObject({ purged: 1, reasons: { 'purged:forgotten': 1 } });
  });
});
