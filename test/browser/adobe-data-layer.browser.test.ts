import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { bundle } from '../support/bundle.js';
import { expect, test, type FakeCollector, type Pages } from '../support/browser.js';
import { root } from '../support/dist.js';
import { arrived, watchTrouble } from './support/arrivals.js';
import { OURS } from '../support/recipient.js';

/** Adobe's data layer, filled by Adobe's own SDK for Magento storefronts, as an event source. */

interface StorefrontEvents {
  readonly context: { readonly [name: string]: (context: object) => void };
  readonly publish: { readonly [name: string]: (context?: object) => void };
}

declare global {
  var magentoStorefrontEvents: StorefrontEvents, adobeDataLayer: unknown[], stopSource: () => void;
}

const common = {
  purpose: 'shop',
  tier: 'anonymous',
  basis: 'consent',
  categories: ['analytics'],
  retentionDays: 1,
  collectors: ['warehouse'],
} as const;

const manifest = {
  version: '1',
  categories: { analytics: {} },
  collectors: { warehouse: OURS },
  events: {
    product_viewed: {
      ...common,
      fields: { sku: { type: 'string' }, price: { type: 'number' }, kind: { type: 'string' } },
      triggers: {
        adobeDataLayer: {
          event: 'product-page-view',
          fields: {
            sku: 'eventInfo.productContext.sku',
            price: 'eventInfo.productContext.pricing.regularPrice',
            // Of the layer's state.
            kind: 'pageContext.pageType',
          },
        },
      },
    },
    cart_filled: {
      ...common,
      fields: { sku: { type: 'string' }, quantity: { type: 'integer' } },
      triggers: {
        adobeDataLayer: {
          event: 'add-to-cart',
          where: { 'eventInfo.shopperContext.shopperId': 'guest' },
          fields: {
            sku: 'eventInfo.changedProductsContext.items.0.product.sku',
            quantity: 'eventInfo.changedProductsContext.items.0.quantity',
          },
        },
      },
    },
    order_placed: {
      ...common,
      fields: { total: { type: 'number' } },
      triggers: { adobeDataLayer: { event: 'place-order', fields: { total: 'eventInfo.orderContext.grandTotal' } } },
    },
  },
};

const PERSON = { firstName: 'Ada', lastName: 'Lovelace', emailAddress: 'ada@mail.example' };
const PRODUCT = { productId: 7, sku: 'AO-1042', name: 'Birch', pricing: { regularPrice: 129, currencyCode: 'EUR' } };
const CART = { id: 'secret-cart', totalQuantity: 1, items: [{ id: '1', product: PRODUCT, quantity: 2 }] };

/** Adobe's bundle: the SDK with the client data layer in it, and the client data layer alone. */
const SDK = readFileSync(`${root}/node_modules/@adobe/magento-storefront-events-sdk/dist/index.js`, 'utf8');
const LAYER = readFileSync(
  `${root}/node_modules/@adobe/adobe-client-data-layer/dist/adobe-client-data-layer.min.js`,
  'utf8',
);

let source: string;

test.beforeAll(async () => {
  source = await bundle(
    `
    import { createHeadgate, json, manual, startAdobeDataLayer } from 'headgate';
    const { manifest, url } = JSON.parse(document.getElementById('set-up')!.textContent!);
    const choice = manual();
    const instance = createHeadgate({ manifest, consent: [choice], collectors: { warehouse: json({ url }) }, flushInterval: 50 });
    Object.assign(globalThis, {
      headgate: { ...instance, grant: choice.grant, withdraw: choice.withdraw },
      stopSource: startAdobeDataLayer(instance),
    });`,
    'iife',
  );
});

/** A page with its scripts in the order in which a shop may have them. */
async function openPage(
  page: Page,
  pages: Pages,
  collector: FakeCollector,
  scripts: readonly string[],
): Promise<string[]> {
  const errors = watchTrouble(page);
  const block = JSON.stringify({ manifest, url: collector.url });
  for (const [path, body] of Object.entries({ source, sdk: SDK, layer: LAYER })) {
    pages.set(`/${path}.js`, { body, type: 'text/javascript' });
  }
  const tags = scripts.map((name) => `<script src="/${name}.js"></script>`).join('');
  pages.set(
    '/',
    `<!doctype html><title>Shop</title><script type="application/json" id="set-up">${block}</script>${tags}`,
  );
  await page.goto(pages.origin);
  if (scripts.includes('source')) await allow(page);
  return errors;
}

