import { describe, expect, it } from 'vitest';
import * as engine from '../../../src/instance/engine.js';
import type { EngineModule } from '../../../src/instance/engine.js';
import { ok, status } from '../../support/answers.mjs';
import { setUp } from '../../support/core-collector.js';
import { eventOf, manifestOf, type PageSetting } from '../../support/core-page.js';

/** A file with the engine that comes when the test says so; `asked` counts how often a page wanted it. */
function createFile() {
  const waiting: { resolve(module: EngineModule): void; reject(error: unknown): void }[] = [];
  const file = {
    asked: 0,
    loadEngine: () => {
      file.asked++;
      return new Promise<EngineModule>((resolve, reject) => waiting.push({ resolve, reject }));
    },
    load: () => waiting.shift()!.resolve(engine),
    fail: () => waiting.shift()!.reject(new TypeError('Failed to fetch dynamically imported module')),
  };
  return file;
}

async function setUpLate(options: Parameters<typeof setUp>[0] = {}, setting: PageSetting = {}) {
  const file = createFile();
  const opened = await setUp(options, { ...setting, environment: { loadEngine: file.loadEngine } });
  return { ...opened, file };
}

describe('the engine', () => {
  it('is not asked for by a visitor who does not agree', async () => {
    const { page, banner, file } = await setUpLate();
    page.headgate.track('step', {});
    await page.pass(10_000);
    banner.say({ analytics: 'denied' });
    page.headgate.track('step', {});
    page.tab.page!.hidden();
    page.tab.page!.shown();
    await page.run(page.headgate.flush());
    await page.pass(10_000);
    expect(file.asked).toBe(0);
    expect(page.browser.disk.touches).toBe(0);
  });

  it('is asked for once by a grant, and by events that it lets through', async () => {
    const { page, banner, file } = await setUpLate();
    banner.say({ analytics: 'granted' });
    for (let count = 0; count < 3; count++) page.headgate.track('step', {});
    void page.headgate.flush();
    await page.pass(5_000);
    expect(file.asked).toBe(1);
  });

  it('is asked for by an event that needs no consent, at that event', async () => {
    const manifest = manifestOf({ order: eventOf({ basis: 'contract' }) });
    const { page, file } = await setUpLate({ manifest });
    await page.pass(5_000);
    expect(file.asked).toBe(0);
    page.headgate.track('order', {});
    expect(file.asked).toBe(1);
  });

  it('sends what was let through before it came, each event once', async () => {
    const { page, banner, collector, file } = await setUpLate();
    page.headgate.track('step', { number: 1 });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', { number: 2 });
    await page.pass(5_000);
    expect(collector.requests).toEqual([]);
    expect(page.tally()).toMatchObject({ tracked: 2, buffered: 2 });
    file.load();
    await page.pass(5_000);
    expect(collector.events()).toHaveLength(2);
    expect(page.tally()).toMatchObject({ tracked: 2, delivered: 2 });
  });

  it('finds nothing of what was withdrawn while it was on its way', async () => {
    const { page, banner, collector, file } = await setUpLate();
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.settle();
    banner.say({ analytics: 'denied' });
    expect(page.tally()).toMatchObject({ tracked: 1, purged: 1 });
    page.tab.page!.left();
    file.load();
    await page.pass(20_000);
    expect(collector.requests).toEqual([]);
  });

  it('that does not come is told, and asked for again until it comes', async () => {
    const { page, banner, collector, file } = await setUpLate();
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.settle();
    for (let failures = 1; failures <= 3; failures++) {
      file.fail();
      await page.pass(10_000);
      expect(file.asked).toBe(failures + 1);
    }
    expect(page.codes()).toEqual(['engine-missing', 'engine-missing', 'engine-missing']);
    file.load();
    await page.pass(5_000);
    expect(page.tally()).toMatchObject({ tracked: 1, delivered: 1 });
    expect(collector.events()).toHaveLength(1);
  });

  it('lets flush() end where it does not come', async () => {
    const { page, banner, file } = await setUpLate();
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    const flushed = page.headgate.flush();
    await page.settle();
    file.fail();
    await page.run(flushed);
    expect(page.tally()).toMatchObject({ tracked: 1, buffered: 1 });
  });

  it('leaves memory bounded while it is missing, and counts what had to go', async () => {
    const { page, banner } = await setUpLate({ buffer: { maxEvents: 5 } });
    banner.say({ analytics: 'granted' });
    for (let number = 0; number < 8; number++) page.headgate.track('step', { number });
    expect(page.tally()).toMatchObject({ tracked: 8, buffered: 5, dropped: 3 });
  });

  it('is asked for by access(), which ends when it is there', async () => {
    const { page, file } = await setUpLate();
    const { id } = page.headgate.track('step', {});
    const access = page.headgate.access();
    await page.settle();
    file.load();
    expect((await page.run(access)).map((event) => event.id)).toEqual([id]);
  });

  it('is asked for to finish what an earlier page could not delete', async () => {
    const { page, banner, open } = await setUp();
    banner.say({ analytics: 'granted' });
    await page.pass(3_000);
    page.browser.mark = 'analytics=0';
    page.close();
    const file = createFile();
    const next = open({ consent: [] }, { environment: { loadEngine: file.loadEngine } });
    await next.settle();
    expect(file.asked).toBe(1);
  });

  it('is asked for by a denial where an earlier page left a database, and deletes what is void', async () => {
    const { page, banner, collector, open } = await setUp();
    collector.answer((_request, response) => void response.writeHead(503).end());
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    await page.settle();
    const chunks = () => page.browser.disk.records.filter(([key]) => Array.isArray(key));
    expect(chunks()).toHaveLength(1);
    page.close();
    const file = createFile();
    banner.say({ analytics: 'denied' });
    const next = open({ consent: [banner] }, { environment: { loadEngine: file.loadEngine } });
    await next.settle();
    file.load();
    await next.pass(5_000);
    expect(chunks()).toEqual([]);
  });
});

