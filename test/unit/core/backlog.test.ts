import { describe, expect, it } from 'vitest';
import { status } from '../../support/answers.mjs';
import { setUp } from '../../support/core-collector.js';
import { createCountingStore } from '../../support/core-faulty-store.js';
import { createBanner } from '../../support/core-page.js';
import { OURS } from '../../support/recipient.js';
import { ModelBrowser } from '../../support/model-browser.js';

/** 100,000 events that earlier pages left on the device, as they would lie there. */
function leaveBacklog(browser: ModelBrowser, chunkCount: number, perChunk: number): void {
  const { records } = browser.disk;
  const time = new Date(browser.clock - 3_600_000).toISOString();
  const expires = new Date(browser.clock + 86_400_000).toISOString();
  const stamp = { state: 'granted', regime: 'opt-in', evidence: 'explicit', source: 'banner' };
  for (let number = 0; number < chunkCount; number++) {
    const chunk = `019a-${String(number).padStart(6, '0')}`;
    const events = Array.from({ length: perChunk }, (_, index) => ({
      id: `${chunk}-${index}`,
      event: 'step',
      time,
      tier: 'pseudonymous',
      purpose: 'adoption',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      expires,
      manifest: '1',
      consent: { captured: stamp },
      data: {},
    }));
    const data = JSON.stringify(events);
    records.push([
      [
        `warehouse\n${OURS.recipient}`,
        1,
        chunk,
        'epoch-1',
        perChunk,
        data.length,
        Date.parse(expires),
        'an earlier page',
      ],
      { data },
    ]);
  }
  records.push(['control', { epochs: { analytics: 'epoch-1' }, leases: {} }]);
  // Keys are sorted: texts before arrays.
  records.unshift(records.pop()!);
  browser.disk.touches++;
}

async function openWith(chunkCount: number, answer = status(503, { retryAfter: 3600 })) {
  const browser = new ModelBrowser();
  leaveBacklog(browser, chunkCount, 100);
  const owner = {};
  const store = createCountingStore(() => browser.disk.open(owner));
  const setting = await setUp(
    { consent: [createBanner({ analytics: 'granted' })], buffer: { maxEvents: 1_000_000, maxBytes: 1e9 } },
    { browser, environment: { createStore: store.create } },
  );
  setting.collector.answer(answer);
  return { ...setting, counts: store.counts };
}

// The model of the disk looks through all records for each of them: it is the model that needs the time.
describe('a page that finds 100,000 events waiting', { timeout: 60_000 }, () => {
  it('reads as much as one that finds 1,000: a page of keys and one batch', async () => {
    const few = await openWith(10);
    await few.page.settle();
    const many = await openWith(1000);
    await many.page.settle();
    expect(many.counts.records).toBe(few.counts.records);
    expect(many.counts.records).toBeLessThanOrEqual(5);
    expect(many.counts.calls).toBe(few.counts.calls);
    expect(many.counts.keys).toBeLessThanOrEqual(256);
  });

  it('touches nothing at all before its first task is over', async () => {
    const { page, counts } = await openWith(1000);
    expect(page.headgate.track('step', {}).outcome).toBe('allow');
    expect(counts.calls).toBe(0);
  });

  it('walks the keys in pages, and no payload, to look for what expired', async () => {
    const { page, counts } = await openWith(1000);
    await page.pass(4000);
    const { records } = counts;
    await page.pass(4000);
    expect(counts.keys).toBeGreaterThan(1000);
    expect(counts.records).toBe(records);
    expect(counts.longest).toBeLessThanOrEqual(256);
  });

  it('writes and reads as much per event as one that finds none', async () => {
    const few = await openWith(0);
    const many = await openWith(1000);
    for (const { page } of [few, many]) {
      await page.pass(6000);
      for (let number = 0; number < 50; number++) page.headgate.track('step', { number });
    }
    const before = [few.counts.calls, many.counts.calls];
    await few.page.settle();
    await many.page.settle();
    expect(many.counts.calls - before[1]!).toBe(few.counts.calls - before[0]!);
  });

  it('sends them in batches, each once, and holds none of them back in memory', async () => {
    const { page, collector, counts } = await openWith(30, undefined);
    collector.answer((request, response, store) => {
      response.writeHead(200).end(JSON.stringify(store.accept(request.events)));
    });
    await page.pass(10_000);
    expect(collector.events()).toHaveLength(3000);
    expect(collector.seen()).toHaveLength(3000);
    expect(counts.records).toBe(30);
    expect(page.browser.disk.records.filter(([key]) => Array.isArray(key))).toEqual([]);
    expect(page.tally()).toMatchObject({ tracked: 3000, delivered: 3000 });
  });
});
