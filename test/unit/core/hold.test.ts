import { describe, expect, it } from 'vitest';
import { setUp } from '../../support/core-collector.js';
import { eventOf, manifestOf } from '../../support/core-page.js';
import { OURS } from '../../support/recipient.js';

const chunks = (records: readonly [key: IDBValidKey, value: unknown][]) =>
  records.filter(([key]) => Array.isArray(key));

describe('an event before the visitor has answered', () => {
  it('waits in memory: nothing of it is on the device or on the way', async () => {
    const { page, collector } = await setUp();
    expect(page.headgate.track('step', { number: 1 })).toEqual({
      outcome: 'hold',
      reason: 'undecided',
      id: expect.any(String) as string,
    });
    await page.run(page.headgate.flush());
    await page.pass(1_000_000);
    page.tab.page!.hidden();
    await page.settle();
    expect(page.browser.disk.touches).toBe(0);
    expect(collector.requests).toEqual([]);
    expect(page.tally()).toMatchObject({ tracked: 1, held: 1, reasons: { 'held:undecided': 1 } });
  });

  it('is released by a grant, with its own time and both stamps of consent', async () => {
    const { page, banner, collector } = await setUp();
    const { id } = page.headgate.track('step', { number: 7 });
    await page.pass(60_000);
    banner.say({ analytics: 'granted' }, { proof: { id: 'receipt-1', version: '7' } });
    await page.pass(5000);
    const [event] = collector.events();
    expect(event).toMatchObject({ id, time: '2026-11-21T12:00:00.000Z', data: { number: 7 } });
    expect(event!.consent).toEqual({
      captured: { state: 'undecided', regime: 'opt-in', evidence: 'default', source: '' },
      released: { state: 'granted', regime: 'opt-in', evidence: 'explicit', source: 'banner', version: '7' },
    });
    expect(page.audit.map(({ state, reason }) => `${state}: ${reason}`)).toEqual([
      'held: undecided',
      'buffered: admitted',
      'delivered: accepted',
    ]);
  });

  it('carries one stamp where it was allowed at once', async () => {
    const { page, banner, collector } = await setUp();
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.pass(5000);
    expect(Object.keys(collector.events()[0]!.consent)).toEqual(['captured']);
  });

  it('waits until every one of its categories is granted', async () => {
    const manifest = manifestOf({ step: eventOf({ categories: ['analytics', 'marketing'] }) });
    const { page, banner, collector } = await setUp({ manifest });
    page.headgate.track('step', {});
    banner.say({ analytics: 'granted' });
    await page.pass(10_000);
    expect(collector.requests).toEqual([]);
    banner.say({ analytics: 'granted', marketing: 'granted' });
    await page.pass(10_000);
    expect(collector.events()).toHaveLength(1);
  });

  it('is refused by a denial, and sent by no later grant', async () => {
    const { page, banner, collector } = await setUp();
    page.headgate.track('step', {});
    banner.say({ analytics: 'denied' });
    expect(page.tally()).toMatchObject({ held: 0, refused: 1, reasons: { 'refused:denied': 1 } });
    banner.say({ analytics: 'granted' });
    await page.pass(60_000);
    expect(collector.requests).toEqual([]);
  });

  it('is refused at once where the manifest says so', async () => {
    const { page } = await setUp({ manifest: manifestOf({ step: eventOf({ undecided: 'refuse' }) }) });
    expect(page.headgate.track('step', {})).toEqual({ outcome: 'refuse', reason: 'undecided' });
    expect(page.tally()).toMatchObject({ tracked: 1, refused: 1 });
  });

  it('is one of 200 at most: the oldest are dropped and counted', async () => {
    const { page, banner, collector } = await setUp();
    const ids = Array.from({ length: 250 }, () => page.headgate.track('step', {}).id!);
    expect(page.tally()).toMatchObject({ tracked: 250, held: 200, dropped: 50, reasons: { 'dropped:hold-full': 50 } });
    banner.say({ analytics: 'granted' });
    await page.pass(60_000);
    expect(
      collector
        .events()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.slice(50).sort());
    expect(page.tally()).toMatchObject({ delivered: 200, dropped: 50 });
  });

  it('is one of as many as the page allows', async () => {
    const { page } = await setUp({ hold: { maxEvents: 3 } });
    for (let count = 0; count < 5; count++) page.headgate.track('step', {});
    expect(page.tally()).toMatchObject({ held: 3, dropped: 2 });
  });

  it('is held within 64 KiB of text: as many of the oldest go as must', async () => {
    const fields = { text: { type: 'string', maxLength: 100_000 } } as const;
    const { page, banner, collector } = await setUp({ manifest: manifestOf({ step: eventOf({ fields }) }) });
    const track = (length: number) => page.headgate.track('step', { text: 'x'.repeat(length - 4) }).id!;
    const ids = Array.from({ length: 64 }, () => track(1024));
    expect(page.tally()).toMatchObject({ held: 64, dropped: 0 });
    const last = track(4096);
    expect(page.tally()).toMatchObject({ held: 61, dropped: 4, reasons: { 'dropped:hold-full': 4 } });
    banner.say({ analytics: 'granted' });
    await page.pass(60_000);
    expect(
      collector
        .events()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...ids.slice(4), last].sort());
  });

  it.each([{ maxEvents: 0 }, { maxBytes: 0 }, { maxBytes: 10 }])(
    'is not held where it does not fit: %j',
    async (hold) => {
      const { page } = await setUp({
        hold,
        manifest: manifestOf({ step: eventOf({ fields: { text: { type: 'string' } } }) }),
      });
      expect(page.headgate.track('step', { text: 'longer than ten' }).outcome).toBe('hold');
      expect(page.tally()).toMatchObject({ tracked: 1, held: 0, dropped: 1 });
    },
  );

  it('makes room when it is released: what left no longer counts', async () => {
    const manifest = manifestOf({ step: eventOf(), offer: eventOf({ categories: ['marketing'] }) });
    const { page, banner } = await setUp({ manifest, hold: { maxEvents: 2 } });
    page.headgate.track('step', {});
    page.headgate.track('offer', {});
    banner.say({ analytics: 'granted' });
    page.headgate.track('offer', {});
    expect(page.tally()).toMatchObject({ held: 2, dropped: 0 });
  });

  it('is held too when a callback of the page tracks it while others are released', async () => {
    const manifest = manifestOf({ step: eventOf(), offer: eventOf({ categories: ['marketing'] }) });
    let onBuffered = (): void => {};
    const { page, banner } = await setUp({ manifest, onAudit: ({ state }) => state === 'buffered' && onBuffered() });
    page.headgate.track('step', {});
    page.headgate.track('offer', {});
    onBuffered = () => {
      onBuffered = () => {};
      page.headgate.track('offer', {});
    };
    banner.say({ analytics: 'granted' });
    expect(page.tally()).toMatchObject({ tracked: 3, held: 2, buffered: 1 });
  });

  it('expires after half an hour, whatever the visitor says then', async () => {
    const { page, banner, collector } = await setUp();
    page.headgate.track('step', { number: 1 });
    await page.pass(1_000_000);
    page.headgate.track('step', { number: 2 });
    await page.pass(900_000);
    banner.say({ analytics: 'granted' });
    await page.pass(10_000);
    expect(collector.events().map(({ data }) => data)).toEqual([{ number: 2 }]);
    expect(page.tally()).toMatchObject({ delivered: 1, expired: 1, reasons: { 'expired:hold-age': 1 } });
  });

  it('expires for its age when another one comes, and is not counted as one too many', async () => {
    const { page } = await setUp();
    page.headgate.track('step', {});
    await page.pass(1_900_000);
    page.headgate.track('step', {});
    expect(page.tally()).toMatchObject({ held: 1, expired: 1, dropped: 0, reasons: { 'expired:hold-age': 1 } });
  });

  it('does not hold up one that needs no consent', async () => {
    const manifest = manifestOf({ step: eventOf(), paid: eventOf({ basis: 'contract', categories: [] }) });
    const { page, collector } = await setUp({ manifest });
    page.headgate.track('step', {});
    const { id } = page.headgate.track('paid', {});
    await page.pass(5000);
    expect(collector.events().map((event) => event.id)).toEqual([id]);
    expect(page.browser.disk.touches).toBe(0);
  });

  it('that names several collectors is held for each', async () => {
    const { page, banner, collector } = await setUp({
      lanes: ['warehouse', 'second'],
      manifest: manifestOf(
        { step: eventOf({ collectors: ['warehouse', 'second'] }) },
        { collectors: { warehouse: OURS, second: OURS } },
      ),
    });
    const { id } = page.headgate.track('step', {});
    expect([page.tally('warehouse').held, page.tally('second').held]).toEqual([1, 1]);
    banner.say({ analytics: 'granted' });
    await page.pass(10_000);
    expect(collector.requests.map(({ path, events }) => [path, events.map((event) => event.id)])).toEqual([
      ['/warehouse', [id]],
      ['/second', [id]],
    ]);
  });
});

