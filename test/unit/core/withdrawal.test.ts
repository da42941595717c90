import { describe, expect, it } from 'vitest';
import type { UseStore } from 'idb-keyval';
import { hang, ok, status } from '../../support/answers.mjs';
import { setUp } from '../../support/core-collector.js';
import { createBanner, eventOf, manifestOf, type CorePage } from '../../support/core-page.js';
import { ModelBrowser } from '../../support/model-browser.js';

const chunks = ({ browser }: CorePage) => browser.disk.records.filter(([key]) => Array.isArray(key));
const texts = ({ browser }: CorePage): string => JSON.stringify(browser.disk.records);

describe('a withdrawal', () => {
  it('deletes what waits in memory and on the device, and none of it is sent', async () => {
    const { page, banner, collector } = await setUp();
    banner.say({ analytics: 'granted' });
    await page.settle();
    for (let number = 0; number < 30; number++) page.headgate.track('step', { number });
    await page.settle();
    expect(chunks(page)).not.toEqual([]);
    for (let number = 30; number < 40; number++) page.headgate.track('step', { number });
    banner.say({ analytics: 'denied' });
    await page.settle();
    expect(chunks(page)).toEqual([]);
    expect(page.tally()).toMatchObject({
      tracked: 40,
      purged: 40,
      buffered: 0,
      held: 0,
      reasons: { 'purged:withdrawn': 40 },
    });
    await page.pass(60_000);
    expect(collector.requests).toEqual([]);
    expect(await page.run(page.headgate.access())).toEqual([]);
  });

  it('counts when consent falls back to undecided too', async () => {
    const { page, banner } = await setUp();
    banner.say({ analytics: 'granted' });
    await page.settle();
    page.headgate.track('step', {});
    await page.settle();
    banner.say({ analytics: 'undecided' });
    await page.settle();
    expect(chunks(page)).toEqual([]);
    expect(page.tally()).toMatchObject({ purged: 1 });
    expect(page.headgate.track('step', {}).outcome).toBe('hold');
  });

  it('of one category leaves the events of another', async () => {
    const manifest = manifestOf({ step: eventOf(), offer: eventOf({ categories: ['marketing'] }) });
    const { page, banner, collector } = await setUp({ manifest });
    collector.answerNext(status(503));
    banner.say({ analytics: 'granted', marketing: 'granted' });
    page.headgate.track('step', { number: 1 });
    page.headgate.track('offer', { number: 2 });
    await page.settle();
    banner.say({ analytics: 'denied', marketing: 'granted' });
    await page.pass(60_000);
    expect(collector.events().map(({ event }) => event)).toEqual(['offer']);
    expect(page.tally()).toMatchObject({ purged: 1, delivered: 1 });
  });

  it('aborts the request that is under way', async () => {
    const { page, banner, collector } = await setUp({}, { isNetworkHanging: true });
    collector.answer(hang());
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.pass(2000);
    await collector.until(() => collector.requests.length === 1);
    banner.say({ analytics: 'denied' });
    await collector.until(() => collector.requests[0]!.dropped || collector.requests[0]!.aborted);
    await page.pass(60_000);
    expect(collector.requests).toHaveLength(1);
    expect(page.tally()).toMatchObject({ purged: 1, buffered: 0 });
    expect(chunks(page)).toEqual([]);
  });

  it('and a new grant before the device has caught up send nothing of the old consent', async () => {
    const { page, banner, collector } = await setUp();
    banner.say({ analytics: 'granted' });
    await page.settle();
    page.headgate.track('step', { number: 1 });
    await page.settle();
    page.headgate.track('step', { number: 2 });
    banner.say({ analytics: 'denied' });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', { number: 3 });
    await page.pass(60_000);
    expect(collector.seen().map(({ data }) => data)).toEqual([{ number: 3 }]);
    expect(page.tally()).toMatchObject({ tracked: 3, purged: 2, delivered: 1 });
  });

  it('that a reload cut short is finished by the next page before it sends anything', async () => {
    const { page, banner, collector, open } = await setUp();
    banner.say({ analytics: 'granted' });
    await page.settle();
    page.headgate.track('step', { number: 1 });
    await page.settle();
    banner.say({ analytics: 'denied' });
    page.close();
    expect(chunks(page)).not.toEqual([]);
    banner.say({ analytics: 'granted' });
    const next = open();
    next.headgate.track('step', { number: 2 });
    await next.pass(60_000);
    expect(collector.seen().map(({ data }) => data)).toEqual([{ number: 2 }]);
    expect(texts(next)).not.toContain('"number":1');
    expect(next.browser.mark).toBe('');
  });

  it('in one tab deletes and stops the events of every tab', async () => {
    const { page, banner, collector, open } = await setUp();
    banner.say({ analytics: 'granted' });
    const other = open();
    await other.settle();
    page.headgate.track('step', { number: 1 });
    other.headgate.track('step', { number: 2 });
    await page.settle();
    expect(chunks(page).length).toBeGreaterThan(0);
    banner.say({ analytics: 'denied' });
    await page.settle();
    expect(chunks(page)).toEqual([]);
    for (const tab of [page, other]) {
      expect(tab.tally().purged).toBeGreaterThan(0);
      expect(tab.tally()).toMatchObject({ buffered: 0, delivered: 0 });
    }
    await page.pass(60_000);
    expect(collector.requests).toEqual([]);
  });

  it('is read on the device by a tab that has neither localStorage nor a channel', async () => {
    const mine = createBanner({ analytics: 'granted' });
    const { page, banner, collector, open } = await setUp();
    collector.answer(status(503, { retryAfter: 60 }));
    banner.say({ analytics: 'granted' });
    await page.settle();
    const environment = { readMark: () => '', writeMark: () => {}, openChannel: () => undefined };
    const other = open({ consent: [mine] }, { environment });
    await other.settle();
    other.headgate.track('step', { number: 2 });
    await other.pass(3000);
    page.headgate.track('step', { number: 1 });
    await page.settle();
    banner.say({ analytics: 'denied' });
    await page.settle();
    banner.say({ analytics: 'granted' });
    await page.settle();
    collector.clear();
    collector.answer(ok());
    page.headgate.track('step', { number: 3 });
    await other.pass(600_000);
    expect(collector.seen().map(({ data }) => data)).toEqual([{ number: 3 }]);
    expect(other.tally()).toMatchObject({ buffered: 0, purged: 1 });
  });

  it('that comes before the end of a transaction leaves nothing of it adopted', async () => {
    const browser = new ModelBrowser();
    const owner = {};
    let onPut = (): void => {};
    const createStore = (): UseStore => {
      const use = browser.disk.open(owner);
      const listen = (store: IDBObjectStore): IDBObjectStore =>
        new Proxy(store, {
          get(target, name) {
            if (name === 'put') onPut();
            return Reflect.get(target, name) as unknown;
          },
        });
      return (mode, callback) => use(mode, (store) => callback(listen(store)));
    };
    const { page, banner, collector } = await setUp({}, { browser, environment: { createStore } });
    // Right after the control record was read, and epochs were chosen by the consent of that moment.
    onPut = () => {
      onPut = () => {};
      banner.say({ analytics: 'denied' });
      browser.clock++;
      banner.say({ analytics: 'granted' });
    };
    banner.say({ analytics: 'granted' });
    await page.settle();
    const { id } = page.headgate.track('step', { number: 1 });
    await page.pass(60_000);
    expect(page.headgate.consent().categories['analytics']).toBe('granted');
    expect(collector.events().map((event) => event.id)).toEqual([id]);
  });

  it('is heard from a tab whose own consent platform says nothing yet', async () => {
    const mine = createBanner({ analytics: 'granted' });
    const { page, banner, collector, open } = await setUp();
    banner.say({ analytics: 'granted' });
    const other = open({ consent: [mine] });
    await other.settle();
    other.headgate.track('step', { number: 2 });
    await other.settle();
    banner.say({ analytics: 'denied' });
    await page.settle();
    expect(other.headgate.consent().categories['analytics']).toBe('denied');
    expect(other.headgate.track('step', {})).toMatchObject({ outcome: 'refuse', reason: 'denied' });
    await page.pass(60_000);
    expect(collector.requests).toEqual([]);
  });

  it('leaves what a page without a word of consent never had: no touch of the device', async () => {
    const { page, banner } = await setUp();
    banner.say({ analytics: 'denied' });
    await page.pass(60_000);
    expect(page.browser.disk.touches).toBe(0);
    expect(page.browser.mark).toBe('');
  });
});