const allow = (page: Page): Promise<void> => page.evaluate(() => headgate.grant('analytics'));

/** What Adobe's own extension does on a product page and in a checkout. */
async function shop(page: Page): Promise<void> {
  await page.evaluate(
    ([person, product, cart]) => {
      const { context, publish } = magentoStorefrontEvents;
      context['setPage']!({ pageType: 'Product', referrerUrl: 'https://mail.example/?token=secret' });
      context['setProduct']!(product);
      context['setShopper']!({ shopperId: 'guest' });
      context['setAccount']!(person);
      context['setShoppingCart']!(cart);
      publish['productPageView']!();
      context['setChangedProducts']!({ items: cart.items });
      publish['addToCart']!();
      context['setOrder']!({ orderId: 'secret-order', grandTotal: 258, email: person.emailAddress, payments: [] });
      publish['placeOrder']!();
      publish['signIn']!();
    },
    [PERSON, PRODUCT, CART] as const,
  );
}

const ALL = [
  ['product_viewed', { sku: 'AO-1042', price: 129, kind: 'Product' }],
  ['cart_filled', { sku: 'AO-1042', quantity: 2 }],
  ['order_placed', { total: 258 }],
];

for (const scripts of [
  ['source', 'sdk'],
  ['sdk', 'source'],
  ['layer', 'source', 'sdk'],
  ['layer', 'sdk', 'source'],
]) {
  test(`the SDK's events become the manifest's, with the scripts in the order ${scripts.join(', ')}`, async ({
    page,
    pages,
    collector,
  }) => {
    const errors = await openPage(page, pages, collector, scripts);
    await shop(page);
    expect(await arrived(page, collector)).toEqual(ALL);
    expect(errors).toEqual([]);
  });
}

test('what the SDK puts into each event of account, order, cart and referrer goes nowhere', async ({
  page,
  pages,
  collector,
}) => {
  await openPage(page, pages, collector, ['source', 'sdk']);
  await shop(page);
  await arrived(page, collector);
  const sent = collector.requests.map(({ body }) => body).join();
  // It is in the layer, in the reach of every script of the page.
  const layer = await page.evaluate(() => JSON.stringify(adobeDataLayer));
  for (const secret of [...Object.values(PERSON), 'secret-cart', 'secret-order', 'token=secret']) {
    expect(layer).toContain(secret);
    expect(sent).not.toContain(secret);
  }
});

test('events from before the event source count too, once', async ({ page, pages, collector }) => {
  const errors = await openPage(page, pages, collector, ['sdk']);
  await shop(page);
  await page.addScriptTag({ url: '/source.js' });
  await allow(page);
  expect(await arrived(page, collector)).toEqual(ALL);
  expect(errors).toEqual([]);
});

test('a trigger waits for the values that it asks for', async ({ page, pages, collector }) => {
  await openPage(page, pages, collector, ['source', 'sdk']);
  await page.evaluate((cart) => {
    const { context, publish } = magentoStorefrontEvents;
    context['setShopper']!({ shopperId: 'logged-in' });
    context['setChangedProducts']!({ items: cart.items });
    publish['addToCart']!();
  }, CART);
  expect(await arrived(page, collector)).toEqual([]);
});

test('nothing is heard once it is stopped, and the layer goes on', async ({ page, pages, collector }) => {
  await openPage(page, pages, collector, ['source', 'sdk']);
  await page.evaluate(() => stopSource());
  await shop(page);
  expect(await arrived(page, collector)).toEqual([]);
  expect(await page.evaluate(() => (adobeDataLayer as unknown as { getState(): object }).getState())).toHaveProperty(
    'productContext',
  );
});

test('a page without the SDK keeps the layer that was pushed to it', async ({ page, pages, collector }) => {
  const errors = await openPage(page, pages, collector, ['source']);
  await page.evaluate(() => void adobeDataLayer.push({ event: 'product-page-view' }));
  expect(await arrived(page, collector)).toEqual([]);
  await page.addScriptTag({ url: '/layer.js' });
  await page.evaluate(
    () => void adobeDataLayer.push({ event: 'place-order', eventInfo: { orderContext: { grandTotal: 1 } } }),
  );
  expect(await arrived(page, collector)).toContainEqual(['order_placed', { total: 1 }]);
  expect(errors).toEqual([]);
});
