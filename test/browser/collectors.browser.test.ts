import { build } from 'esbuild';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Manifest } from '../../src/manifest/manifest.js';
import { readCases, type CollectorCase, type Reply } from '../support/collector-contract.js';
import { answers, createFakeCollector, expect, test, type FakeCollector, type Pages } from '../support/browser.js';
import type { Answer } from '../support/answers.mjs';
import { root } from '../support/dist.js';
import { watchErrors, type PageHeadgate } from './support/shop.js';
import { OURS } from '../support/recipient.js';

/**
 * Every collector in a real browser: which requests ask first, what one that fails does to another, and what the tags of
 * other vendors get in the page.
 */

const folder = 'test/unit/collectors/cases';
const lane = { collectors: ['partner', 'warehouse'] };

const manifest: Manifest = {
  version: '1',
  categories: { analytics: {} },
  collectors: { warehouse: OURS, partner: OURS },
  events: {
    newsletter_signup: {
      purpose: 'newsletter',
      tier: 'pseudonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      ...lane,
      fields: { user: { type: 'string', data: 'identifier', protect: 'pseudonymise' }, step: { type: 'integer' } },
    },
  },
};

/** Headgate, the collectors and their cases as one script for a page, from the sources. */
async function bundle(): Promise<string> {
  const cases = readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts'));
  const collectors = readdirSync(join(root, 'src/delivery/collectors')).filter((name) => name.endsWith('.ts'));
  const contents = [
    "export * from './src/instance/create-headgate.ts'; export * from './src/consent/sources/manual.ts';",
    ...collectors.map((name) => `export * from './src/delivery/collectors/${name}';`),
    ...cases.map((name, index) => `import * as case${index} from './${folder}/${name}';`),
    `export const cases = [${cases.map((_, index) => `case${index}`).join(', ')}];`,
  ];
  const { outputFiles } = await build({
    stdin: { contents: contents.join('\n'), resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'iife',
    globalName: 'kit',
    write: false,
    target: 'es2022',
  });
  return outputFiles[0]!.text;
}

/** A page with Headgate whose collectors are written as code. `before`: what stands in the page in front of it. */
function openPage(pages: Pages, script: string, collectors: string, before = ''): void {
  const body = `<!doctype html><title>Shop</title>${before}<script>${script.replaceAll('</script', '<\\/script')}
    const choice = kit.manual({ remember: true });
    globalThis.headgate = {
      ...kit.createHeadgate({
        manifest: ${JSON.stringify(manifest)},
        consent: [choice],
        flushInterval: 50,
        collectors: { ${collectors} },
      }),
      ...choice,
    };
  </script>`;
  for (const path of ['/', '/next']) pages.set(path, body);
}

const onPage = <T>(page: Page, run: (headgate: PageHeadgate) => T | Promise<T>): Promise<T> =>
  page.evaluate(`(${String(run)})(headgate)`) as Promise<T>;
const grant = (page: Page): Promise<void> => onPage(page, (headgate) => headgate.grant('analytics'));
const flush = (page: Page): Promise<void> => onPage(page, (headgate) => headgate.flush());
const tallyOf = (page: Page, name: string) => page.evaluate((key) => headgate.status().collectors[key]!, name);

function track(page: Page, from: number, to: number): Promise<void> {
  return page.evaluate(
    ([first, last]) => {
      for (let step = first!; step < last!; step++) headgate.track('newsletter_signup', { user: 'alice', step });
    },
    [from, to],
  );
}

async function expectTally(page: Page, name: string, tally: Record<string, unknown>, flushes = true): Promise<void> {
  await expect
    .poll(
      async () => {
        if (flushes) await flush(page);
        return tallyOf(page, name);
      },
      { timeout: 30_000 },
    )
    .toMatchObject(tally);
}

/** Answers as the vendor does that took everything. */
function takeAll({ ids, taken }: CollectorCase): Answer {
  return ({ body }, response) => {
    const reply = taken(ids(body)) as Exclude<Reply, 'reset'>;
    response.writeHead(reply.status, reply.headers).end(reply.body);
  };
}

const { overHttp } = await readCases();
let script: string;
test.beforeAll(async () => void (script = await bundle()));

for (const subject of overHttp) {
  const { name, facts } = subject;
  test(`${name} delivers to another site ${facts.preflight ? 'and asks first' : 'without asking first'}`, async ({
    page,
    pages,
    collector,
  }) => {
    collector.answer(takeAll(subject));
    const origin = new URL(collector.localhostUrl).origin;
    expect(new URL(origin).hostname).not.toBe(new URL(pages.origin).hostname);
    const create = `kit.cases.find(({ collectorCase }) => collectorCase?.name === '${name}').collectorCase.create`;
    openPage(pages, script, `partner: ${create}({ url: '${origin}' })`);
    const errors = watchErrors(page);
    await page.goto(pages.origin);
    await grant(page);
    await track(page, 0, 3);
    await expectTally(page, 'partner', { tracked: 3, delivered: 3 });

    expect(collector.requests.flatMap(({ body }) => subject.ids(body))).toHaveLength(3);
    expect(collector.preflights.length > 0).toBe(facts.preflight);
    expect(collector.requests.map(({ headers }) => [headers.cookie, headers.referer])).toEqual(
      collector.requests.map(() => [undefined, undefined]),
    );
    expect(errors).toEqual([]);
  });
}

/** Two collectors at once: one is well, one is not. */
const TWO = (warehouse: FakeCollector, partner: FakeCollector, more = ''): string => `
  warehouse: kit.json({ url: '${warehouse.url}' }),
  partner: kit.webhook({ url: '${partner.url}', encode: (events) => JSON.stringify({ events })${more} }),`;

const stepsOf = (collector: FakeCollector): unknown[] =>
  collector.events().map(({ data }) => (data as { step: number }).step);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, step) => step);

