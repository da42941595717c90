import { describe, expect, it } from 'vitest';
import { ok, status } from '../../support/answers.mjs';
import { setUp } from '../../support/core-collector.js';
import { eventOf, manifestOf } from '../../support/core-page.js';
import { OURS } from '../../support/recipient.js';

const manifest = manifestOf(
  { step: eventOf() },
  { receipts: { collectors: ['records'], retentionDays: 365 }, collectors: { warehouse: OURS, records: OURS } },
);
const setUpReceipts = () => setUp({ manifest, lanes: ['warehouse', 'records'] });
type Seen = { readonly event: string; readonly data: object };
const receipts = (collector: { seen(): readonly Seen[] }) =>
  collector
    .seen()
    .filter(({ event }) => event === 'consent_receipt')
    .map(({ data }) => data);

const granted = {
  action: 'granted',
  categories: { analytics: 'granted', marketing: 'undecided' },
  proof: { observed: true },
  since: '2026-11-21T12:00:00.000Z',
};

describe('a receipt', () => {
  it('tells what was granted, how it is known, and until when to keep it', async () => {
    const { page, banner, collector } = await setUpReceipts();
    banner.say({ analytics: 'granted' }, { proof: { id: 'choice-1' } });
    await page.pass(5000);
    const [request] = collector.requests as [(typeof collector.requests)[number]];
    expect(request.path).toBe('/records');
    expect(request.events[0]).toMatchObject({
      event: 'consent_receipt',
      basis: 'legal_obligation',
      purpose: 'consent_receipt',
      categories: [],
      manifest: '1',
      time: '2026-11-21T12:00:00.000Z',
      retentionDays: 365,
      expires: '2027-11-21T12:00:00.000Z',
      consent: { captured: { evidence: 'explicit', source: 'banner', regime: 'opt-in' } },
      data: { ...granted, proof: { id: 'choice-1' } },
    });
    expect(page.tally('records')).toMatchObject({ tracked: 1, delivered: 1 });
  });

  it('goes to the collectors that the manifest names for receipts, and to no other', async () => {
    const { page, banner, collector } = await setUpReceipts();
    banner.say({ analytics: 'granted' });
    await page.pass(5000);
    expect(collector.requests.map(({ path }) => path)).toEqual(['/records']);
  });

  it('is made once for a grant, however many pages find it', async () => {
    const { page, banner, collector, open } = await setUpReceipts();
    banner.say({ analytics: 'granted' }, { proof: { time: '2026-11-20T08:00:00.000Z' } });
    await page.pass(5000);
    page.close();
    for (let count = 0; count < 3; count++) {
      const next = open();
      await next.pass(5000);
      next.close();
    }
    expect(receipts(collector)).toEqual([{ ...granted, proof: { time: '2026-11-20T08:00:00.000Z' } }]);
  });

  it('is made again on the next page where no collector took it', async () => {
    const { page, banner, collector, open } = await setUpReceipts();
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    await page.pass(5000);
    page.close();
    collector.clear();
    collector.answer(ok());
    const next = open();
    await next.pass(5000);
    expect(receipts(collector)).toEqual([
      expect.objectContaining({ action: 'granted', categories: granted.categories }),
    ]);
  });

  it('is the same one on the next page where the answer to it was not waited for', async () => {
    const { page, banner, collector, open } = await setUpReceipts();
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    await page.pass(5000);
    page.close();
    page.browser.clock += 60_000;
    const next = open();
    await next.pass(5000);
    const sent = collector.requests.flatMap(({ events }) => events).filter(({ event }) => event === 'consent_receipt');
    expect(sent.length).toBeGreaterThan(1);
    expect(new Set(sent.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
  });

  it('is not made again by a page whose device answers only after a while', async () => {
    const { page, banner, collector, open } = await setUpReceipts();
    banner.say({ analytics: 'granted' });
    await page.pass(5000);
    page.close();
    page.browser.disk.isHung = true;
    const next = open();
    await next.pass(3000);
    page.browser.disk.isHung = false;
    await next.pass(20_000);
    expect(receipts(collector)).toEqual([granted]);
    expect(next.tally('records')).toMatchObject({ tracked: 0 });
  });

  it('is sent, once, where the device never answers', async () => {
    const { page, banner, collector } = await setUpReceipts();
    page.browser.disk.isHung = true;
    banner.say({ analytics: 'granted' });
    await page.pass(60_000);
    expect(receipts(collector)).toEqual([expect.objectContaining({ action: 'granted' })]);
  });

  it('is not sent for a consent that was withdrawn while the device did not answer', async () => {
    const { page, banner, collector } = await setUpReceipts();
    page.browser.disk.isHung = true;
    banner.say({ analytics: 'granted' });
    await page.pass(1000);
    banner.say({ analytics: 'denied' });
    await page.pass(60_000);
    expect(receipts(collector)).toEqual([expect.objectContaining({ action: 'withdrawn' })]);
  });

  it('is one for two tabs that see the same grant', async () => {
    const { page, banner, collector, open } = await setUpReceipts();
    const other = open();
    banner.say({ analytics: 'granted' });
    await page.pass(5000);
    await other.pass(5000);
    const ids = collector.seen().flatMap((event) => (event.event === 'consent_receipt' ? [event.id] : []));
    expect(new Set(ids).size).toBe(1);
  });

  it('of an earlier consent is not sent for the one after a withdrawal', async () => {
    const { page, banner, collector, open } = await setUpReceipts();
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    await page.pass(5000);
    banner.say({ analytics: 'denied' });
    await page.pass(5000);
    page.close();
    collector.clear();
    collector.answer(ok());
    page.browser.clock += 60_000;
    const next = open();
    banner.say({ analytics: 'granted' });
    await next.pass(5000);
    const receipt = collector.seen().find(({ event }) => event === 'consent_receipt');
    expect(receipt?.data).toMatchObject({
      action: 'granted',
      since: expect.not.stringContaining('12:00:00') as string,
    });
  });

  it('is made for another choice, another manifest and a withdrawal', async () => {
    const { page, banner, collector, open } = await setUpReceipts();
    banner.say({ analytics: 'granted' });
    await page.pass(5000);
    banner.say({ analytics: 'granted', marketing: 'granted' });
    await page.pass(5000);
    page.close();
    const next = open({ manifest: { ...manifest, version: '2' } });
    await next.pass(5000);
    banner.say({ analytics: 'denied', marketing: 'granted' });
    await next.pass(5000);
    expect(receipts(collector)).toEqual(
      [
        granted,
        { action: 'granted', categories: { analytics: 'granted', marketing: 'granted' } },
        { action: 'granted', categories: { analytics: 'granted', marketing: 'granted' } },
        { action: 'withdrawn', categories: { analytics: 'denied', marketing: 'granted' } },
      ].map((receipt) => expect.objectContaining(receipt) as object),
    );
  });

  it('is made for a grant after a withdrawal', async () => {
    const { page, banner, collector } = await setUpReceipts();
    for (const choice of ['granted', 'denied', 'granted'] as const) {
      banner.say({ analytics: choice });
      await page.pass(5000);
    }
    expect(receipts(collector).map((data) => (data as { action: string }).action)).toEqual([
      'granted',
      'withdrawn',
      'granted',
    ]);
  });

  it('is not made for a mere refusal, nor before an answer', async () => {
    const { page, banner, collector } = await setUpReceipts();
    await page.pass(5000);
    banner.say({ analytics: 'undecided' });
    banner.say({ analytics: 'denied', marketing: 'denied' });
    await page.pass(60_000);
    expect(collector.requests).toEqual([]);
    expect(page.browser.disk.touches).toBe(0);
  });

  it('of a withdrawal is sent although nothing else is any more', async () => {
    const { page, banner, collector } = await setUpReceipts();
    banner.say({ analytics: 'granted' });
    await page.pass(5000);
    collector.clear();
    page.headgate.track('step', {});
    banner.say({ analytics: 'denied' });
    await page.pass(5000);
    expect(collector.seen().map(({ event }) => event)).toEqual(['consent_receipt']);
  });

  it('is made by nobody where the manifest asks for none', async () => {
    const { page, banner, collector } = await setUp();
    banner.say({ analytics: 'granted' });
    await page.pass(5000);
    banner.say({ analytics: 'denied' });
    await page.pass(5000);
    expect(collector.requests).toEqual([]);
  });

  it('cannot be forged by the page: its name is not one to track', async () => {
    const { page, collector } = await setUpReceipts();
    expect(page.headgate.track('consent_receipt', { action: 'granted' }).outcome).toBe('refuse');
    await page.pass(5000);
    expect(collector.requests).toEqual([]);
  });
});
