import type { Page } from '@playwright/test';
import { expect, test } from '../../support/browser.js';
import {
  bundle,
  describePlatform,
  manifestFor,
  platformPage,
  readChoice,
  type PlatformCase,
} from '../support/platform-suite.js';
import { createNotes, flush, notesOf } from '../support/shop.js';

/** Platforms made of IAB's own libraries: genuine `__tcfapi` and `__gpp`. */

const click = (selector: string) => (page: Page) => page.locator(selector).click();
const ready = (page: Page) => page.locator('#accept').waitFor();
const buttons = { accept: click('#accept'), reject: click('#reject'), withdraw: click('#reject'), ready };

const stub = '<script src="/node_modules/@iabtcf/stub/lib/stub.js"></script>';

const tcf: PlatformCase = {
  name: 'IAB TCF',
  key: 'tcf',
  code: [8, 9],
  entry: 'tcf',
  before: stub,
  evidence: 'explicit',
  ...buttons,
};

const gpp: PlatformCase = { name: 'IAB GPP', key: 'gpp', entry: 'gpp', evidence: 'default', ...buttons };

for (const platform of [tcf, gpp]) describePlatform(platform);

test('a TCF platform that asks again opens nothing, and closes nothing before it is answered', async ({
  page,
  pages,
  collector,
}) => {
  pages.set('/page.js', { body: await bundle('tcf'), type: 'text/javascript' });
  pages.set('/', platformPage({ manifest: manifestFor(tcf), url: collector.url }, tcf));
  await page.goto(pages.origin);
  await page.locator('#reject').click();
  await page.locator('#reopen').click();
  expect(await readChoice(page)).toBe('denied');
  await page.locator('#accept').click();
  await page.locator('#reopen').click();
  expect(await readChoice(page)).toBe('granted');
});

test('a page on another site obeys the TCF platform of the page around it', async ({ page, pages, collector }) => {
  const [host, frame] = [await bundle('tcf-host'), await bundle('tcf-frame')];
  const config = { manifest: manifestFor(tcf), url: collector.url };
  pages.set('/host.js', { body: host, type: 'text/javascript' });
  pages.set('/frame.js', { body: frame, type: 'text/javascript' });
  pages.set('/frame', platformPage(config, {}, '/frame.js'));
  pages.set(
    '/',
    `<!doctype html><meta charset="utf-8"><title>Host</title><body>${stub}
     <iframe src="${pages.otherOrigin}/frame"></iframe><script src="/host.js"></script></body>`,
  );
  await page.goto(pages.origin);
  await ready(page);
  const embedded = page.frames().find((one) => one.url().startsWith(pages.otherOrigin))! as unknown as Page;
  await embedded.waitForFunction(() => typeof headgate === 'object');
  expect(await embedded.evaluate(() => '__tcfapi' in window)).toBe(false);
  const track = (notes: string[]): Promise<string[]> =>
    embedded.evaluate((all) => all.map((note) => headgate.track('product_viewed', { note }).outcome), notes);

  const held = createNotes(3);
  expect(new Set(await track(held))).toEqual(new Set(['hold']));
  await flush(embedded);
  expect(collector.requests).toEqual([]);

  await page.locator('#accept').click();
  await collector.until(() => collector.events().length === held.length);
  expect(notesOf(collector.events())).toEqual(held);
  expect(collector.events()[0]!.consent.released).toMatchObject({ state: 'granted', source: 'tcf', regime: 'opt-in' });

  await page.locator('#reject').click();
  await expect.poll(() => readChoice(embedded)).toBe('denied');
  collector.clear();
  expect(await track(createNotes(1, 'late'))).toEqual(['refuse']);
  await flush(embedded);
  await page.waitForTimeout(400);
  expect(collector.requests).toEqual([]);
});
