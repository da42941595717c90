import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { canServeShop, serveShop, type Shop } from '../magento/support/serve-shop.mjs';
import { MODULE } from '../magento/files.mjs';
import { root } from '../support/dist.js';
import { expect, test } from '../support/browser.js';

/**
 * The Magento module's storefront part as its templates render it, in pages treated as Magento treats them, under the policy
 * that Magento enforces at the checkout; with the module's own collector in PHP behind the same origin.
 */

const MANIFEST = {
  version: '2026-11-22',
  categories: { analytics: { sources: { magento: true } } },
  purposes: { shop: {} },
  collectors: { shop: { recipient: 'Acme', role: 'controller', country: 'DE', subject: 'device' } },
  events: {
    banner_clicked: {
      purpose: 'shop',
      tier: 'pseudonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['shop'],
      fields: { note: { type: 'string' } },
    },
    newsletter_sent: {
      purpose: 'shop',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['shop'],
      triggers: { magento: { event: 'newsletter' } },
    },
  },
  receipts: { collectors: ['shop'], retentionDays: 365 },
};

/** Magento 2.4.8 at the checkout, without the hosts of payment providers. Hyvä's strict policy has no 'unsafe-eval'. */
const CHECKOUT_POLICY =
  "script-src 'self' 'unsafe-eval' 'unsafe-hashes' 'nonce-bHVtYQ=='; connect-src 'self'; child-src http: https: blob: 'self'; " +
  "default-src 'self' 'unsafe-inline' 'unsafe-eval'; frame-ancestors 'self'; base-uri 'self'; form-action 'self'";
const HYVA_POLICY = CHECKOUT_POLICY.replaceAll(" 'unsafe-eval'", '');

const REQUIRE = `<script src="/require.js"></script>
  <script nonce="bHVtYQ==">require.config({ baseUrl: '/', paths: { jquery: '/jquery' } });
    require(['jquery'], ($) => { globalThis.jqueryOf = $.fn.jquery; });</script>`;
const tag = (file: string, attributes = ' defer="true"'): string =>
  `<script type="text/javascript"${attributes} src="/${file}"></script>`;

/** Core's module, which Headgate asks for where there is RequireJS: of a visitor who has nothing yet. */
const CUSTOMER_DATA = `define([], () => {
  const section = Object.assign(() => ({}), { subscribe: () => ({ dispose() {} }) });
  return { get: () => section };
});`;

const BODY = `<button data-headgate-event="banner_clicked" data-headgate-field-note="banner">Banner</button>
  <button id="allow">Allow Cookies</button>
  <form action="/newsletter/subscriber/new/" method="post"><input type="email" name="email" value="a@b.example">
    <button>Subscribe</button></form>`;

/** What core does on a click on its notice: the cookie, with website ids, and Hyvä's event. */
const NOTICE = `document.getElementById('allow').addEventListener('click', () => {
  document.cookie = 'user_allowed_save_cookie=%7B%221%22%3A1%2C%222%22%3A1%7D; path=/; max-age=31536000';
  dispatchEvent(new CustomEvent('user-allowed-save-cookie'));
});`;

interface Parts {
  readonly config: string;
  readonly withdraw: string;
}

/** Each setting of the admin that changes how scripts get into the page. */
const PAGES: Record<string, { policy: string; page: (parts: Parts) => string }> = {
  'as the layout renders it': {
    policy: CHECKOUT_POLICY,
    page: ({ config, withdraw }) =>
      html(`${REQUIRE}${tag('headgate.min.js')}${tag('undo.min.js')}${config}`, `${BODY}${withdraw}`),
  },
  'with its scripts moved to the bottom': {
    policy: CHECKOUT_POLICY,
    page: ({ config, withdraw }) =>
      moveToBottom(html(`${REQUIRE}${tag('headgate.min.js')}${tag('undo.min.js')}${config}`, `${BODY}${withdraw}`)),
  },
  'merged between other files': {
    policy: CHECKOUT_POLICY,
    page: ({ config, withdraw }) => html(`${REQUIRE}${tag('merged.js', '')}${config}`, `${BODY}${withdraw}`),
  },
  'in a bundle that becomes code by new Function': {
    policy: CHECKOUT_POLICY,
    page: ({ config, withdraw }) => html(`${REQUIRE}${config}`, `${BODY}${withdraw}${tag('bundle.js', '')}`),
  },
  'in Hyvä with its strict policy': {
    policy: HYVA_POLICY,
    page: ({ config, withdraw }) =>
      html(`${tag('headgate.min.js')}${tag('undo.min.js')}${config}`, `${BODY}${withdraw}`),
  },
};