describe('a prerendered page', () => {
  const manifest = manifestOf({
    step: eventOf(),
    paid: eventOf({ basis: 'contract' }),
    basket: eventOf({ basis: 'contract', storage: 'necessary' }),
  });

  it('touches nothing and sends nothing until it is activated', async () => {
    const { page, banner, collector } = await setUp({ manifest }, { isPrerendering: true });
    banner.say({ analytics: 'granted' });
    for (const name of ['step', 'paid', 'basket']) expect(page.headgate.track(name, {}).outcome).toBe('hold');
    void page.headgate.flush();
    page.tab.page!.online();
    page.tab.page!.shown();
    page.tab.page!.hidden();
    await page.pass(60_000);
    expect(page.browser.disk.touches).toBe(0);
    expect(collector.requests).toEqual([]);
  });

  it('releases what it held when it is activated', async () => {
    const { page, banner, collector } = await setUp({ manifest }, { isPrerendering: true });
    banner.say({ analytics: 'granted' });
    for (const name of ['step', 'paid', 'basket']) page.headgate.track(name, {});
    page.tab.isPrerendering = false;
    page.tab.page!.activated();
    await page.pass(10_000);
    expect(
      collector
        .events()
        .map(({ event }) => event)
        .sort(),
    ).toEqual(['basket', 'paid', 'step']);
    expect(page.tally()).toMatchObject({ tracked: 3, delivered: 3 });
  });
});

describe('an event that was captured while consent was denied', () => {
  it('is sent by no later grant, on this page or the next', async () => {
    const { page, banner, collector, open } = await setUp();
    banner.say({ analytics: 'granted' });
    await page.settle();
    banner.say({ analytics: 'denied' });
    await page.settle();
    expect(page.headgate.track('step', { number: 13 })).toEqual({ outcome: 'refuse', reason: 'denied' });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', { number: 1 });
    await page.pass(60_000);
    page.close();
    const next = open();
    await next.pass(60_000);
    expect(collector.seen().map(({ data }) => data)).toEqual([{ number: 1 }]);
    expect(chunks(page.browser.disk.records)).toEqual([]);
  });
});
