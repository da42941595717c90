import type { Page } from '@playwright/test';
import { bundle } from '../support/bundle.js';
import { expect, test, type Pages } from '../support/browser.js';
import { watchTrouble } from './support/arrivals.js';

/**
 * Hotjar by consent: its script is a tag that starts on the grant, and `hj('event')` a collector. Hotjar's files are not published:
 * a script stands in for them that does what its loader is documented to do, first a stub with a queue, then the inner part.
 */

const common = { purpose: 'shop', tier: 'anonymous', basis: 'consent', retentionDays: 1, collectors: ['hotjar'] };

const manifest = {
  version: '1',
  categories: { recording: {}, marketing: {} },
  collectors: { hotjar: { recipient: 'Hotjar Ltd.', role: 'processor', agreement: 'DPA', country: 'MT' } },
  events: {
    cart_filled: { ...common, categories: ['recording'], fields: { sku: { type: 'string' } } },
    offer_seen: { ...common, categories: ['marketing'] },
  },
};

let source: string;

test.beforeAll(async () => {
  source = await bundle(
    `
    import { createHeadgate, hotjar, manual, startTags } from 'headgate';
    const manifest = ${JSON.stringify(manifest)};
    const choice = manual();
    const core = createHeadgate({ manifest, consent: [choice], collectors: { hotjar: hotjar() }, flushInterval: 50 });
    globalThis.headgate = { ...core, grant: choice.grant, withdraw: choice.withdraw };
    startTags(core, { allow: [location.origin] });
    addEventListener('headgate:withdrawn', ({ target }) => (globalThis.withdrawnTag = target.id));`,
    'iife',
  );
});

const LOADER = `
  window.hj = window.hj || function () { (hj.q = hj.q || []).push(arguments); };
  const inner = document.createElement('script');
  inner.src = '/hotjar-inner.js';
  document.head.append(inner);`;

const INNER = `
  globalThis.recorded = [];
  const waiting = window.hj.q || [];
  window.hj = Object.assign((...call) => void recorded.push(call), { _init: {} });
  waiting.forEach((call) => hj(...call));`;

declare global {
  var recorded: unknown[][] | undefined, hj: unknown, withdrawnTag: string;
}

async function openPage(page: Page, pages: Pages): Promise<string[]> {
  const trouble = watchTrouble(page);
  for (const [name, body] of Object.entries({ source, hotjar: LOADER, 'hotjar-inner': INNER })) {
    pages.set(`/${name}.js`, { body, type: 'text/javascript' });
  }
  const tag = '<script type="text/plain" id="hotjar" data-headgate-category="recording" src="/hotjar.js"></script>';
  pages.set('/', `<!doctype html><title>Shop</title><script src="/source.js"></script>${tag}`);
  await page.goto(pages.origin);
  return trouble;
}

const hotjarRequests = (pages: Pages): string[] =>
  pages.requests.map(({ path }) => path).filter((path) => path.startsWith('/hotjar'));
const track = (page: Page, name: string, data = {}): Promise<string> =>
  page.evaluate(([event, fields]) => headgate.track(event, fields).outcome, [name, data] as const);
const recorded = (page: Page): Promise<unknown> => page.evaluate(() => globalThis.recorded);

test('Hotjar starts after the grant, and hears of allowed events by their names alone', async ({ page, pages }) => {
  const trouble = await openPage(page, pages);
  expect(await track(page, 'cart_filled', { sku: 'MH01' })).toBe('hold');
  await page.waitForTimeout(300);
  // Neither its script nor its global is there, so nothing can lie in its queue.
  expect([hotjarRequests(pages), await page.evaluate(() => typeof hj)]).toEqual([[], 'undefined']);

  await page.evaluate(() => headgate.grant('recording'));
  await expect.poll(() => recorded(page)).toEqual([['event', 'cart_filled']]);
  expect(hotjarRequests(pages)).toEqual(['/hotjar.js', '/hotjar-inner.js']);

  // Its category is not granted, it is not declared, it is not as declared.
  expect(await track(page, 'offer_seen')).toBe('hold');
  expect(await track(page, 'nothing')).toBe('refuse');
  expect(await track(page, 'cart_filled', { sku: 7 })).toBe('refuse');
  expect(await track(page, 'cart_filled', { sku: 'MH02' })).toBe('allow');
  await expect.poll(() => recorded(page)).toHaveLength(2);
  await page.waitForTimeout(300);
  expect(await recorded(page)).toEqual([
    ['event', 'cart_filled'],
    ['event', 'cart_filled'],
  ]);
  expect(trouble).toEqual([]);
});

test('after the withdrawal Hotjar is told nothing more, and its tag is told', async ({ page, pages }) => {
  const trouble = await openPage(page, pages);
  await page.evaluate(() => headgate.grant('recording'));
  await track(page, 'cart_filled', { sku: 'MH01' });
  await expect.poll(() => recorded(page)).toHaveLength(1);
  await page.evaluate(() => headgate.withdraw('recording'));
  expect(await page.evaluate(() => withdrawnTag)).toBe('hotjar');
  expect(await track(page, 'cart_filled', { sku: 'MH01' })).toBe('refuse');
  await page.waitForTimeout(300);
  expect(await recorded(page)).toHaveLength(1);
  expect(trouble).toEqual([]);
});
