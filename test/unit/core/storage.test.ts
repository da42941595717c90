import { describe, expect, it } from 'vitest';
import type { HeadgateOptions } from '../../../src/instance/options.js';
import type { Manifest } from '../../../src/manifest/manifest.js';
import type { ChunkKey } from '../../../src/storage/chunk.js';
import { ok, status } from '../../support/answers.mjs';
import { setUp } from '../../support/core-collector.js';
import { createFaultyStore, type Fault } from '../../support/core-faulty-store.js';
import { eventOf, manifestOf, type CorePage } from '../../support/core-page.js';
import { ModelBrowser } from '../../support/model-browser.js';

const DAY = 86_400_000;
const isChunk = ([key]: readonly [IDBValidKey, unknown]): boolean => Array.isArray(key);
const chunks = ({ browser }: CorePage) => browser.disk.records.filter(isChunk);
const countOf = (page: CorePage): number =>
  chunks(page).reduce((sum, [key]) => sum + ((key as unknown[])[4] as number), 0);
const track = (page: CorePage, count: number, name = 'step'): string[] =>
  Array.from({ length: count }, (_, number) => page.headgate.track(name, { number }).id!);
const arrived = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id).sort();

/** A page on a device that a test can break. */
async function setUpFaulty(fault: Fault, options: Partial<HeadgateOptions<Manifest>> = {}) {
  const browser = new ModelBrowser();
  const owner = {};
  const device = createFaultyStore(() => browser.disk.open(owner));
  device.fault = fault;
  const setting = await setUp(options, { browser, environment: { createStore: device.create } });
  return { ...setting, device };
}

describe('the device before the first grant', () => {
  it('is not touched, whatever is tracked and whatever the visitor refuses', async () => {
    const manifest = manifestOf({
      step: eventOf(),
      paid: eventOf({ basis: 'contract', categories: [] }),
      seen: eventOf({ basis: 'legitimate_interests' }),
    });
    const { page, banner, collector } = await setUp({ manifest });
    for (const name of ['step', 'paid', 'seen', 'unknown']) page.headgate.track(name, {});
    banner.say({ analytics: 'denied' });
    await page.pass(600_000);
    await page.run(page.headgate.flush());
    await page.run(page.headgate.access());
    page.tab.page!.hidden();
    await page.settle();
    expect(page.browser.disk.touches).toBe(0);
    expect(collector.events().map(({ event }) => event)).toEqual(['paid']);
  });

  it('takes what is strictly necessary', async () => {
    const manifest = manifestOf({ basket: eventOf({ basis: 'contract', storage: 'necessary' }) });
    const { page, collector } = await setUp({ manifest });
    collector.answer(status(503));
    track(page, 3, 'basket');
    await page.settle();
    expect(countOf(page)).toBe(3);
  });
});

it('what is strictly necessary and rests on legitimate interests is stored until the visitor objects', async () => {
  const basket = eventOf({ basis: 'legitimate_interests', storage: 'necessary' });
  const { page, banner, collector, open } = await setUp({ manifest: manifestOf({ basket }) });
  collector.answer(status(503));
  track(page, 3, 'basket');
  await page.settle();
  expect(countOf(page)).toBe(3);
  page.close();
  const next = open();
  track(next, 1, 'basket');
  await next.settle();
  expect(countOf(next)).toBe(4);
  banner.say({ analytics: 'denied' });
  await next.settle();
  expect(chunks(next)).toEqual([]);
  collector.answer(ok());
  collector.clear();
  await next.pass(600_000);
  expect(collector.seen()).toEqual([]);
});

