#!/usr/bin/env node
/**
 * The integration suite: visits shops with this module, as guests who ignore the notice, agree, take it back, and block the script.
 * `HEADGATE_SHOP_URL=https://shop.test node test/magento/shop.mjs`; left out where no shop is named.
 *
 *   HEADGATE_SHOP_URL      the storefront, Luma or Hyvä, or several with commas between; each with a manifest that has an event on
 *                          `add_to_cart` of the shop, by consent
 *   HEADGATE_SHOP_PRODUCT  path of a simple product that is in stock, such as /strive-shoulder-pack.html
 *   HEADGATE_SHOP_ROWS     a command that prints the collector's rows as JSON lines of { event_id, event, consent_state }, such as
 *                          ssh shop "mysql -N -e \"SELECT JSON_OBJECT('event_id', event_id, 'event', event, 'consent_state',
 *                          consent_state) FROM headgate_event\" magento"
 *   HEADGATE_SHOP_ORDER=1  place the order too (a test shop with checkmo and flat-rate shipping)
 */
import { execSync } from 'node:child_process';
import { chromium } from '@playwright/test';
import { launchOptions } from '../support/open-browser.mjs';

/** @import { Page } from '@playwright/test' */

const { HEADGATE_SHOP_URL: urls, HEADGATE_SHOP_PRODUCT: product, HEADGATE_SHOP_ROWS: rowsCommand } = process.env;
if (!urls) {
  console.log('The integration suite is left out: HEADGATE_SHOP_URL names no shop.');
  process.exit(0);
}
if (!product || !rowsCommand) {
  console.error('Set HEADGATE_SHOP_PRODUCT and HEADGATE_SHOP_ROWS too; the head of this file says how.');
  process.exit(2);
}
const placesOrder = process.env['HEADGATE_SHOP_ORDER'] === '1';
/** How long a row may take to come, and how long none has to come. */
const SECONDS = { some: 30, none: 5 };
/** @type {string[]} */
const failures = [];
let shop = new URL(/** @type {string} */ (urls.split(',')[0]));

