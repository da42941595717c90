import { describe, expect, it } from 'vitest';
import { ok, status } from '../../support/answers.mjs';
import { setUp, setUpWaiting } from '../../support/core-collector.js';
import { chunksOf, createBanner, eventOf, manifestOf } from '../../support/core-page.js';

describe('two applications on one origin', () => {
  it('share neither events nor withdrawals where each manifest has its id', async () => {
    const shop = manifestOf({ step: eventOf() }, { id: 'shop' });
    const blog = manifestOf({ step: eventOf() }, { id: 'blog' });
    const { page, banner, collector, open } = await setUp({ manifest: shop });
    const { browser } = page;
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', { number: 1 });
    await page.settle();
    expect(chunksOf(browser.diskOf('headgate.shop').records)).toHaveLength(1);

    const reader = createBanner({ analytics: 'granted' });
    const other = open({ manifest: blog, consent: [reader] });
    await other.pass(60_000);
    reader.say({ analytics: 'denied' });
    await other.pass(60_000);
    expect(other.tally()).toMatchObject({ tracked: 0 });
    expect(await other.run(other.headgate.access())).toEqual([]);
    expect(page.headgate.consent().categories['analytics']).toBe('granted');
    expect(chunksOf(browser.diskOf('headgate.shop').records)).toHaveLength(1);

    collector.answer(ok());
    await page.run(page.headgate.flush());
    expect(collector.events().map(({ data }) => data)).toEqual([{ number: 1 }]);
  });

  it('would see each other’s where neither has one', async () => {
    const { open } = await setUpWaiting('step', {});
    const other = open();
    await other.settle();
    expect(await other.run(other.headgate.access())).toHaveLength(1);
  });
});

describe('an event that another release declared', () => {
  it('is neither sent nor purged by a page that does not know it, and leaves with one that does', async () => {
    const newer = manifestOf({ step: eventOf(), added: eventOf() }, { version: '2' });
    const { page, collector, open } = await setUpWaiting('added', { number: 7 }, { manifest: newer });
    page.close();
    collector.answer(ok());
    collector.clear();

    const older = open({ manifest: manifestOf({ step: eventOf() }) });
    older.headgate.track('step', { number: 1 });
    await older.pass(60_000);
    expect(collector.events().map(({ event }) => event)).toEqual(['step']);
    expect(older.tally()).toMatchObject({ tracked: 1, delivered: 1 });
    older.close();

    const next = open({ manifest: newer });
    await next.pass(60_000);
    expect(collector.events().map(({ event }) => event)).toEqual(['step', 'added']);
  });

  it('expires on the device like any other', async () => {
    const newer = manifestOf({ added: eventOf({ retentionDays: 1 }) }, { version: '2' });
    const { page, open } = await setUpWaiting('added', {}, { manifest: newer });
    page.close();
    page.browser.clock += 2 * 86_400_000;
    const older = open({ manifest: manifestOf({ step: eventOf() }) });
    await older.pass(60_000);
    expect(chunksOf(page.browser.disk.records)).toEqual([]);
    expect(older.tally()).toMatchObject({ expired: 1, reasons: { 'expired:retention': 1 } });
  });
});

describe('a collector of the same name with another recipient', () => {
  it('gets nothing of what was stored for the first one, which is neither counted nor purged there', async () => {
    const to = (recipient: string) => ({ warehouse: { recipient, role: 'controller', country: 'DE' } as const });
    const { page, banner, collector, open } = await setUp({
      manifest: manifestOf({ step: eventOf() }, { collectors: to('Shop GmbH') }),
    });
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', { number: 1 });
    await page.settle();
    page.close();
    collector.answer(ok());
    collector.clear();
    const other = open({ manifest: manifestOf({ step: eventOf() }, { collectors: to('Other Vendor Inc.') }) });
    await other.pass(60_000);
    expect(collector.requests).toEqual([]);
    expect(other.tally()).toMatchObject({ tracked: 0 });
    other.close();
    const again = open({ manifest: manifestOf({ step: eventOf() }, { collectors: to('Shop GmbH') }) });
    await again.pass(60_000);
    expect(collector.events().map(({ data }) => data)).toEqual([{ number: 1 }]);
  });
});