describe('the buffer', () => {
  it('keeps what the collector did not take for the next page, which sends each event once', async () => {
    const { page, banner, collector, open } = await setUp();
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    await page.settle();
    const ids = track(page, 250);
    await page.settle();
    page.close();
    expect(countOf(page)).toBe(250);
    collector.answer(ok());
    const next = open();
    await next.pass(60_000);
    expect(arrived(collector.events())).toEqual([...ids].sort());
    expect(ids.every((id) => collector.deliveries(id) === 1)).toBe(true);
    expect(chunks(next)).toEqual([]);
    expect(next.tally()).toMatchObject({ tracked: 250, delivered: 250 });
  });

  it('writes many events as few records', async () => {
    const { page, banner, collector } = await setUp();
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    await page.settle();
    track(page, 400);
    await page.settle();
    expect(countOf(page)).toBe(400);
    expect(chunks(page).length).toBeLessThanOrEqual(20);
  });

  it('holds nothing of an event that needs no consent, and none that is held', async () => {
    const manifest = manifestOf({
      step: eventOf(),
      paid: eventOf({ basis: 'contract' }),
      offer: eventOf({ categories: ['marketing'] }),
    });
    const { page, banner, collector } = await setUp({ manifest });
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    for (const name of ['step', 'paid', 'offer']) page.headgate.track(name, {});
    await page.settle();
    const text = JSON.stringify(page.browser.disk.records);
    expect([text.includes('step'), text.includes('paid'), text.includes('offer')]).toEqual([true, false, false]);
  });

  it('gives up what its retention period is over for, here and on a later page', async () => {
    const manifest = manifestOf({
      step: eventOf({ retentionDays: 1 }),
      paid: eventOf({ basis: 'contract', retentionDays: 1 }),
    });
    const { page, banner, collector, open } = await setUp({ manifest });
    collector.answer(status(503, { retryAfter: 3600 }));
    banner.say({ analytics: 'granted' });
    await page.settle();
    track(page, 3);
    track(page, 2, 'paid');
    await page.settle();
    page.browser.clock += DAY;
    collector.clear();
    await page.run(page.headgate.flush());
    expect(page.tally()).toMatchObject({ tracked: 5, expired: 5, buffered: 0, reasons: { 'expired:retention': 5 } });
    expect(chunks(page)).toEqual([]);
    expect(collector.requests).toEqual([]);
    track(page, 2);
    await page.settle();
    page.close();
    page.browser.clock += 2 * DAY;
    const next = open();
    await next.pass(60_000);
    expect(chunks(next)).toEqual([]);
    expect(collector.requests).toEqual([]);
    expect(next.tally().expired).toBe(2);
  });

  it('gives up what is too old for its collector', async () => {
    const { page, banner, collector } = await setUp({ limits: { maxAge: 3_600_000 } });
    collector.answerNext(status(503, { retryAfter: 3600 }));
    banner.say({ analytics: 'granted' });
    await page.settle();
    track(page, 1);
    await page.pass(3_600_000 + 5000);
    track(page, 1);
    await page.pass(400_000);
    expect(page.tally()).toMatchObject({ tracked: 2, expired: 1, delivered: 1, reasons: { 'expired:max-age': 1 } });
  });

  it('evicts the weakest tier first, then the oldest', async () => {
    const manifest = manifestOf({
      step: eventOf({ tier: 'pseudonymous' }),
      page: eventOf({ tier: 'anonymous' }),
    });
    const { page, banner, collector } = await setUp({ manifest, buffer: { maxEvents: 100 } });
    collector.answer(status(503, { retryAfter: 600 }));
    banner.say({ analytics: 'granted' });
    await page.settle();
    const strong: string[] = [];
    for (let round = 0; round < 5; round++) {
      strong.push(...track(page, 10));
      track(page, 10, 'page');
      await page.pass(10);
    }
    expect(page.tally().buffered).toBe(100);
    strong.push(...track(page, 10));
    await page.pass(10);
    const { buffered, dropped } = page.tally();
    expect([buffered + dropped, dropped > 0, buffered <= 100]).toEqual([110, true, true]);
    const left = await page.run(page.headgate.access());
    expect(arrived(left.filter(({ event }) => event === 'step'))).toEqual([...strong].sort());
    const weak = left.filter(({ event }) => event === 'page').map(({ time }) => time);
    expect(weak.every((time) => time > '2026-11-21T12:00:00.000Z')).toBe(true);
    expect(page.tally().reasons['dropped:buffer-full']).toBe(dropped);
  });

  it('is bounded in bytes', async () => {
    const fields = { text: { type: 'string', maxLength: 2000 } } as const;
    const { page, banner, collector } = await setUp({
      manifest: manifestOf({ step: eventOf({ fields }) }),
      buffer: { maxBytes: 100_000 },
    });
    collector.answer(status(503, { retryAfter: 600 }));
    banner.say({ analytics: 'granted' });
    await page.settle();
    for (let round = 0; round < 20; round++) {
      for (let count = 0; count < 10; count++) page.headgate.track('step', { text: 'x'.repeat(1500) });
      await page.pass(1000);
    }
    await page.pass(10_000);
    const bytes = chunks(page).reduce((sum, [key]) => sum + ((key as unknown[])[5] as number), 0);
    expect(bytes).toBeLessThanOrEqual(150_000);
    expect(page.tally().dropped).toBeGreaterThan(0);
  });

  it('never holds more than its share in memory either', async () => {
    const manifest = manifestOf({ paid: eventOf({ basis: 'contract' }) });
    const { page, collector } = await setUp({ manifest, buffer: { maxEvents: 100 } });
    collector.answer(status(503, { retryAfter: 600 }));
    track(page, 1000, 'paid');
    await page.settle();
    const { buffered, dropped, reasons } = page.tally();
    expect(buffered).toBeLessThanOrEqual(100);
    expect(buffered + dropped).toBe(1000);
    expect(reasons['dropped:memory-full']).toBe(dropped);
  });
});