declare global {
  var jqueryOf: string | undefined;
}

let shop: Shop;

test.skip(!canServeShop(), 'needs php with pdo_sqlite, mbstring and SimpleXML');

test.beforeAll(async () => {
  shop = await serveShop(MANIFEST);
  test.info().annotations.push({ type: 'database', description: shop.database });
  const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');
  const undo = readFileSync(`${MODULE}/storefront/view/frontend/web/js/undo.min.js`, 'utf8');
  const scripts = {
    'headgate.min.js': shop.script,
    'undo.min.js': undo,
    'notice.js': NOTICE,
    'require.js': read('node_modules/requirejs/require.js'),
    'Magento_Customer/js/customer-data.js': CUSTOMER_DATA,
    'jquery.js': read('node_modules/jquery/dist/jquery.min.js'),
    // Magento joins with a semicolon and no line feed, and a bundle holds each file as a string.
    'merged.js': `window.before = 1;${shop.script};${undo};window.after = 1`,
    'bundle.js': `for (const file of ${JSON.stringify([shop.script, undo])}) new Function(file)();`,
  };
  for (const [name, body] of Object.entries(scripts)) {
    shop.pages.set(`/${name}`, { body, type: 'text/javascript', headers: { 'access-control-allow-origin': '*' } });
  }
  const style = readFileSync(`${MODULE}/storefront/view/frontend/web/css/headgate.css`, 'utf8');
  shop.pages.set('/headgate.css', { body: style, type: 'text/css' });
});

test.afterAll(async () => {
  await shop?.close();
});

