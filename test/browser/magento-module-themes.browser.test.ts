import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { canServeShop } from '../magento/support/serve-shop.mjs';
import {
  serveTheme,
  type Setting,
  type Theme,
  type ThemeOptions,
  type ThemeShop,
} from '../magento/support/serve-theme.mjs';
import { root } from '../support/dist.js';
import { expect, openBrowser, test } from '../support/browser.js';
import { openUnattended } from './support/open-unattended.js';
import { PERSON, visit } from './support/magento-shop.js';
import { readDevice } from './support/read-device.js';

/**
 * The Magento module in whole shops, Luma-like and Hyvä-like: real RequireJS, jQuery and Alpine, sections, forms that leave the
 * page, a checkout under the policy that Magento enforces there. What counts is what lies in the shop's database.
 */

const SETTINGS: readonly (readonly [Theme, Setting])[] = [
  ['luma', 'rendered'],
  ['luma', 'bottom'],
  ['luma', 'merged'],
  ['luma', 'bundled'],
  ['hyva', 'rendered'],
  ['hyva', 'bottom'],
  ['hyva', 'eval'],
];

const BLOCK = `<aside data-content-type="html"><button id="banner" data-headgate-event="banner_clicked"
  data-headgate-field-banner="summer">Summer sale</button></aside>`;

const NUMBER = { type: 'number', min: 0, data: 'commerce' };
const TEXT = { type: 'string', maxLength: 64, data: 'commerce' };
/** Events of the shop whose fields only its server knows. */
const SAID_BY_SERVER: { readonly [name: string]: { readonly event: string; readonly fields: object } } = {
  product_shown: {
    event: 'product_viewed',
    fields: { sku: TEXT, price: NUMBER, currency: TEXT, stock: { ...TEXT, values: ['in', 'out'] } },
  },
  order_paid: { event: 'order_placed', fields: { value: NUMBER, discount: NUMBER } },
  item_ordered: { event: 'order_item', fields: { sku: TEXT, price: NUMBER, quantity: NUMBER } },
};

/** The example's events of a shop, received by the shop itself. */
function createManifest(saidByServer: typeof SAID_BY_SERVER = {}): ThemeOptions['manifest'] {
  const manifest = JSON.parse(readFileSync(`${root}/examples/manifest.json`, 'utf8'));
  const isOfShop = ([, event]: [string, { triggers?: object }]): boolean => event.triggers !== undefined;
  const collectors = ['shop'];
  const events = Object.fromEntries(
    Object.entries<{ triggers?: object; once?: string; step?: number }>(manifest.events)
      .filter(isOfShop)
      .map(([name, { once: _once, step: _step, ...event }]) => [name, { ...event, collectors }]),
  );
  const { gallery_image_viewed: gallery } = manifest.events;
  const banner = { ...gallery, title: 'A banner was clicked', fields: { banner: { type: 'string', maxLength: 40 } } };
  const { once: _once, step: _step, ...common } = manifest.events.order_placed;
  const said = Object.entries(saidByServer).map(([name, { event, fields }]) => {
    const paths = Object.fromEntries(Object.keys(fields).map((field) => [field, field]));
    return [name, { ...common, collectors, fields, triggers: { magento: { event, fields: paths } } }];
  });
  return {
    ...manifest,
    collectors: { shop: manifest.collectors.warehouse },
    events: { ...events, ...Object.fromEntries(said), banner_clicked: { ...banner, collectors } },
    receipts: { ...manifest.receipts, collectors },
  };
}

const jacket = { sku: 'AO-1042-M-moss', price: 129 };
const flask = { sku: 'AO-2210', price: 24 };

test.skip(!canServeShop(), 'needs php with pdo_sqlite, mbstring and SimpleXML');

