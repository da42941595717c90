import { build } from 'esbuild';
import type { Page, Request } from '@playwright/test';
import type { EventDefinition, Manifest } from '../../src/manifest/manifest.js';
import { answers, createFakeCollector, expect, test, type FakeCollector, type Pages } from '../support/browser.js';
import { root } from '../support/dist.js';
import { OURS } from '../support/recipient.js';
import { countStored } from './support/read-device.js';
import { flush, grant, watchErrors } from './support/shop.js';

/** Two collectors with endpoints in two regions, as real servers: what leaves the browser, and for where. */

const step: EventDefinition = {
  purpose: 'newsletter',
  tier: 'pseudonymous',
  basis: 'consent',
  categories: ['analytics'],
  retentionDays: 30,
  collectors: ['warehouse', 'partner'],
};

const manifest: Manifest = {
  version: '1',
  categories: { analytics: {} },
  collectors: { warehouse: { ...OURS, regions: ['EU', 'US'] }, partner: { ...OURS, country: 'US', regions: ['US'] } },
  events: { health_asked: { ...step, region: 'EU' }, page_seen: step },
};

let script: string;
test.beforeAll(async () => {
  const contents = `
    export * from './src/instance/create-headgate.ts'; export * from './src/consent/sources/manual.ts';
    export * from './src/delivery/collectors/json.ts';`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    format: 'iife',
    globalName: 'kit',
    write: false,
    target: 'es2022',
  });
  script = outputFiles[0]!.text;
});

/** A page that does not know where its visitor is, until a consent source says it. */
function openPages(pages: Pages, eu: FakeCollector, us: FakeCollector): void {
  const body = `<!doctype html><title>Shop</title><script>${script.replaceAll('</script', '<\\/script')}
    const choice = kit.manual({ remember: true });
    const place = ({ report }) => {
      globalThis.sayRegion = (region) => report({ source: 'place', evidence: 'default', categories: {}, region });
      report({ source: 'place', evidence: 'default', categories: {} });
      return () => {};
    };
    const at = (origin, name) => kit.json({ url: origin + '/' + name });
    globalThis.headgate = {
      ...kit.createHeadgate({
        manifest: ${JSON.stringify(manifest)},
        consent: [choice, place],
        flushInterval: 50,
        collectors: {
          warehouse: { EU: at('${eu.origin}', 'warehouse'), US: at('${us.origin}', 'warehouse') },
          partner: { US: at('${us.origin}', 'partner') },
        },
      }),
      ...choice,
    };
  </script>`;
  for (const path of ['/', '/next']) pages.set(path, body);
}

const trackBoth = (page: Page) =>
  page.evaluate(() => ['health_asked', 'page_seen'].map((name) => headgate.track(name).reason));
const sayRegion = (page: Page, region: string) => page.evaluate(`sayRegion('${region}')`);
const laneOf = (page: Page, name: string) => page.evaluate((lane) => headgate.status().collectors[lane]!, name);

/** What arrived at a server, by collector and event. */
const arrivedAt = (server: FakeCollector): string[] =>
  server.requests
    .flatMap(({ path, events }) => events.map(({ event }) => `${path.slice(1)}: ${event}`))
    .filter((arrival) => !arrival.endsWith('consent_receipt'))
    .sort();

/** Addresses of requests whose body has the word: what the browser itself was asked to send. */
function watchFor(page: Page, word: string): string[] {
  const seen: string[] = [];
  page.on('request', (request: Request) => {
    if (request.postData()?.includes(word)) seen.push(new URL(request.url()).origin);
  });
  return seen;
}

for (const region of ['DE', 'US-CA']) {
  test(`an event that is bound to the EU reaches its endpoint there alone, for a visitor in ${region}`, async ({
    page,
    pages,
    collector: eu,
  }) => {
    const us = await createFakeCollector();
    openPages(pages, eu, us);
    const errors = watchErrors(page);
    const bound = watchFor(page, 'health_asked');
    await page.goto(pages.origin);
    await grant(page);
    expect(await trackBoth(page)).toEqual(['unknown-region', 'permitted']);
    await us.until(() => arrivedAt(us).length === 1);
    await flush(page);
    // The first endpoint is for visitors of whom nobody knows where they are; the bound event waits.
    expect([bound, arrivedAt(eu), arrivedAt(us)]).toEqual([[], ['warehouse: page_seen'], ['partner: page_seen']]);
    expect(await laneOf(page, 'warehouse')).toMatchObject({ held: 1, delivered: 1 });

    await sayRegion(page, region);
    expect(await trackBoth(page)).toEqual(['permitted', 'permitted']);
    await expect.poll(async () => (await flush(page), (await laneOf(page, 'warehouse')).delivered)).toBe(4);
    expect(arrivedAt(eu).filter((arrival) => arrival.endsWith('health_asked'))).toHaveLength(2);
    expect(arrivedAt(us)).toEqual(
      region === 'DE'
        ? ['partner: page_seen', 'partner: page_seen']
        : ['partner: page_seen', 'partner: page_seen', 'warehouse: page_seen'],
    );
    expect(new Set(bound)).toEqual(new Set([eu.origin]));
    expect(await laneOf(page, 'partner')).toMatchObject({
      tracked: 4,
      delivered: 2,
      refused: 2,
      reasons: { 'refused:no-endpoint-in-region': 2 },
    });
    expect(errors).toEqual([]);
    await us.close();
  });
}

test('a bound event that its endpoint could not take waits on the device until a later page knows the region', async ({
  page,
  pages,
  collector: eu,
}) => {
  const us = await createFakeCollector();
  openPages(pages, eu, us);
  const bound = watchFor(page, 'health_asked');
  eu.answer(answers.status(503));
  await page.goto(pages.origin);
  await grant(page);
  await sayRegion(page, 'US-CA');
  await page.evaluate(() => headgate.track('health_asked'));
  await eu.until(() => eu.requests.some(({ finished }) => finished));

  eu.answer(answers.ok());
  eu.clear();
  await page.goto(`${pages.origin}/next`);
  await page.evaluate(() => headgate.track('page_seen'));
  // The page before was left with the lane in its hand: for ten seconds at most.
  await expect
    .poll(async () => (await flush(page), arrivedAt(eu)), { timeout: 20_000 })
    .toEqual(['warehouse: page_seen']);
  expect(await countStored(page)).toBe(1);

  await sayRegion(page, 'FR');
  await expect
    .poll(() => arrivedAt(eu), { timeout: 20_000 })
    .toEqual(['warehouse: health_asked', 'warehouse: page_seen']);
  await expect.poll(() => countStored(page)).toBe(0);
  expect(new Set(bound)).toEqual(new Set([eu.origin]));
  await us.close();
});