for (const [setting, { policy, page: render }] of Object.entries(PAGES)) {
  test.describe(setting, () => {
    test('sends nothing before consent, and then what the collector stores', async ({ page }) => {
      const faults = await open(page, policy, render(shop.rendered));
      const before = shop.rows().length;
      const posts = shop.posts.length;
      await page.getByRole('button', { name: 'Banner' }).click();
      await page.waitForTimeout(300);
      expect(shop.posts.length).toBe(posts);
      expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
      await page.getByRole('button', { name: 'Allow Cookies' }).click();
      await expect.poll(() => namesOf(shop, before)).toContain('banner_clicked');
      await expect.poll(() => namesOf(shop, before)).toContain('consent_receipt');
      const row = lastBanner();
      expect(row).toMatchObject({ store_id: 1, tier: 'pseudonymous', purpose: 'shop', basis: 'consent' });
      expect(row).toMatchObject({ consent_state: 'granted', consent_source: expect.stringContaining('magento') });
      expect(JSON.parse(row.tagged).data).toEqual({ note: 'banner' });
      expect(faults).toEqual([]);
    });

    test('takes consent back by the link, and sends nothing more', async ({ page }) => {
      const faults = await open(page, policy, render(shop.rendered));
      const link = page.getByRole('button', { name: 'Withdraw consent' });
      await expect(link).toBeHidden();
      await page.getByRole('button', { name: 'Allow Cookies' }).click();
      await expect(link).toBeVisible();
      await Promise.all([page.waitForEvent('load'), link.click()]);
      await expect(link).toBeHidden();
      const cookies = await page.context().cookies();
      const cookie = cookies.find(({ name }) => name === 'user_allowed_save_cookie');
      // The other website of the shop keeps its answer.
      expect(JSON.parse(decodeURIComponent(cookie?.value ?? ''))).toEqual({ 2: 1 });
      const banners = () => shop.rows().filter(({ event }) => event === 'banner_clicked').length;
      const before = banners();
      await page.getByRole('button', { name: 'Banner' }).click();
      await page.evaluate(() => headgate.flush());
      await page.waitForTimeout(300);
      expect(banners()).toBe(before);
      expect(faults).toEqual([]);
    });

    test('loses nothing when a form leaves the page at once', async ({ page }) => {
      const faults = await open(page, policy, render(shop.rendered));
      shop.pages.set('/newsletter/subscriber/new/', shop.pages.get('/')!);
      await page.getByRole('button', { name: 'Allow Cookies' }).click();
      await page.waitForFunction(() => headgate.consent().categories['analytics'] === 'granted');
      const before = shop.rows().filter(({ event }) => event === 'newsletter_sent').length;
      await page.getByRole('button', { name: 'Subscribe' }).click();
      await page.waitForURL('**/newsletter/subscriber/new/');
      await expect
        .poll(() => shop.rows().filter(({ event }) => event === 'newsletter_sent').length, { timeout: 20_000 })
        .toBe(before + 1);
      expect(faults).toEqual([]);
    });

    test('leaves the page its scripts and adds one global', async ({ page }) => {
      const plain = render({ config: '', withdraw: '' }).replaceAll(
        /<script[^>]*(?:headgate|undo|merged|bundle)[^>]*><\/script>/g,
        '',
      );
      await open(page, policy, plain);
      if (!setting.includes('Hyvä')) await page.waitForFunction(() => globalThis.jqueryOf !== undefined);
      const globals = await page.evaluate(() => Object.keys(window));
      const faults = await open(page, policy, render(shop.rendered));
      await page.waitForFunction(() => typeof headgate?.track === 'function');
      const added = (await page.evaluate(() => Object.keys(window))).filter((name) => !globals.includes(name));
      expect(added.filter((name) => !['before', 'after'].includes(name))).toEqual(['headgate']);
      if (setting.startsWith('merged')) expect(added).toEqual(expect.arrayContaining(['before', 'after']));
      if (!setting.includes('Hyvä')) {
        await expect.poll(() => page.evaluate(() => globalThis.jqueryOf)).toMatch(/^3\./);
      }
      expect(faults).toEqual([]);
    });
  });
}

test('takes back a consent whose cookie is of the domain, as Magento sets it', async ({ page }) => {
  const notice = NOTICE.replaceAll('path=/;', 'path=/; domain=shop.localhost;');
  await page.route('**/notice.js', (route) => route.fulfill({ body: notice, contentType: 'text/javascript' }));
  const body = PAGES['as the layout renders it']!.page(shop.rendered);
  shop.pages.set('/', { body, headers: { 'content-security-policy': CHECKOUT_POLICY } });
  await page.goto(shop.origin.replace('127.0.0.1', 'shop.localhost'));
  const link = page.getByRole('button', { name: 'Withdraw consent' });
  await page.getByRole('button', { name: 'Allow Cookies' }).click();
  await expect(link).toBeVisible();
  await link.focus();
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Space')]);
  await expect(link).toBeHidden();
  const cookies = await page.context().cookies();
  const [cookie, ...others] = cookies.filter(({ name }) => name === 'user_allowed_save_cookie');
  expect(others).toEqual([]);
  expect(JSON.parse(decodeURIComponent(cookie?.value ?? ''))).toEqual({ 2: 1 });
});