for (const [fault, answer] of Object.entries({ 'answers 503': answers.status(503), hangs: answers.hang() })) {
  test(`a collector that ${fault} for long delays no other, and loses nothing`, async ({ page, pages, collector }) => {
    const partner = await createFakeCollector();
    openPage(pages, script, TWO(collector, partner));
    const errors = watchErrors(page);
    partner.answer(answer);
    await page.goto(pages.origin);
    await grant(page);
    for (let step = 0; step < 30; step += 10) {
      await track(page, step, step + 10);
      // All that came so far has arrived at the one before the other has taken anything.
      await expectTally(page, 'warehouse', { delivered: step + 10 }, false);
      await partner.until(() => partner.requests.length);
      expect(stepsOf(partner)).toEqual([]);
    }
    expect(stepsOf(collector)).toEqual(upTo(30));
    expect(await tallyOf(page, 'partner')).toMatchObject({ tracked: 30, buffered: 30, delivered: 0 });

    // A new page, in which it is still not well.
    await page.goto(`${pages.origin}/next`);
    const seen = partner.requests.length;
    await track(page, 30, 40);
    await expectTally(page, 'warehouse', { delivered: 10 }, false);
    await partner.until(() => partner.requests.length > seen, 30_000);
    expect(stepsOf(partner)).toEqual([]);

    partner.answer(answers.ok());
    await expect.poll(async () => (await flush(page), stepsOf(partner).length), { timeout: 40_000 }).toBe(40);
    expect(stepsOf(partner).sort((a, b) => Number(a) - Number(b))).toEqual(upTo(40));
    expect(stepsOf(collector)).toEqual(upTo(40));
    expect(errors).toEqual([]);
    await partner.close();
  });
}

test('what a failing collector would get too late is counted as expired, and never sent', async ({
  page,
  pages,
  collector,
}) => {
  const partner = await createFakeCollector();
  openPage(pages, script, TWO(collector, partner, ', maxAge: 500'));
  partner.answer(answers.status(503));
  await page.goto(pages.origin);
  await grant(page);
  await track(page, 0, 10);
  await expectTally(page, 'partner', { tracked: 10, expired: 10, reasons: { 'expired:max-age': 10 } });
  partner.answer(answers.ok());
  await flush(page);
  expect(stepsOf(partner)).toEqual([]);
  expect(stepsOf(collector)).toEqual(upTo(10));
  await partner.close();
});

