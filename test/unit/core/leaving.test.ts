import { describe, expect, it } from 'vitest';
import type { PageCollector } from '../../../src/delivery/collector.js';
import { json } from '../../../src/delivery/collectors/json.js';
import { setUp } from '../../support/core-collector.js';
import { eventOf, manifestOf } from '../../support/core-page.js';

const text = 'x'.repeat(500);
const manifest = manifestOf({ step: eventOf({ fields: { text: { type: 'string', maxLength: 500 } } }) });
/** The browser's limit for all requests of a page that is being left. */
const LIMIT = 65_536;

describe('a page that is being left', () => {
  it.each([1, 3])('sends no more than the browser lets it, where a body is %d times the events', async (times) => {
    const { collector, banner, open } = await setUp();
    const plain = json({ url: `${collector.origin}/warehouse` });
    const encode: typeof plain.encode = (events, sentAt) => ({
      ...plain.encode(events, sentAt),
      body: plain.encode(events, sentAt).body + ' '.repeat(JSON.stringify(events).length * (times - 1)),
    });
    const page = open({ manifest, consent: [banner], collectors: { warehouse: { ...plain, encode, maxBytes: 1e6 } } });
    banner.say({ analytics: 'granted' });
    for (let count = 0; count < 90; count++) page.headgate.track('step', { text });
    page.tab.page!.hidden();
    await page.settle();
    const [first] = collector.requests;
    expect(first!.body.length).toBeLessThan(LIMIT);
    expect(first!.body.length).toBeGreaterThan(LIMIT / 2);
  });
});

describe('a page that is hidden', () => {
  it('sends at once what it has, and no more than the browser lets it if it is left', async () => {
    const { page, banner, collector } = await setUp({ manifest });
    banner.say({ analytics: 'granted' });
    await page.pass(3000);
    for (let count = 0; count < 90; count++) page.headgate.track('step', { text });
    page.tab.page!.hidden();
    await page.settle();
    expect(collector.requests.filter(({ body }) => body.length > LIMIT)).toEqual([]);
    expect(page.tally().delivered).toBeGreaterThan(30);
    await page.pass(10_000);
    expect(page.tally().delivered).toBe(90);
    expect(collector.events()).toHaveLength(90);
  });

  it.each([
    ['before', ['hidden', 'left']],
    ['after', ['left', 'hidden']],
  ] as const)('does not touch its device where it is left, told so %s it is told to be hidden', async (_, order) => {
    const { page, banner, collector } = await setUp({ manifest });
    banner.say({ analytics: 'granted' });
    await page.pass(3000);
    const { id } = page.headgate.track('step', { text });
    await page.settle();
    const { touches } = page.browser.disk;
    for (const word of order) page.tab.page![word]();
    await page.settle();
    expect(page.browser.disk.touches).toBe(touches);
    expect(collector.deliveries(id!)).toBe(1);
    page.tab.page!.shown();
    await page.pass(3000);
    page.tab.page!.hidden();
    page.headgate.track('step', { text });
    await page.settle();
    expect([page.browser.disk.touches > touches, page.tally().delivered]).toEqual([true, 2]);
  });

  it('sends nothing that another tab sends', async () => {
    const { page, banner, collector, open } = await setUp({ manifest });
    const other = open({ manifest });
    banner.say({ analytics: 'granted' });
    await page.pass(3000);
    const ids = [page, other].map(({ headgate }) => headgate.track('step', { text }).id!);
    await page.settle();
    page.tab.page!.hidden();
    other.tab.page!.hidden();
    await page.pass(30_000);
    expect(ids.map((id) => collector.deliveries(id))).toEqual([1, 1]);
  });
});

describe('a tag', () => {
  it('gets an event in the next task: that costs no request, and the next page does not hand it over again', async () => {
    const delivered: string[] = [];
    const tag: PageCollector = {
      maxEvents: 20,
      maxBytes: 65_536,
      deliver: (events) => (delivered.push(...events.map(({ id }) => id)), { accepted: events.map(({ id }) => id) }),
    };
    const { page, banner, open } = await setUp({ manifest, collectors: { warehouse: tag } });
    banner.say({ analytics: 'granted' });
    await page.pass(3000);
    const { id } = page.headgate.track('step', { text });
    await page.settle();
    page.tab.page!.left();
    page.close();
    await open({ manifest, collectors: { warehouse: tag } }).pass(10_000);
    expect(delivered).toEqual([id]);
  });
});

describe('a tag that is not in the page yet', () => {
  it('is waited for without a word, and gets every event once it is there', async () => {
    const delivered: string[] = [];
    let isThere = false;
    const tag: PageCollector = {
      maxEvents: 20,
      maxBytes: 65_536,
      deliver(events) {
        if (!isThere) return undefined;
        const accepted = events.map(({ id }) => id);
        delivered.push(...accepted);
        return { accepted };
      },
    };
    const { page, banner } = await setUp({ manifest, collectors: { warehouse: tag } });
    banner.say({ analytics: 'granted' });
    const tracked = [1, 2, 3].map(() => page.headgate.track('step', { text }).id);
    await page.pass(60_000);
    expect([delivered, page.codes()]).toEqual([[], []]);
    isThere = true;
    await page.pass(10_000);
    expect(delivered).toEqual(tracked);
    expect([page.tally().delivered, page.codes()]).toEqual([3, []]);
  });
});