test('hides the link before consent, whatever the theme says of its lists and links', async ({ page }) => {
  const theme = `<style>.footer .nav.item, .footer a { display: inline-block; color: rgb(87, 87, 87) }</style>`;
  const footer = `<div class="footer content"><ul class="footer links"><li class="nav item"><a href="/">Contact</a></li>
    ${shop.rendered.withdraw}</ul></div>`;
  const scripts = `${tag('headgate.min.js')}${tag('undo.min.js')}`;
  const head = `<link rel="stylesheet" href="/headgate.css">${theme}${scripts}${shop.rendered.config}`;
  await open(page, CHECKOUT_POLICY, html(head, `${BODY}${footer}`));
  const link = page.locator('#headgate-withdraw');
  await expect(link).toBeHidden();
  // It is the stylesheet that hides it: without, the theme shows every item.
  await page.evaluate(() => document.querySelector('link[rel=stylesheet]')!.remove());
  await expect(link).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Allow Cookies' }).click();
  await expect(link).toBeVisible();
  const lookOf = (element: Element): string[] => {
    const { color, fontSize, display } = getComputedStyle(element);
    return [color, fontSize, display];
  };
  expect(await link.evaluate(lookOf)).toEqual(await page.getByText('Contact').evaluate(lookOf));
});

test('stores a batch once that arrives twice, and sets no cookie with any answer', async ({ page }) => {
  await open(page, CHECKOUT_POLICY, PAGES['as the layout renders it']!.page(shop.rendered));
  await page.getByRole('button', { name: 'Allow Cookies' }).click();
  await page.getByRole('button', { name: 'Banner' }).click();
  await expect.poll(() => shop.posts.some(({ body }) => body.includes('banner_clicked'))).toBe(true);
  const { path, body } = lastPost();
  expect(path).toBe('/hg/default/events');
  await expect.poll(() => shop.rows().some(({ event_id: id }) => body.includes(id))).toBe(true);
  const stored = shop.rows().length;
  const again = await post(body);
  expect(again.status).toBe(200);
  const ids = JSON.parse(body).events.map(({ id }: { id: string }) => id);
  expect(await again.json()).toMatchObject({ accepted: ids, rejected: [] });
  expect(shop.rows().length).toBe(stored);
  expect(shop.posts.filter(({ headers }) => 'set-cookie' in headers)).toEqual([]);
  expect(await page.context().cookies()).toHaveLength(1);
});

test('stores an event once that arrives over many connections at the same moment', async ({ page }) => {
  await open(page, CHECKOUT_POLICY, PAGES['as the layout renders it']!.page(shop.rendered));
  await page.getByRole('button', { name: 'Allow Cookies' }).click();
  await page.getByRole('button', { name: 'Banner' }).click();
  await expect.poll(() => shop.posts.some(({ body }) => body.includes('banner_clicked'))).toBe(true);
  const batch = JSON.parse(lastPost().body);
  const [event] = batch.events;
  const events = Array.from({ length: 8 }, (_, at) => ({ ...event, id: event.id.replace(/...$/, `00${at}`) }));
  const before = shop.rows().length;
  const answers = await Promise.all(Array.from({ length: 12 }, () => post(JSON.stringify({ ...batch, events }))));
  const ids = events.map(({ id }) => id);
  for (const answer of answers) expect(await answer.json()).toMatchObject({ accepted: ids, rejected: [] });
  expect(shop.rows().length).toBe(before + events.length);
});

test('rejects a forged event and keeps to its bounds', async ({ page }) => {
  await open(page, CHECKOUT_POLICY, PAGES['as the layout renders it']!.page(shop.rendered));
  await page.getByRole('button', { name: 'Allow Cookies' }).click();
  await page.getByRole('button', { name: 'Banner' }).click();
  await expect.poll(() => shop.posts.some(({ body }) => body.includes('banner_clicked'))).toBe(true);
  const batch = JSON.parse(lastPost().body);
  const event = batch.events.find((one: { event: string }) => one.event === 'banner_clicked');
  const forged = { ...event, id: event.id.replace(/.$/, '0'), data: { note: 'x', email: 'a@b.example' } };
  const answer = await post(JSON.stringify({ ...batch, events: [forged] }));
  expect(await answer.json()).toMatchObject({
    accepted: [],
    rejected: [{ id: forged.id, reason: 'invalid-data' }],
  });
  const tooLarge = await post(JSON.stringify({ ...batch, padding: 'x'.repeat(70_000) }));
  expect(tooLarge.status).toBe(413);
  const foreign = await post(JSON.stringify(batch), 'https://elsewhere.example');
  expect(foreign.status).toBe(403);
  expect(shop.rows().some(({ tagged }) => tagged.includes('a@b.example'))).toBe(false);
});