for (const [theme, setting] of SETTINGS) {
  test.describe(`${theme}, ${setting}`, () => {
    let shop: ThemeShop;
    test.beforeAll(async () => {
      shop = await serveTheme({ theme, setting, manifest: createManifest(SAID_BY_SERVER), block: BLOCK });
    });
    test.afterAll(async () => {
      await shop?.close();
    });

    test('a visit is stored once event by event, and a refused add to cart is not', async ({ page }) => {
      test.setTimeout(180_000);
      const trouble = watch(page);
      const before = shop.rows().length;
      const visitor = await visit(theme, page, shop);
      await visitor.go();
      await visitor.allow();
      await page.locator('#banner').click();
      await visitor.addJacket('M');
      await visitor.addJacket('XL');
      await visitor.addFlask();
      await visitor.openCart();
      await visitor.removeFirst();
      await visitor.search('pack');
      await visitor.go();
      await visitor.compare();
      await visitor.register();
      await visitor.go();
      await visitor.wish();
      await visitor.go('checkout/cart/');
      await visitor.useCoupon('SUMMER10');
      await visitor.subscribe();
      await visitor.order();
      await visitor.go('customer/account/logout/');
      await visitor.logIn();

      const all = await stored(page, shop, before);
      // What the shop's server says of a page is said at one moment, in any order.
      const said = all.filter(([name]) => name in SAID_BY_SERVER);
      expect([...new Set(said.map((one) => JSON.stringify(one)))].sort()).toEqual([
        '["item_ordered",{"sku":"PEG-2","price":25,"quantity":1}]',
        '["item_ordered",{"sku":"TENT-1","price":40,"quantity":2}]',
        '["order_paid",{"value":99.95,"discount":10.05}]',
        '["product_shown",{"sku":"TENT-1","price":52.5,"currency":"EUR","stock":"in"}]',
      ]);
      expect(said.filter(([name]) => name !== 'product_shown')).toHaveLength(3);
      expect(all.filter(([name]) => !(name in SAID_BY_SERVER))).toEqual([
        ['banner_clicked', { banner: 'summer' }],
        ['add_to_cart', { ...jacket, quantity: 1 }],
        ['add_to_cart', { ...flask, quantity: 1 }],
        ['minicart_opened', {}],
        ['remove_from_cart', { sku: jacket.sku, quantity: 1 }],
        ['shop_searched', { term: 'pack' }],
        ['comparison_filled', {}],
        ['account_created', {}],
        ['wishlist_filled', {}],
        ['coupon_entered', { code: 'SUMMER10' }],
        ['newsletter_form_sent', {}],
        ['checkout_step_shown', { step: 'shipping' }],
        ['checkout_step_shown', { step: 'payment' }],
        ['order_placed', {}],
        ['customer_logged_in', {}],
      ]);
      const [code, storeId] = theme === 'luma' ? ['default', 1] : ['second', 2];
      expect(new Set(shop.posts.map(({ path }) => path))).toEqual(new Set([`/hg/${code}/events`]));
      expect(shop.rows().every(({ store_id: id }) => id === storeId)).toBe(true);
      expect(shop.posts.filter(({ status, headers }) => status !== 200 || 'set-cookie' in headers)).toEqual([]);
      expect(trouble).toEqual([]);
    });

    test('nothing is sent or kept before the answer to the notice, and nothing after it is taken back', async ({
      page,
    }) => {
      const trouble = watch(page);
      const before = shop.rows().length;
      const posts = shop.posts.length;
      const visitor = await visit(theme, page, shop);
      await visitor.go();
      await page.locator('#banner').click();
      await visitor.addJacket('M');
      await visitor.go('checkout/cart/');
      const { databases, session, local } = await readDevice(page);
      expect([databases, session, shop.posts.length]).toEqual([[], {}, posts]);
      expect(Object.keys(local).filter((key) => key.startsWith('headgate'))).toEqual([]);

      await visitor.go();
      const link = page.locator('#headgate-withdraw');
      await expect(link).toBeHidden();
      await visitor.allow();
      await page.locator('#banner').click();
      await expect.poll(() => names(shop, before)).toContain('banner_clicked');
      await Promise.all([page.waitForEvent('load'), link.click()]);
      await expect(link).toBeHidden();
      await expect.poll(() => receipts(shop, before)).toContain('withdrawn');
      const settled = names(shop, before).length;
      await page.locator('#banner').click();
      await visitor.addFlask();
      await page.evaluate(() => headgate.flush());
      expect(names(shop, before)).toHaveLength(settled);
      expect(trouble).toEqual([]);
    });
  });
}