it.each(['contract', 'legal_obligation', 'vital_interests', 'public_task'] as const)(
  'an event that rests on %s is not purged by a denial of the category that it names',
  async (basis) => {
    const { page, banner, collector } = await setUp({ manifest: manifestOf({ step: eventOf({ basis }) }) });
    const { id } = page.headgate.track('step', {});
    banner.say({ analytics: 'denied' });
    await page.pass(10_000);
    expect(collector.events().map((event) => event.id)).toEqual([id]);
  },
);

describe('an objection', () => {
  const manifest = manifestOf({ step: eventOf({ basis: 'legitimate_interests' }) });

  it('closes what rests on legitimate interests, and deletes what waits', async () => {
    const { page, banner, collector } = await setUp({ manifest });
    collector.answer(status(503));
    expect(page.headgate.track('step', {}).outcome).toBe('allow');
    await page.pass(3000);
    const before = collector.requests.length;
    banner.say({ analytics: 'denied' });
    expect(page.headgate.track('step', {})).toEqual({ outcome: 'refuse', reason: 'objected' });
    await page.pass(600_000);
    expect(collector.requests).toHaveLength(before);
    expect(page.tally()).toMatchObject({ tracked: 2, purged: 1, refused: 1 });
    expect(page.browser.disk.touches).toBe(0);
  });
});