test('erases what the visitor’s device asks for', async ({ page }) => {
  await open(page, CHECKOUT_POLICY, PAGES['as the layout renders it']!.page(shop.rendered));
  await page.getByRole('button', { name: 'Allow Cookies' }).click();
  const before = shop.rows().length;
  await page.getByRole('button', { name: 'Banner' }).click();
  await expect.poll(() => namesOf(shop, before)).toContain('banner_clicked');
  const { event_id: id } = lastBanner();
  const answer = await fetch(`${shop.origin}/hg/default/events/erase`, {
    method: 'POST',
    headers: { origin: shop.origin, 'content-type': 'text/plain' },
    body: JSON.stringify({ ids: [id], subject: {} }),
  });
  // Whoever else received the event knows its id.
  expect([answer.status, await answer.json()]).toEqual([403, { error: 'secret_needed' }]);
  expect(shop.rows().some((row) => row.event_id === id)).toBe(true);
  expect(await page.evaluate(() => headgate.forget())).toEqual({ shop: true });
  expect(shop.rows().some((row) => row.event_id === id)).toBe(false);
});

test('leaves a shop that blocks its files as it was', async ({ page }) => {
  await page.route(/\/(?:headgate|undo)\.min\.js$/, (route) => route.abort());
  const faults = await open(page, CHECKOUT_POLICY, PAGES['as the layout renders it']!.page(shop.rendered));
  shop.pages.set('/newsletter/subscriber/new/', shop.pages.get('/')!);
  await expect.poll(() => page.evaluate(() => globalThis.jqueryOf)).toMatch(/^3\./);
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await page.waitForURL('**/newsletter/subscriber/new/');
  expect(faults.filter((fault) => !fault.includes('net::ERR_FAILED'))).toEqual([]);
});

test('does nothing in a page without its configuration', async ({ page }) => {
  const posts = shop.posts.length;
  const faults = await open(page, CHECKOUT_POLICY, html(tag('headgate.min.js'), BODY));
  await page.getByRole('button', { name: 'Allow Cookies' }).click();
  await page.getByRole('button', { name: 'Banner' }).click();
  await page.evaluate(() => headgate.flush());
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
  expect(shop.posts.length).toBe(posts);
  expect(faults).toEqual([]);
});

function html(head: string, body: string): string {
  return `<!doctype html><html lang="en"><head><title>Shop</title>${head}</head><body>${body}${tag('notice.js')}</body></html>`;
}

/** What `JsFooterPlugin` does: every script element, of data too, goes before the end of the body, in its order. */
function moveToBottom(page: string): string {
  const scripts: string[] = [];
  const rest = page.replaceAll(/<script[\s\S]*?<\/script>/g, (script) => {
    scripts.push(script);
    return '';
  });
  return rest.replace('</body>', `${scripts.join('\n')}</body>`);
}

/** Opens a page and collects what went wrong in it. */
async function open(page: Page, policy: string, body: string): Promise<string[]> {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon')) faults.push(message.text());
  });
  shop.pages.set('/', { body, headers: { 'content-security-policy': policy } });
  shop.pages.set('/favicon.ico', { body: '', type: 'image/x-icon' });
  await page.goto(shop.origin);
  return faults;
}

function namesOf(from: Shop, after: number): string[] {
  const rows = from.rows();
  return rows.slice(after).map(({ event }) => event);
}

function lastBanner(): ReturnType<Shop['rows']>[number] {
  return [...shop.rows()].reverse().find(({ event }) => event === 'banner_clicked')!;
}

function lastPost(): Shop['posts'][number] {
  return [...shop.posts].reverse().find(({ body }) => body.includes('banner_clicked'))!;
}

function post(body: string, origin = shop.origin): Promise<Response> {
  const headers = { origin, 'content-type': 'text/plain;charset=UTF-8' };
  return fetch(`${shop.origin}/hg/default/events`, { method: 'POST', headers, body });
}