interface Entry {
  readonly [key: number]: unknown;
  readonly event?: string;
}

test("Google's tag gets events when it has come, behind consent mode", async ({ page, pages }) => {
  // The usual snippets: a queue, and consent mode with what the visitor said last.
  const snippets = `<script>
    window.dataLayer = [];
    function gtag() { dataLayer.push(arguments); }
    gtag('js', new Date());
  </script>`;
  openPage(pages, script, 'partner: kit.dataLayer()', snippets);
  const errors = watchErrors(page);
  await page.goto(pages.origin);
  await grant(page);
  await track(page, 0, 2);
  await flush(page);
  // Neither the tag nor consent mode.
  expect(await tallyOf(page, 'partner')).toMatchObject({ tracked: 2, buffered: 2 });

  // The tag has come: it wraps the queue and gives itself a name.
  await page.evaluate(`{
    const push = dataLayer.push;
    globalThis.heard = [];
    dataLayer.push = (...entries) => (heard.push(...entries), push.apply(dataLayer, entries));
    globalThis.google_tag_manager = { 'GTM-1': {} };
  }`);
  await flush(page);
  expect(await tallyOf(page, 'partner')).toMatchObject({ buffered: 2 });

  await page.evaluate(`
    gtag('consent', 'default', { analytics_storage: 'denied' });
    gtag('consent', 'update', { analytics_storage: 'granted' });
  `);
  await expectTally(page, 'partner', { delivered: 2, buffered: 0 });
  const heard = (await page.evaluate('heard.map((entry) => ({ ...entry }))')) as Entry[];
  expect(heard.map((entry) => entry.event ?? `${String(entry[0])} ${String(entry[1])}`)).toEqual([
    'consent default',
    'consent update',
    'newsletter_signup',
    'newsletter_signup',
  ]);
  expect(heard[2]).toMatchObject({
    headgate: {
      tier: 'pseudonymous',
      basis: 'consent',
      data: { step: 0 },
      consent: { captured: { state: 'granted' } },
    },
  });
  expect(errors).toEqual([]);
});

test('what waits for a tag that a blocker keeps away is wiped by a withdrawal', async ({ page, pages }) => {
  openPage(pages, script, 'partner: kit.dataLayer()', '<script>window.dataLayer = [];</script>');
  await page.goto(pages.origin);
  await grant(page);
  await track(page, 0, 5);
  await flush(page);
  await onPage(page, (headgate) => headgate.withdraw('analytics'));
  await expectTally(page, 'partner', { tracked: 5, buffered: 0, purged: 5 });
  await page.evaluate(`
    globalThis.google_tag_manager = {};
    dataLayer.push(['consent', 'update', {}]);
  `);
  await flush(page);
  expect(await page.evaluate('dataLayer.length')).toBe(1);
});

test("Adobe's data layer gets events when its script has come", async ({ page, pages }) => {
  openPage(pages, script, 'partner: kit.adobeDataLayer()', '<script>window.adobeDataLayer = [];</script>');
  const errors = watchErrors(page);
  await page.goto(pages.origin);
  await grant(page);
  await track(page, 0, 2);
  await flush(page);
  expect(await tallyOf(page, 'partner')).toMatchObject({ tracked: 2, buffered: 2 });
  expect(await page.evaluate('adobeDataLayer.length')).toBe(0);

  await page.evaluate(`
    globalThis.heard = [];
    adobeDataLayer.push((layer) => layer.addEventListener('newsletter_signup', (message) => heard.push(message)));
  `);
  await page.addScriptTag({
    url: '/node_modules/@adobe/adobe-client-data-layer/dist/adobe-client-data-layer.min.js',
  });
  await expectTally(page, 'partner', { delivered: 2, buffered: 0 });
  const heard = (await page.evaluate('heard')) as { eventInfo: { data: { step: number } } }[];
  expect(heard.map(({ eventInfo }) => eventInfo.data.step)).toEqual([0, 1]);
  expect(await page.evaluate('adobeDataLayer.getState()')).toEqual({});
  expect(errors).toEqual([]);
});
