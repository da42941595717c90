import type { Page } from '@playwright/test';
import { bundle } from '../support/bundle.js';
import { expect, test, type FakeCollector, type Pages } from '../support/browser.js';
import { arrived, watchTrouble } from './support/arrivals.js';

/**
 * Zigpoll's answers and Google's data layer with the real gate. The widget is not published: a script stands in for it that
 * pushes what newnorthdigital/zigpoll-web-tag documents. So does one for a tag manager, which takes `push` over as Google's does
 * and sends what it hears to a server of its own.
 */

const common = { purpose: 'shop', tier: 'anonymous', basis: 'consent', retentionDays: 1, collectors: ['warehouse'] };

const manifest = {
  version: '1',
  categories: { research: {}, analytics: {} },
  collectors: { warehouse: { recipient: 'Acme GmbH', role: 'controller', country: 'DE' } },
  events: {
    survey_answered: {
      ...common,
      categories: ['research'],
      fields: { question: { type: 'string' }, answer: { type: 'string' } },
      triggers: { zigpoll: { event: '*', fields: { question: 'zigpoll_question', answer: 'zigpoll_response' } } },
    },
    cart_filled: {
      ...common,
      categories: ['analytics'],
      fields: { sku: { type: 'string' } },
      triggers: { dataLayer: { event: 'add_to_cart', fields: { sku: 'ecommerce.items.0.item_id' } } },
    },
  },
};

let source: string;

test.beforeAll(async () => {
  source = await bundle(
    `
    import { createHeadgate, json, manual, startDataLayer, startZigpoll } from 'headgate';
    const { manifest, url } = JSON.parse(document.getElementById('set-up')!.textContent!);
    const choice = manual();
    const core = createHeadgate({ manifest, consent: [choice], collectors: { warehouse: json({ url }) }, flushInterval: 50 });
    globalThis.headgate = { ...core, grant: choice.grant, deny: choice.deny, withdraw: choice.withdraw };
    startZigpoll(core);
    startDataLayer(core);`,
    'iife',
  );
});

const TAG_MANAGER = `
  const layer = (window.dataLayer = window.dataLayer || []);
  const send = (item) => navigator.sendBeacon('/google', JSON.stringify(item));
  layer.forEach(send);
  const push = layer.push;
  layer.push = (...items) => { const length = push.apply(layer, items); items.forEach(send); return length; };`;

const ZIGPOLL = `
  globalThis.answerZigpoll = (text) => {
    window.dataLayer = window.dataLayer || [];
    dataLayer.push({ event: 'gaEvent', eventCategory: 'Zigpoll', eventAction: 'answer', eventLabel: text,
      zigpoll_question: 'How are you?', zigpoll_response: text });
  };`;

const file = (body: string): { body: string; type: string } => ({ body, type: 'text/javascript' });

/** A page with its scripts in such an order. */
async function openPage(
  { page, pages, collector }: { page: Page; pages: Pages; collector: FakeCollector },
  scripts: readonly string[],
): Promise<string[]> {
  const trouble = watchTrouble(page);
  for (const [name, body] of Object.entries({ source, manager: TAG_MANAGER, zigpoll: ZIGPOLL })) {
    pages.set(`/${name}.js`, file(body));
  }
  pages.set('/google', '');
  const block = JSON.stringify({ manifest, url: collector.url });
  const tags = scripts.map((name) => `<script src="/${name}.js"></script>`).join('');
  pages.set('/', `<!doctype html><script type="application/json" id="set-up">${block}</script>${tags}`);
  await page.goto(pages.origin);
  return trouble;
}

const say = (page: Page, text: string): Promise<void> =>
  page.evaluate((words) => (globalThis as unknown as { answerZigpoll(text: string): void }).answerZigpoll(words), text);

const fill = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { dataLayer } = globalThis as unknown as { dataLayer: object[] };
    dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'MH01' }] } });
  });

const toGoogle = (pages: Pages): string =>
  pages.requests
    .filter(({ path }) => path === '/google')
    .map(({ body }) => body)
    .join();

for (const scripts of [
  ['source', 'manager', 'zigpoll'],
  ['manager', 'source', 'zigpoll'],
]) {
  test(`answers reach neither the tag manager nor the collector before their purpose is granted, with the scripts in the order ${scripts.join(', ')}`, async ({
    page,
    pages,
    collector,
  }) => {
    const trouble = await openPage({ page, pages, collector }, scripts);
    await page.evaluate(() => headgate.grant('analytics'));
    await say(page, 'I am ill');
    await fill(page);
    await expect.poll(() => toGoogle(pages)).toContain('MH01');
    expect(toGoogle(pages)).not.toContain('I am ill');
    expect(
      await page.evaluate(() => JSON.stringify((globalThis as unknown as { dataLayer: unknown }).dataLayer)),
    ).not.toContain('ill');

    await page.evaluate(() => headgate.grant('research'));
    await say(page, 'I am well');
    await expect.poll(() => toGoogle(pages)).toContain('I am well');
    await expect.poll(() => collector.events().length).toBe(3);
    // What was held is answered for by the gate; it does not go to others later.
    expect(toGoogle(pages)).not.toContain('I am ill');

    await page.evaluate(() => headgate.withdraw('research'));
    await say(page, 'I am gone');
    await fill(page);
    await expect.poll(() => toGoogle(pages).split('MH01').length).toBe(3);
    expect(toGoogle(pages)).not.toContain('I am gone');
    expect(await arrived(page, collector)).toEqual([
      ['survey_answered', { question: 'How are you?', answer: 'I am ill' }],
      ['cart_filled', { sku: 'MH01' }],
      ['survey_answered', { question: 'How are you?', answer: 'I am well' }],
      ['cart_filled', { sku: 'MH01' }],
    ]);
    expect(trouble).toEqual([]);
  });
}

test('without the guard, the answers would reach the tag manager', async ({ page, pages, collector }) => {
  await openPage({ page, pages, collector }, ['manager', 'zigpoll']);
  await say(page, 'I am ill');
  await expect.poll(() => toGoogle(pages)).toContain('I am ill');
});