for (const theme of ['luma', 'hyva'] as const) {
  test.describe(theme, () => {
    let shop: ThemeShop;
    const websiteId = theme === 'luma' ? 1 : 2;
    test.beforeAll(async () => {
      const head = `<script nonce="NONCE">(${String(visitAlone)})();</script>`;
      shop = await serveTheme({ theme, manifest: createManifest(), block: BLOCK, head });
    });
    test.afterAll(async () => {
      await shop?.close();
    });

    test('what the visitor types about a person is in no row, no request and nothing that is kept', async ({
      page,
    }) => {
      const posts = shop.posts.length;
      const before = shop.rows().length;
      const visitor = await visit(theme, page, shop);
      await visitor.go();
      await visitor.allow();
      await visitor.addJacket('M');
      await visitor.register();
      await visitor.subscribe();
      await visitor.go('checkout/');
      const cartId = await page.locator('#checkout').getAttribute('data-cart');
      expect(cartId).toMatch(/^\w{32}$/);
      await visitor.order();
      await stored(page, shop, before);

      const { databases, session } = await readDevice(page);
      const kept = JSON.stringify([databases, session]);
      const sent = shop.posts
        .slice(posts)
        .map(({ body }) => body)
        .join();
      const rows = JSON.stringify(shop.rows().slice(before));
      expect(rows).toContain('order_placed');
      for (const secret of [...Object.values(PERSON), cartId!]) {
        expect(rows).not.toContain(secret);
        expect(sent).not.toContain(secret);
        expect(kept).not.toContain(secret);
      }
    });

    test('a yes on another website of the shop opens nothing here', async ({ page, context }) => {
      const posts = shop.posts.length;
      const value = encodeURIComponent(JSON.stringify({ [3 - websiteId]: 1 }));
      await context.addCookies([{ name: 'user_allowed_save_cookie', value, url: shop.url }]);
      const visitor = await visit(theme, page, shop);
      await visitor.go();
      await page.locator('#banner').click();
      await page.evaluate(() => headgate.flush());
      expect(await page.evaluate(() => headgate.consent().categories['analytics'])).toBe('undecided');
      expect(shop.posts).toHaveLength(posts);

      await visitor.allow();
      await expect.poll(() => shop.posts.length).toBeGreaterThan(posts);
      // And the link takes back the answer of this website alone.
      await Promise.all([page.waitForEvent('load'), page.locator('#headgate-withdraw').click()]);
      const cookie = (await context.cookies()).find(({ name }) => name === 'user_allowed_save_cookie');
      expect(JSON.parse(decodeURIComponent(cookie?.value ?? ''))).toEqual({ [3 - websiteId]: 1 });
    });

    test('what happens on a page that is left at once is stored from the next', async ({ page }) => {
      const before = shop.rows().length;
      const visitor = await visit(theme, page, shop);
      await visitor.go();
      await visitor.allow();
      await expect.poll(() => receipts(shop, before)).toContain('granted');
      await page.locator('#newsletter').fill(PERSON.email);
      // The page goes with its form, before anything that it tells could have been sent.
      await page.evaluate(() => {
        globalThis.fetch = () => new Promise(() => {});
        navigator.sendBeacon = () => true;
      });
      const posts = shop.posts.length;
      await Promise.all([page.waitForEvent('load'), page.locator('.newsletter button').click()]);
      await page.getByText('Thank you for your subscription').waitFor();
      expect(shop.posts.slice(posts).filter(({ body }) => body.includes('newsletter_form_sent')).length).toBeLessThan(
        2,
      );
      await visitor.addFlask();
      expect(await stored(page, shop, before)).toEqual([
        ['newsletter_form_sent', {}],
        ['add_to_cart', { ...flask, quantity: 1 }],
      ]);
    });

    test('a page that is prerendered tells nothing until the visitor comes, and then once', async () => {
      const before = shop.rows().length;
      const said: string[] = [];
      let visitor = 'waits';
      shop.routes.set('/say', (query) => String(said.push(query)));
      shop.routes.set('/visitor', () => visitor);
      const close = await openUnattended(`${shop.url}?robot`);
      try {
        await expect.poll(() => said, { timeout: 30_000 }).toContain('prerendering=true');
        expect(receipts(shop, before)).toContain('granted');
        expect(names(shop, before)).not.toContain('shop_searched');
        visitor = 'comes';
        await expect.poll(() => said, { timeout: 30_000 }).toContain('activated');
        await expect.poll(() => names(shop, before), { timeout: 30_000 }).toContain('shop_searched');
        expect(names(shop, before).filter((name) => name === 'shop_searched')).toHaveLength(1);
      } finally {
        await close();
      }
    });

    test('a page that comes back from the cache of the browser goes on telling, each thing once', async () => {
      const browser = await openBrowser({ bfcache: true });
      try {
        const page = browser.context.pages()[0]!;
        const before = shop.rows().length;
        const visitor = await visit(theme, page, shop);
        shop.isKept = true;
        await visitor.go('checkout/cart/');
        await page.evaluate(() =>
          addEventListener('pageshow', ({ persisted }) => (document.title = String(persisted))),
        );
        await visitor.allow();
        await page.locator('#banner').click();
        await expect.poll(() => names(shop, before)).toContain('banner_clicked');
        // Over a page that has Headgate too: none of the two keeps the other from being kept.
        await visitor.go();
        await expect(page).not.toHaveTitle('true');
        await page.evaluate(() => void setTimeout(() => history.back()));
        await expect(page).toHaveTitle('true');
        await page.locator('#banner').click();
        expect(await stored(page, shop, before)).toEqual([
          ['banner_clicked', { banner: 'summer' }],
          ['banner_clicked', { banner: 'summer' }],
        ]);
      } finally {
        shop.isKept = false;
        await browser.close();
      }
    });

    test('a file that was changed after it was deployed is not run, and the shop sells without it', async ({
      page,
    }) => {
      const posts = shop.posts.length;
      shop.files.set('Headgate_Core/js/headgate.min.js', `${shop.script}// hot-patched\n`);
      try {
        const errors: string[] = [];
        page.on('pageerror', (error) => errors.push(String(error)));
        const refused = page.waitForEvent('console', (message) => message.text().includes('digest'));
        await page.goto(shop.url);
        await refused;
        await settleWithoutModule(theme, page);
        await sell(page, shop, theme);
        expect(shop.posts).toHaveLength(posts);
        expect(errors).toEqual([]);
      } finally {
        shop.files.clear();
      }
    });

    test('a blocker of the module’s files leaves the shop as it was', async ({ page }) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      await page.route(/Headgate_Core/, (route) => route.abort());
      await page.goto(shop.url);
      await settleWithoutModule(theme, page);
      await sell(page, shop, theme);
      expect(errors).toEqual([]);
    });
  });
}