describe('a page that is left before its engine has come', () => {
  it('sends what may go, and counts what is acknowledged', async () => {
    const { page, banner, collector, file } = await setUpLate();
    banner.say({ analytics: 'granted' });
    for (let number = 0; number < 100; number++) page.headgate.track('step', { number });
    page.tab.page!.left();
    await page.settle();
    expect(collector.events()).toHaveLength(100);
    expect(page.browser.disk.touches).toBe(0);
    expect(page.tally()).toMatchObject({ tracked: 100, delivered: 100 });
    page.tab.page!.shown();
    file.load();
    await page.pass(10_000);
    expect(collector.events()).toHaveLength(100);
    expect(page.tally()).toMatchObject({ tracked: 100, delivered: 100 });
  });

  it('sends no more than the browser lets it', async () => {
    const manifest = manifestOf({ step: eventOf({ fields: { text: { type: 'string', maxLength: 2000 } } }) });
    const { page, banner, collector } = await setUpLate({ manifest, limits: { maxBytes: 1e6 } });
    banner.say({ analytics: 'granted' });
    for (let count = 0; count < 90; count++) page.headgate.track('step', { text: 'x'.repeat(2000) });
    page.tab.page!.left();
    await page.settle();
    const bytes = collector.requests.reduce((sum, { body }) => sum + body.length, 0);
    expect(bytes).toBeGreaterThan(30_000);
    expect(bytes).toBeLessThan(65_536);
  });

  it('sends nothing that nobody has decided on, and nothing that has to be protected first', async () => {
    const name = { type: 'string', data: 'identifier', protect: 'pseudonymise' } as const;
    const manifest = manifestOf({
      step: eventOf({ categories: ['marketing'] }),
      login: eventOf({ fields: { name } }),
    });
    const { page, banner, collector } = await setUpLate({ manifest });
    banner.say({ analytics: 'granted', marketing: 'undecided' });
    page.headgate.track('step', {});
    page.headgate.track('login', { name: 'Ada' });
    page.tab.page!.left();
    await page.settle();
    expect(collector.requests).toEqual([]);
    expect(page.tally()).toMatchObject({ held: 1, buffered: 1 });
  });

  it('has its request ended by a withdrawal', async () => {
    const { page, banner, collector, file } = await setUpLate({}, { isNetworkHanging: true });
    let onArrival: (() => void) | undefined;
    const arrived = new Promise<void>((resolve) => (onArrival = resolve));
    const ended = new Promise<void>((resolve) =>
      collector.answer((_request, response) => {
        onArrival!();
        response.once('close', resolve);
      }),
    );
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    page.tab.page!.left();
    await arrived;
    banner.say({ analytics: 'denied' });
    await ended;
    page.tab.page!.shown();
    file.load();
    await page.pass(10_000);
    expect(page.tally()).toMatchObject({ tracked: 1, purged: 1 });
  });

  it('sends nothing whose retention is over', async () => {
    const { page, banner, collector } = await setUpLate({
      manifest: manifestOf({ step: eventOf({ retentionDays: 1 }) }),
    });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    page.browser.clock += 86_400_000;
    page.tab.page!.left();
    await page.settle();
    expect(collector.seen()).toEqual([]);
  });

  it('sends nothing once it has come back and is left again, before it knows what was withdrawn meanwhile', async () => {
    const { page, banner, collector } = await setUpLate();
    banner.say({ analytics: 'granted' });
    collector.answer(status(503));
    page.headgate.track('step', {});
    page.tab.page!.left();
    await page.settle();
    expect(collector.seen()).toHaveLength(1);
    collector.answer(ok());
    collector.clear();
    page.tab.page!.shown();
    page.tab.page!.left();
    await page.settle();
    expect(collector.seen()).toEqual([]);
    expect(page.tally()).toMatchObject({ buffered: 1 });
  });

  it('hands events to a tag in the page, each once', async () => {
    const seen: unknown[] = [];
    const tag = {
      maxEvents: 20,
      maxBytes: 65_536,
      deliver: (events: readonly { readonly id: string }[]) => {
        seen.push(...events);
        return { accepted: events.map(({ id }) => id) };
      },
    };
    const { page, banner, file } = await setUpLate({ collectors: { warehouse: tag } });
    banner.say({ analytics: 'granted' });
    page.headgate.track('step', {});
    page.tab.page!.left();
    page.tab.page!.shown();
    file.load();
    await page.pass(10_000);
    expect(seen).toHaveLength(1);
  });
});
