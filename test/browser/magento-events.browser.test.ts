import type { Page } from '@playwright/test';
import { expect, test as base, type FakeCollector } from '../support/browser.js';
import { arrived, watchTrouble } from './support/arrivals.js';
import { PERSON, serveShop, visit, type Shop, type Theme, type Visitor } from './support/magento-shop.js';
import { readDevice } from './support/read-device.js';

/** A visit to the Magento example, in both of its themes, by what arrived of it. */

const THEMES: readonly Theme[] = ['luma', 'hyva'];

/** Told by the pages' markup, not by the event source. */
const BY_MARKUP = new Set(['product_viewed', 'gallery_image_viewed', 'newsletter_subscribed', 'consent_receipt']);

interface Fixtures {
  theme: Theme;
  shop: Shop;
  visitor: Visitor;
  errors: string[];
}

const test = base.extend<Fixtures>({
  theme: ['luma', { option: true }],
  shop: async ({ theme, collector }, use) => {
    const shop = await serveShop(theme, collector);
    await use(shop);
    await shop.close();
  },
  visitor: async ({ theme, page, shop }, use) => use(await visit(theme, page, shop)),
  errors: async ({ page }, use) => use(watchTrouble(page)),
});

/** What arrived from the event source so far. */
async function told(page: Page, collector: FakeCollector): Promise<unknown[]> {
  return (await arrived(page, collector)).filter(([event]) => !BY_MARKUP.has(event));
}

for (const theme of THEMES) {
  test.describe(theme, () => {
    test.use({ theme });
    const jacket = { sku: 'AO-1042-M-moss', price: 129 };
    const flask = { sku: 'AO-2210', price: 24 };

    test('a visit tells every micro-conversion once, and nothing that did not happen', async ({
      visitor,
      page,
      collector,
      errors,
    }) => {
      await visitor.go();
      await visitor.allow();
      await visitor.addJacket('M');
      await visitor.addJacket('XL');
      await visitor.addFlask();
      await visitor.openCart();
      await visitor.removeFirst();
      await visitor.search('pack');
      await visitor.go();
      await visitor.compare();
      await visitor.wish();
      await visitor.register();
      await visitor.go();
      await visitor.wish();
      await visitor.go('checkout/cart/');
      await visitor.useCoupon('SUMMER10');
      await visitor.subscribe();
      await visitor.order();
      await visitor.go('customer/account/logout/');
      await visitor.logIn();

      const refused = theme === 'luma' ? [['stock_missing', { sku: 'AO-1042', size: 'XL' }]] : [];
      expect(await told(page, collector)).toEqual([
        ['add_to_cart', { ...jacket, quantity: 1 }],
        ...refused,
        ['add_to_cart', { ...flask, quantity: 1 }],
        ['minicart_opened', {}],
        ['remove_from_cart', { sku: jacket.sku, quantity: 1 }],
        ['shop_searched', { term: 'pack' }],
        ['comparison_filled', {}],
        // As a guest, the first click on the wish list led to the login only.
        ['account_created', {}],
        ['wishlist_filled', {}],
        ['coupon_entered', { code: 'SUMMER10' }],
        ['newsletter_form_sent', {}],
        ['checkout_step_shown', { step: 'shipping' }],
        ['checkout_step_shown', { step: 'payment' }],
        ['order_placed', {}],
        ['customer_logged_in', {}],
      ]);
      expect(errors).toEqual([]);
    });

    test('what the visitor types about a person reaches no collector, no buffer and no callback', async ({
      visitor,
      page,
      collector,
    }) => {
      await visitor.go();
      await visitor.allow();
      await visitor.addJacket('M');
      await visitor.register();
      await visitor.subscribe();
      await page.goto(page.url().replace(/customer.*/, 'checkout/'));
      await page.locator('#checkout').waitFor();
      const cartId = await page.locator('#checkout').getAttribute('data-cart');
      await visitor.order();
      await told(page, collector);

      const { databases, session } = await readDevice(page);
      const kept = JSON.stringify([databases, session]);
      const sent = collector.requests.map(({ body }) => body).join();
      expect(sent).toContain('order_placed');
      for (const secret of [...Object.values(PERSON), cartId!]) {
        expect(sent).not.toContain(secret);
        expect(kept).not.toContain(secret);
      }
    });

    test('what is done before the answer to the notice is told once it is given, and leaves no trace before', async ({
      visitor,
      page,
      collector,
    }) => {
      await visitor.go();
      await visitor.addJacket('M');
      await visitor.openCart();
      expect(collector.requests).toEqual([]);
      const { databases, session, local } = await readDevice(page);
      expect([databases, session]).toEqual([[], {}]);
      expect(Object.keys(local).filter((key) => key.startsWith('headgate'))).toEqual([]);
      await page.keyboard.press('Escape');
      await visitor.allow();
      expect(await told(page, collector)).toEqual([['add_to_cart', { ...jacket, quantity: 1 }]]);
    });

    test('a cart that was filled in another tab is told there, and only there', async ({
      visitor,
      page,
      context,
      shop,
      collector,
    }) => {
      await visitor.go();
      await visitor.allow();
      const other = await visit(theme, await context.newPage(), shop);
      await other.go();
      await other.addFlask();
      await visitor.addJacket('M');
      await told(other.page, collector);
      expect(await told(page, collector)).toEqual([
        ['add_to_cart', { ...flask, quantity: 1 }],
        ['add_to_cart', { ...jacket, quantity: 1 }],
      ]);
    });

    test('a cart of which the browser has lost the copy is not told as filled now', async ({
      visitor,
      page,
      collector,
    }) => {
      await visitor.go();
      await visitor.addJacket('M');
      await page.evaluate(() => localStorage.clear());
      await visitor.go();
      await visitor.allow();
      await visitor.addFlask();
      expect(await told(page, collector)).toEqual([['add_to_cart', { ...flask, quantity: 1 }]]);
    });
  });
}