const browser = await chromium.launch(await launchOptions());
try {
  for (const url of urls.split(',')) {
    shop = new URL(url.trim());
    await visitShop();
  }
} finally {
  await browser.close();
}
console.log(failures.length === 0 ? '\nall as it should be' : `\n${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function visitShop() {
  await visit('consent ignored', async (page, seen) => {
    await shopAround(page);
    const rows = await newRows(seen, SECONDS.none);
    check('stores nothing', rows.length === 0, rows);
    const databases = await page.evaluate(() => indexedDB.databases());
    check('writes nothing to the device', !JSON.stringify(databases).includes('headgate'), databases);
  });
  await visit('consent granted', async (page, seen) => {
    await allow(page);
    await shopAround(page);
    const rows = await newRows(seen, SECONDS.some, (found) => found.some(({ event }) => event !== 'consent_receipt'));
    const events = rows.filter(({ event }) => event !== 'consent_receipt');
    check('stores events', events.length > 0, rows);
    check(
      'stores only what was granted',
      events.every(({ consent_state: state }) => state === 'granted'),
      rows,
    );
    check('stores each once', new Set(rows.map(({ event_id: id }) => id)).size === rows.length, rows);
  });
  await visit('consent withdrawn', async (page, seen) => {
    await allow(page);
    await Promise.all([page.waitForEvent('load'), page.locator('#headgate-withdraw').click()]);
    const before = await newRows(seen, SECONDS.none);
    await shopAround(page);
    const after = await newRows(seen, SECONDS.none);
    // The receipt of the withdrawal may come as late as the visitor's next page.
    const more = after.filter(({ event }) => event !== 'consent_receipt').length;
    const known = before.filter(({ event }) => event !== 'consent_receipt').length;
    check('stores nothing more', more === known, after);
  });
  await visit('the script blocked', async (page) => shopAround(page), /\/(?:headgate|undo)\.min\.js/);
}

/** @typedef {{ event_id: string, event: string, consent_state: string }} Row */

/**
 * One visitor, who is new to the shop.
 *
 * @param {string} name
 * @param {(page: Page, seen: Set<string>) => Promise<void>} walk
 * @param {RegExp} [blocked]
 */
async function visit(name, walk, blocked) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  /** @type {string[]} */
  const cookies = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('ERR_FAILED')) errors.push(message.text());
  });
  page.on('response', (response) => {
    if (/\/events(?:\/erase)?$/.test(new URL(response.url()).pathname) && 'set-cookie' in response.headers()) {
      cookies.push(response.url());
    }
  });
  if (blocked) await page.route(blocked, (route) => route.abort());
  try {
    await page.goto(shop.href);
    const theme = await page.evaluate(() =>
      'hyva' in window ? 'Hyvä' : 'require' in window ? 'Luma' : 'another theme',
    );
    console.log(`\n${shop.host}, ${theme}: ${name}`);
    await walk(page, new Set(readRows().map(({ event_id: id }) => id)));
  } catch (error) {
    check('comes to its end', false, String(error));
  }
  check('has no error in the console', errors.length === 0, errors);
  check('gets no cookie from the collector', cookies.length === 0, cookies);
  await context.close();
}

/** Looks at a product, puts it into the cart and goes to the checkout as a guest. @param {Page} page */
async function shopAround(page) {
  await page.goto(new URL(/** @type {string} */ (product), shop).href);
  await page.locator('#product-addtocart-button, #product_addtocart_form button[type="submit"]').first().click();
  const success = page.locator('.message-success, .message.success, .messages .success').first();
  await success.waitFor({ timeout: 30_000 });
  await page.goto(new URL('/checkout/', shop).href);
  await page
    .locator('#checkout [type="email"], #customer-email, input[name="username"]')
    .first()
    .waitFor({ timeout: 60_000 });
  if (placesOrder) await order(page);
}

/** Luma's checkout, the one that both themes have in Open Source; without what another one has not. @param {Page} page */
async function order(page) {
  const checkout = page.locator('#checkout');
  const fields = {
    '#customer-email, [name="email"]': 'guest@example.com',
    '[name="firstname"]': 'Test',
    '[name="lastname"]': 'Guest',
    '[name="street[0]"], [name="street"]': 'Main Street 1',
    '[name="city"]': 'Austin',
    '[name="postcode"]': '78701',
    '[name="telephone"]': '5125550100',
  };
  for (const [selector, value] of Object.entries(fields)) {
    const field = checkout.locator(selector).first();
    if (await field.isVisible()) await field.fill(value);
  }
  const region = checkout.locator('select[name="region_id"]').first();
  if (await region.isVisible()) await region.selectOption({ label: 'Texas' });
  const shipping = checkout.locator('input[type="radio"][name^="ko_unique"]').first();
  if (await shipping.isVisible()) await shipping.check();
  await checkout.locator('button.continue').first().click();
  await checkout.locator('button.checkout:visible, #place-order:visible').first().click({ timeout: 60_000 });
  await page.waitForURL('**/checkout/onepage/success/**', { timeout: 60_000 });
}

/** @param {Page} page */
async function allow(page) {
  await page.locator('#btn-cookie-allow, [x-on\\:click*="setAcceptCookies"], .cookie-notice button').first().click();
  await page.waitForFunction(() => document.cookie.includes('user_allowed_save_cookie'));
}

/** @returns {Row[]} */
function readRows() {
  const output = execSync(/** @type {string} */ (rowsCommand), { encoding: 'utf8' });
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/**
 * Waits until the rows are enough, or as long as they may take.
 *
 * @param {Set<string>} seen
 * @param {number} seconds
 * @param {(rows: Row[]) => boolean} [isEnough]
 */
async function newRows(seen, seconds, isEnough = () => false) {
  for (let waited = 0; ; waited++) {
    const rows = readRows().filter(({ event_id: id }) => !seen.has(id));
    if (waited >= seconds || isEnough(rows)) return rows;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** @param {string} name @param {boolean} isRight @param {unknown} found */
function check(name, isRight, found) {
  console.log(`${isRight ? '✔' : '✘'} ${name}`);
  if (isRight) return;
  failures.push(name);
  console.log(`    ${JSON.stringify(found).slice(0, 500)}`);
}