/**
 * A visitor in a browser that no tool is attached to, because none prerenders then: agrees, has the page of results made as Hyvä's
 * speculation rules do, waits for a word, and goes there.
 */
function visitAlone(): void {
  const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const say = (): unknown => fetch(`/say?prerendering=${(document as { prerendering?: boolean }).prerendering}`);

  async function agree(): Promise<void> {
    const button = document.querySelector<HTMLElement>('#btn-cookie-allow')!;
    while (globalThis.headgate?.consent().categories['analytics'] !== 'granted') {
      button.click();
      await wait(100);
    }
    await headgate.flush();
    await wait(1000);
    const rules = document.createElement('script');
    rules.type = 'speculationrules';
    rules.nonce = document.querySelector<HTMLScriptElement>('script[nonce]')!.nonce;
    rules.textContent = '{ "prerender": [{ "urls": ["/catalogsearch/result/?q=flask"], "eagerness": "immediate" }] }';
    document.head.append(rules);
    while ((await (await fetch('/visitor')).text()) !== 'comes') await wait(100);
    location.assign('/catalogsearch/result/?q=flask');
  }

  if (location.search === '?robot') addEventListener('load', () => void agree());
  if (location.search !== '?q=flask') return;
  document.addEventListener('prerenderingchange', () => void fetch('/say?activated'));
  addEventListener('load', () => setTimeout(say, 500));
}

/** Collects what went wrong in a page. */
function watch(page: Page): string[] {
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text());
  });
  return trouble;
}

function names(shop: ThemeShop, from: number): string[] {
  return shop
    .rows()
    .slice(from)
    .map(({ event }) => event);
}

/** What receipts say was done. */
function receipts(shop: ThemeShop, from: number): unknown[] {
  return shop
    .rows()
    .slice(from)
    .filter(({ event }) => event === 'consent_receipt')
    .map(({ tagged }) => JSON.parse(tagged).data.action);
}

/** Names and data of what was stored, once the page holds nothing more; in the order in which it happened. */
async function stored(page: Page, shop: ThemeShop, from: number): Promise<[string, object][]> {
  await page.evaluate(() => headgate.flush());
  await expect.poll(() => page.evaluate(async () => (await headgate.access()).length), { timeout: 20_000 }).toBe(0);
  return shop
    .rows()
    .slice(from)
    .map(({ tagged }) => JSON.parse(tagged))
    .filter(({ event }) => event !== 'consent_receipt')
    .sort((one, other) => one.time.localeCompare(other.time))
    .map(({ event, data }) => [event, data]);
}

async function settleWithoutModule(theme: Theme, page: Page): Promise<void> {
  await page.waitForLoadState('load');
  if (theme === 'luma') await page.waitForFunction(() => requirejs?.defined('Magento_Checkout/js/sidebar'));
}

/** Puts the flask into the cart and orders it. */
async function sell(page: Page, { url }: ThemeShop, theme: Theme): Promise<void> {
  await page.getByRole('button', { name: 'Add to cart: Fjord Flask' }).click();
  await page.locator('.messages').getByText('You added Fjord Flask').waitFor();
  await page.goto(`${url}checkout/`);
  await settleWithoutModule(theme, page);
  for (const [name, value] of Object.entries(PERSON)) await page.locator(`main [name="${name}"]`).fill(value);
  await page.locator('#shipping-step .continue').click();
  await page.locator('#place-order').click();
  await page.getByText('Your order number is').waitFor();
}