describe('tiers that must be encrypted', () => {
  const manifest = manifestOf({ note: eventOf({ tier: 'personal', fields: { text: { type: 'string' } } }) });
  const note = { text: 'my name is alice' };

  it('lie on the device unreadable, and arrive as they were', async () => {
    const { page, banner, collector, open } = await setUp({ manifest });
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    await page.settle();
    const { id } = page.headgate.track('note', note);
    await page.settle();
    expect(countOf(page)).toBe(1);
    const [[, chunk]] = chunks(page) as [[unknown, { data: { bytes: ArrayBuffer } }]];
    expect(new TextDecoder().decode(chunk.data.bytes)).not.toContain('alice');
    page.close();
    collector.answer(ok());
    const next = open();
    await next.pass(60_000);
    expect(collector.events().map((event) => [event.id, event.data])).toEqual([[id, note]]);
  });

  it('tell in their keys the hour and no millisecond, and keep their order', async () => {
    const { page, banner, collector, open } = await setUp({ manifest });
    collector.answer(status(503, { retryAfter: 600 }));
    banner.say({ analytics: 'granted' });
    page.browser.clock += 1_234_567;
    await page.settle();
    const tracked: string[] = [];
    for (let at = 0; at < 12; at++) {
      tracked.push(page.headgate.track('note', note).id!);
      await page.pass(101);
    }
    const keys = chunks(page).map(([key]) => key as never as ChunkKey);
    expect(keys.length).toBeGreaterThan(5);
    for (const [, , id, , , , expires, by] of keys) {
      const moment = Number.parseInt(id.slice(0, 13).replace('-', ''), 16);
      expect([moment % 3_600_000, expires % 3_600_000]).toEqual([0, 0]);
      expect(by).not.toContain(tracked[0]!.slice(0, 6));
    }
    page.close();
    collector.answer(ok());
    await open().pass(60_000);
    expect(collector.events().map(({ id }) => id)).toEqual(tracked);
  });

  it('keeps events that must be encrypted in memory where the browser cannot encrypt, and says so once', async () => {
    const { page, banner, collector } = await setUp({ manifest }, { environment: { subtle: undefined } });
    banner.say({ analytics: 'granted' });
    await page.settle();
    page.headgate.track('note', note);
    page.headgate.track('note', note);
    await page.settle();
    expect(chunks(page)).toEqual([]);
    await page.pass(10_000);
    expect(collector.events().map(({ data }) => data)).toEqual([note, note]);
    expect(page.codes().filter((code) => code === 'encryption-unavailable')).toHaveLength(1);
  });

  it('lie in the second database unreadable too, and arrive from there as they were', async () => {
    const { page, banner, collector, open } = await setUp({ manifest });
    collector.answer(status(503));
    page.browser.disk.isHung = true;
    banner.say({ analytics: 'granted' });
    const { id } = page.headgate.track('note', note);
    await page.pass(3000);
    const [[, chunk]] = page.browser.spill.records.filter(isChunk) as [[unknown, { data: { bytes: ArrayBuffer } }]];
    expect(new TextDecoder().decode(chunk.data.bytes)).not.toContain('alice');
    page.close();
    page.browser.disk.isHung = false;
    collector.answer(ok());
    collector.clear();
    const next = open();
    await next.pass(60_000);
    expect(collector.events().map((event) => [event.id, event.data])).toEqual([[id, note]]);
    expect(page.browser.spill.records.filter(isChunk)).toEqual([]);
  });

  it('wait for a page that can read them, and hold up nothing that this one can', async () => {
    const mixed = manifestOf({ ...manifest.events, step: eventOf() });
    const { page, banner, collector, open } = await setUp({ manifest: mixed });
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    await page.settle();
    const { id } = page.headgate.track('note', note);
    const [step] = track(page, 1);
    await page.settle();
    page.close();
    collector.answer(ok());
    collector.clear();
    const blind = open({}, { environment: { subtle: undefined } });
    await blind.pass(60_000);
    expect(collector.events().map((event) => event.id)).toEqual([step]);
    expect(blind.tally().dropped).toBe(0);
    blind.close();
    await open().pass(60_000);
    expect(collector.events().map((event) => event.id)).toEqual([step, id]);
  });

  it('lose what nobody can read any more, and count it', async () => {
    const { page, banner, collector, open } = await setUp({ manifest });
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    await page.settle();
    page.headgate.track('note', note);
    await page.settle();
    page.close();
    const { records } = page.browser.disk;
    records.splice(
      records.findIndex(([key]) => key === 'keys'),
      1,
    );
    collector.answer(ok());
    collector.clear();
    const next = open();
    await next.pass(60_000);
    expect(chunks(next)).toEqual([]);
    expect(collector.events()).toEqual([]);
    expect(next.codes()).toContain('unreadable-record');
    expect(next.tally()).toMatchObject({ tracked: 1, dropped: 1, reasons: { 'dropped:unreadable': 1 } });
  });
});

