/** The Magento example, served as it is, with its events going to a recording collector. */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { createShop } from '../../../examples/magento/shop/create-shop.mjs';
import { bundleFile } from '../../support/bundle.js';
import type { FakeCollector } from '../../support/browser.js';
import { readText, root } from '../../support/dist.js';
import { listen } from '../../support/listen.mjs';

export type Theme = 'luma' | 'hyva';

export interface Shop {
  /** Where the shop lies, with a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Of the visitor, typed into forms: none of it is any event's business. */
export const PERSON = {
  firstname: 'Ada',
  lastname: 'Lovelace',
  email: 'ada.lovelace@mail.example',
  street: '12 Analytical Way',
  postcode: '10115',
  city: 'Marylebone',
  telephone: '+49 30 5551234',
} as const;

const module = (path: string) => () => readFile(`${root}/node_modules/${path}`, 'utf8');

export async function serveShop(theme: Theme, collector: FakeCollector): Promise<Shop> {
  const base = `/${theme}`;
  const [script, events] = await Promise.all([
    bundleFile('src/script-single.ts'),
    bundleFile('examples/magento/src/events.js'),
  ]);
  const answer = createShop({
    theme,
    base,
    values: { manifest: JSON.parse(readText('examples/manifest.json')) as object, collector: collector.origin },
    scripts: {
      'Headgate_Tracking/js/headgate.min.js': () => script,
      'Headgate_Tracking/js/events.min.js': () => events,
      'requirejs/require.js': module('requirejs/require.js'),
      'jquery/jquery.min.js': module('jquery/dist/jquery.min.js'),
      'js/alpine3-csp.min.js': module('@alpinejs/csp/dist/cdn.min.js'),
    },
  });
  const server = createServer((request, response) => {
    answer(request, response, new URL(request.url ?? '/', 'http://any')).then(
      (isAnswered) => isAnswered || response.writeHead(404).end(),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  const { origin, close } = await listen(server);
  return { url: `${origin}${base}/`, close };
}

/** What one visitor does, in the way that the theme has for it. */
export interface Visitor {
  readonly page: Page;
  go(path?: string): Promise<void>;
  allow(): Promise<void>;
  addJacket(size: string): Promise<void>;
  addFlask(): Promise<void>;
  openCart(): Promise<void>;
  removeFirst(): Promise<void>;
  compare(): Promise<void>;
  wish(): Promise<void>;
  useCoupon(code: string): Promise<void>;
  search(term: string): Promise<void>;
  subscribe(): Promise<void>;
  register(): Promise<void>;
  logIn(): Promise<void>;
  order(): Promise<void>;
}

declare global {
  /** How often the Hyvä theme has told its private content. */
  var contents: number;
  var jQuery: { readonly active: number } | undefined;
  var requirejs: { defined(module: string): boolean } | undefined;
}

export async function visit(theme: Theme, page: Page, { url }: Shop): Promise<Visitor> {
  await page.addInitScript(() => {
    globalThis.contents = 0;
    addEventListener('private-content-loaded', () => contents++);
  });

  /** Acts, and waits for the page that this leads to, with its private content. */
  async function leave(act: () => Promise<unknown>): Promise<void> {
    await Promise.all([page.waitForEvent('load'), act()]);
    await settle();
  }

  /** The theme has shown the private content, so often, and has no question out. */
  async function settle(times = 1): Promise<void> {
    await page.waitForLoadState('load');
    if (theme === 'hyva') await page.waitForFunction((count) => contents >= count, times);
    else await page.waitForFunction(() => requirejs?.defined('Magento_Checkout/js/sidebar') && jQuery?.active === 0);
  }

  const said = (text: string): Promise<void> => page.locator('.messages').getByText(text).waitFor();
  const fill = async (fields: object): Promise<void> => {
    for (const [name, value] of Object.entries(fields)) await page.locator(`main [name="${name}"]`).fill(String(value));
  };

  const common = {
    page,
    async go(path = '') {
      await page.goto(url + path);
      await settle();
    },
    async allow() {
      await page.locator('#btn-cookie-allow').click();
      await page.waitForFunction(() => headgate.consent().categories['analytics'] === 'granted');
    },
    async search(term: string) {
      await page.locator('#search').fill(term);
      await leave(() => page.locator('#search').press('Enter'));
    },
    async subscribe() {
      await page.locator('#newsletter').fill(PERSON.email);
      await leave(() => page.locator('.newsletter button').click());
      await said('Thank you for your subscription');
    },
    async register() {
      const { firstname, lastname, email } = PERSON;
      await page.goto(`${url}customer/account/create/`);
      await fill({ firstname, lastname, email, password: 'difference-engine' });
      await leave(() => page.locator('#form-validate button').click());
    },
    async logIn() {
      await page.goto(`${url}customer/account/login/`);
      await fill({ 'login[username]': PERSON.email, 'login[password]': 'difference-engine' });
      await leave(() => page.locator('#login-form button').click());
    },
    async order() {
      await page.goto(`${url}checkout/`);
      await settle();
      await fill(PERSON);
      await page.locator('#shipping-step .continue').click();
      await leave(() => page.locator('#place-order').click());
      await page.getByText('Your order number is').waitFor();
    },
  };

  return { ...common, ...(theme === 'luma' ? inLuma() : inHyva()) };

  function inLuma() {
    return {
      async addJacket(size: string) {
        await page.locator('.swatch label', { hasText: new RegExp(`^${size}$`) }).click();
        if (size === 'XL') return leave(() => page.locator('.tocart').click());
        await page.locator('.tocart').click();
        await said('You added Birch Trail Jacket');
        await settle();
      },
      async addFlask() {
        await page.getByRole('button', { name: 'Add to cart: Fjord Flask' }).click();
        await said('You added Fjord Flask');
        await settle();
      },
      async openCart() {
        await page.locator('.showcart').click();
        await page.locator('#minicart').waitFor();
      },
      async removeFirst() {
        await page.locator('#minicart .delete').first().click();
        await settle();
      },
      compare: () => leave(() => page.locator('.addto .tocompare').click()),
      wish: () => leave(() => page.locator('.addto .towishlist').click()),
      async useCoupon(code: string) {
        await page.locator('#coupon_code').fill(code);
        await leave(() => page.locator('.coupon .apply').click());
        await said('You used coupon code');
      },
    };
  }

  function inHyva() {
    return {
      async addJacket(size: string) {
        await page.locator('.swatch label', { hasText: new RegExp(`^${size}$`) }).click();
        await leave(() => page.locator('.tocart').click());
        await said(size === 'XL' ? 'not available' : 'You added Birch Trail Jacket');
      },
      async addFlask() {
        await leave(() => page.getByRole('button', { name: 'Add to cart: Fjord Flask' }).click());
        await said('You added Fjord Flask');
      },
      async openCart() {
        await page.locator('#menu-cart-icon').click();
        await page.locator('#cart-drawer').waitFor();
      },
      async removeFirst() {
        await page.locator('#cart-drawer .remove').first().click();
        await settle(2);
        await page.keyboard.press('Escape');
      },
      compare: () => leave(() => page.locator('.addto .tocompare').click()),
      async wish() {
        const isGuest = await page.getByRole('link', { name: 'Sign in' }).isVisible();
        const click = (): Promise<void> => page.locator('.addto .towishlist').click();
        if (isGuest) return leave(click);
        await click();
        await settle(2);
      },
      async useCoupon(code: string) {
        await page.locator('#coupon_code').fill(code);
        await page.locator('.coupon button').click();
        await said('You used coupon code');
        await settle(2);
      },
    };
  }
}