describe('a device that fails', () => {
  it('(silent, in both databases) holds up no event for longer than it takes to find that out', async () => {
    const { page, banner, collector } = await setUpFaulty('silent', { flushInterval: 100 });
    banner.say({ analytics: 'granted' });
    const ids = track(page, 3);
    await page.pass(1000);
    ids.push(...track(page, 1));
    await page.pass(2000);
    expect(arrived(collector.events())).toEqual([...ids].sort());
  });

  it.each<Fault>(['rejects', 'full'])('(%s) keeps back nothing that it took before', async (fault) => {
    const { page, banner, collector, device } = await setUpFaulty(undefined);
    banner.say({ analytics: 'granted' });
    await page.pass(3000);
    const ids = track(page, 3);
    await page.settle();
    expect(countOf(page)).toBe(3);
    device.fault = fault;
    await page.pass(4000);
    expect(arrived(collector.events())).toEqual([...ids].sort());
    // It works again: what lies there is deleted, not sent again.
    device.fault = undefined;
    await page.pass(30_000);
    expect([countOf(page), ids.map((id) => collector.deliveries(id))]).toEqual([0, [1, 1, 1]]);
    expect(page.tally()).toMatchObject({ tracked: 3, delivered: 3 });
  });

  it('waits as long as the collector asked for before it sends from memory', async () => {
    const { page, banner, collector, device } = await setUpFaulty(undefined);
    banner.say({ analytics: 'granted' });
    await page.pass(3000);
    const busy = status(503, { retryAfter: 600 });
    collector.answer((...request) => {
      device.fault = 'rejects';
      return busy(...request);
    });
    track(page, 3);
    await page.pass(500_000);
    expect(collector.requests.length).toBe(1);
  });

  it.each<Fault>(['rejects', 'throws', 'silent', 'full'])(
    '(%s) costs no event: each is sent from memory, once',
    async (fault) => {
      const { page, banner, collector } = await setUpFaulty(fault);
      const held = track(page, 2);
      banner.say({ analytics: 'granted' });
      const ids = [...held, ...track(page, 3)];
      await page.pass(20_000);
      ids.push(...track(page, 2));
      await page.pass(30_000);
      expect(arrived(collector.events())).toEqual([...ids].sort());
      expect(ids.map((id) => collector.deliveries(id))).toEqual(ids.map(() => 1));
      expect(page.tally()).toMatchObject({ tracked: 7, delivered: 7, buffered: 0 });
      expect(page.codes()).toContain('storage-failed');
    },
  );

  it.each<Fault>(['rejects', 'silent', 'full'])('(%s) later on costs no event either', async (fault) => {
    const { page, banner, collector, device } = await setUpFaulty(undefined);
    banner.say({ analytics: 'granted' });
    const ids = track(page, 2);
    await page.pass(5000);
    device.fault = fault;
    ids.push(...track(page, 3));
    await page.pass(60_000);
    expect(arrived(collector.events())).toEqual([...ids].sort());
    expect(page.tally()).toMatchObject({ tracked: 5, delivered: 5, buffered: 0 });
  });

  it.each<Fault>(['rejects', 'throws', 'silent', 'full'])(
    '(%s) and works again takes what waits in memory',
    async (fault) => {
      const { page, banner, collector, device } = await setUpFaulty(fault);
      collector.answer(status(503, { retryAfter: 600 }));
      banner.say({ analytics: 'granted' });
      const ids = track(page, 3);
      await page.pass(10_000);
      expect(chunks(page)).toEqual([]);
      device.fault = undefined;
      await page.pass(30_000);
      ids.push(...track(page, 1));
      await page.pass(1000);
      expect(countOf(page)).toBe(4);
      collector.answer(ok());
      await page.pass(3_600_000);
      expect(arrived(collector.events())).toEqual([...ids].sort());
      expect(ids.map((id) => collector.deliveries(id))).toEqual(ids.map(() => 1));
      expect(page.tally()).toMatchObject({ tracked: 4, delivered: 4, buffered: 0 });
    },
  );

  it.each<Fault>(['rejects', 'silent', 'full'])('(%s) holds up no answer of the instance', async (fault) => {
    const { page, banner, device } = await setUpFaulty(undefined, {});
    banner.say({ analytics: 'granted' });
    await page.settle();
    device.fault = fault;
    const [id] = track(page, 1);
    const during = async <T>(promise: Promise<T>): Promise<T> => {
      const state = { isDone: false };
      const result = promise.finally(() => (state.isDone = true));
      for (let count = 0; count < 100 && !state.isDone; count++) await page.pass(100);
      expect(state.isDone).toBe(true);
      return result;
    };
    expect((await during(page.headgate.access())).map((event) => event.id)).toEqual([id]);
    await during(page.headgate.flush());
    await during(page.headgate.forget());
  });

  it.each<Fault>(['rejects', 'silent'])('(%s) stops no withdrawal: nothing is sent afterwards', async (fault) => {
    const { page, banner, collector, device } = await setUpFaulty(undefined);
    banner.say({ analytics: 'granted' });
    await page.settle();
    track(page, 3);
    await page.settle();
    device.fault = fault;
    banner.say({ analytics: 'denied' });
    await page.pass(60_000);
    expect(page.headgate.track('step', {}).outcome).toBe('refuse');
    expect(collector.requests).toEqual([]);
    expect(page.browser.mark).not.toBe('');
  });

  it('and works again at the next page lets that finish the withdrawal', async () => {
    const { page, banner, collector, device, open } = await setUpFaulty(undefined);
    banner.say({ analytics: 'granted' });
    await page.settle();
    track(page, 3);
    await page.settle();
    device.fault = 'rejects';
    banner.say({ analytics: 'denied' });
    await page.pass(10_000);
    page.close();
    expect(chunks(page).length).toBeGreaterThan(0);
    banner.say({ analytics: 'granted' });
    const next = open();
    await next.pass(60_000);
    expect(chunks(next)).toEqual([]);
    expect(collector.seen()).toEqual([]);
  });

  it('(damaged) loses the record that cannot be read and no other', async () => {
    const { page, banner, collector, open } = await setUp();
    collector.answer(status(503));
    banner.say({ analytics: 'granted' });
    await page.settle();
    const [lost] = track(page, 2) as [string];
    await page.settle();
    const sound = track(page, 2);
    await page.settle();
    page.close();
    const records = chunks(page) as [IDBValidKey, { data: string }][];
    records.find(([, { data }]) => data.includes(lost))![1].data = '[{"id":';
    collector.answer(ok());
    const next = open();
    await next.pass(60_000);
    expect(arrived(collector.events())).toEqual([...sound].sort());
    expect(next.codes()).toContain('unreadable-record');
    expect(next.tally()).toMatchObject({ tracked: 4, delivered: 2, dropped: 2 });
    expect(chunks(next)).toEqual([]);
  });

  it.each([['{}'], ['null'], ['[null]'], ['7']])(
    '(damaged: %s in place of a list of events) does not keep a visitor from what is readable',
    async (data) => {
      const { page, banner, collector } = await setUp();
      collector.answer(status(503));
      banner.say({ analytics: 'granted' });
      await page.settle();
      track(page, 2);
      await page.settle();
      const sound = track(page, 1);
      await page.settle();
      const [first] = chunks(page) as [IDBValidKey, { data: string }][];
      first![1].data = data;
      const held = await page.run(page.headgate.access());
      expect(held.map(({ id }) => id)).toContain(sound[0]);
      expect(page.codes()).toContain('unreadable-record');
    },
  );

  it('(cleared by the browser) costs what lay there, and nothing that comes after it', async () => {
    const { page, banner, collector } = await setUp();
    banner.say({ analytics: 'granted' });
    await page.settle();
    track(page, 2);
    await page.settle();
    page.browser.disk.records.length = 0;
    const ids = track(page, 2);
    await page.pass(60_000);
    expect(collector.events().map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    page.tally();
  });
});

describe('a hidden page, whose timers take a second', () => {
  /** A page that has consent, and after that no timer that fires. */
  async function setUpHidden() {
    let timers: (() => void)[] = [];
    const after = (_delay: number, run: () => void) => (timers.push(run), () => {});
    const { page, banner } = await setUp({}, { environment: { after } });
    banner.say({ analytics: 'granted' });
    while (timers.length) {
      const due = timers;
      timers = [];
      due.forEach((run) => run());
      await page.settle();
      // What is left is not for the start: a look at the buffer, and the next time to send.
      if (page.browser.disk.records.length) break;
    }
    return page;
  }

  it('has on the device what each of its tasks tracks', async () => {
    const page = await setUpHidden();
    for (let task = 1; task <= 5; task++) {
      track(page, 3);
      await page.settle();
      expect(countOf(page)).toBe(3 * task);
    }
  });

  it('has a hundred of a burst there, and the next hundred with what is tracked next', async () => {
    const page = await setUpHidden();
    track(page, 250);
    await page.settle();
    expect(countOf(page)).toBe(100);
    track(page, 1);
    await page.settle();
    expect(countOf(page)).toBe(200);
  });
});
