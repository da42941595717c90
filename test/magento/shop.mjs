#!/usr/bin/env node
/**
 * The integration suite: visits shops with this module, as guests who ignore the notice, agree, take it back, and block the
 * script; opens page after page after one consent; and goes all ways to an order, each conversion of which is one row.
 * `HEADGATE_SHOP_URL=https://shop.test node test/magento/shop.mjs`; left out where no shop is named.
 *
 *   --repeat 20            so many visitors who open 25 pages after one consent; one by default
 *   --rounds 3             so often each journey; once by default
 *   --only pages           or `visits`, `cache`, `journeys`: that alone
 *
 *   HEADGATE_SHOP_URL      the storefront, Luma or Hyvä, or several with commas between, such as store views on paths; each with
 *                          a manifest that has an event on `add_to_cart` of the shop, by consent
 *   HEADGATE_SHOP_PRODUCT  path of a simple product that is in stock, such as /strive-shoulder-pack.html
 *   HEADGATE_SHOP_ROWS     a command that prints the collector's rows as JSON lines of { event_id, event, consent_state }, such as
 *                          ssh shop "mysql -N -e \"SELECT JSON_OBJECT('event_id', event_id, 'event', event, 'consent_state',
 *                          consent_state) FROM headgate_event\" magento"
 *   HEADGATE_SHOP_ORDER=1  place the order too (a test shop with checkmo and flat-rate shipping)
 *
 * The journeys, in Luma, want three more, and a coupon that holds for every cart:
 *
 *   HEADGATE_SHOP_MANIFEST   file of the shop's manifest, which says how each conversion is called
 *   HEADGATE_SHOP_CATEGORY   path of a category with simple products, such as /gear.html
 *   HEADGATE_SHOP_COUPON     the coupon's code
 */
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launchOptions } from '../support/open-browser.mjs';
import { goToPayment, placeOrder } from './support/shop-checkout.mjs';
import { countRows, readNames, toNames, toText } from './support/shop-counts.mjs';
import { journeys } from './support/shop-journeys.mjs';
import { allow, open, visit } from './support/shop-visitor.mjs';

/** @import { Visitor } from './support/shop-visitor.mjs' */

const { HEADGATE_SHOP_URL: urls, HEADGATE_SHOP_PRODUCT: product, HEADGATE_SHOP_ROWS: rowsCommand } = process.env;
const { values: options } = parseArgs({
  options: {
    repeat: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
if (!urls) {
  console.log('The integration suite is left out: HEADGATE_SHOP_URL names no shop.');
  process.exit(0);
}
if (!product || !rowsCommand) {
  console.error('Set HEADGATE_SHOP_PRODUCT and HEADGATE_SHOP_ROWS too; the head of this file says how.');
  process.exit(2);
}
const placesOrder = process.env['HEADGATE_SHOP_ORDER'] === '1';
const manifestFile = process.env['HEADGATE_SHOP_MANIFEST'];
/** How long a row may take to come, and how long none has to come. */
const SECONDS = { some: 30, none: 5 };
const RECEIPT = 'consent_receipt';
const PAGES = 25;
/** @type {string[]} */
const failures = [];
let shop = new URL(/** @type {string} */ (urls.split(',')[0]));

const PARTS = { visits: visitShop, cache: visitCached, pages: openManyPages, journeys: takeJourneys };

const browser = await chromium.launch(await launchOptions());
try {
  for (const url of urls.split(',')) {
    shop = new URL(url.trim());
    for (const [name, part] of Object.entries(PARTS)) if ((options.only ?? name) === name) await part();
  }
} finally {
  await browser.close();
}
console.log(failures.length === 0 ? '\nall as it should be' : `\n${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function visitShop() {
  await follow('consent ignored', async (visitor) => {
    check(
      'shows no link to withdraw',
      !(await visitor.page.locator('#headgate-withdraw').isVisible()),
      'it is visible',
    );
    await shopAround(visitor);
    const rows = await visitor.newRows(SECONDS.none);
    check('stores nothing', rows.length === 0, rows);
    const databases = await visitor.page.evaluate(() => indexedDB.databases());
    check('writes nothing to the device', !JSON.stringify(databases).includes('headgate'), databases);
  });
  await follow('consent granted', async (visitor) => {
    await allow(visitor);
    await shopAround(visitor);
    const rows = await visitor.newRows(SECONDS.some, (found) => found.some(({ event }) => event !== RECEIPT));
    const events = rows.filter(({ event }) => event !== RECEIPT);
    check('stores events', events.length > 0, rows);
    check(
      'stores only what was granted',
      events.every(({ consent_state: state }) => state === 'granted'),
      rows,
    );
    check('stores each once', new Set(rows.map(({ event_id: id }) => id)).size === rows.length, rows);
  });
  await follow('consent withdrawn', async (visitor) => {
    await allow(visitor);
    const link = visitor.page.locator('#headgate-withdraw');
    await Promise.all([visitor.page.waitForEvent('load'), link.click()]);
    const before = await visitor.newRows(SECONDS.none);
    await shopAround(visitor);
    const after = await visitor.newRows(SECONDS.none);
    // The receipt of the withdrawal may come as late as the visitor's next page.
    const more = after.filter(({ event }) => event !== RECEIPT).length;
    const known = before.filter(({ event }) => event !== RECEIPT).length;
    check('stores nothing more', more === known, after);
    check('shows the link no more', !(await link.isVisible()), 'it is visible');
  });
  await follow('the script blocked', shopAround, /\/(?:headgate|undo)\.min\.js/);
}

/** Two visitors get the same bytes, and the second, of the page cache, tracks as the first. */
async function visitCached() {
  const address = new URL(/** @type {string} */ (product).replace(/^\//, ''), shop).href;
  const read = async () => {
    // By the browser: it knows each name below `localhost`, which Node leaves to the machine.
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    try {
      const answer = await (await context.newPage()).goto(address);
      return (await answer?.text()) ?? '';
    } finally {
      await context.close();
    }
  };
  const [first, second] = [await read(), await read()];
  await follow('a page of the cache', async (visitor) => {
    check('is the same for everybody', toComparable(first) === toComparable(second), 'it differs');
    await open(visitor, /** @type {string} */ (product));
    await allow(visitor);
    const rows = await visitor.newRows(SECONDS.some, (found) => found.length > 0);
    check('takes the consent', rows.length === 1 && rows[0]?.event === RECEIPT, rows);
  });
}

/** A policy's nonce is of one answer, where there is no cache in front. @param {string} page */
function toComparable(page) {
  return page.replaceAll(/nonce="[^"]*"/g, '');
}

async function openManyPages() {
  for (let turn = 1; turn <= Number(options.repeat); turn++) {
    await follow(`${PAGES} pages after one consent, visitor ${turn}`, async (visitor) => {
      await allow(visitor);
      const paths = ['', product, 'checkout/cart/', process.env['HEADGATE_SHOP_CATEGORY'] ?? ''];
      for (let page = 0; page < PAGES; page++) {
        // Every third is left while it still loads: what hears of the visitor has not started then.
        const waitUntil = page % 3 === 2 ? 'commit' : 'load';
        const path = /** @type {string} */ (paths[page % paths.length]).replace(/^\//, '');
        await visitor.page.goto(new URL(path, shop).href, { waitUntil });
      }
      const rows = await visitor.newRows(SECONDS.none);
      const receipts = rows.filter(({ event }) => event === RECEIPT).map(({ consent_state: state }) => state);
      check('makes one receipt, of the consent', receipts.join() === 'granted', receipts);
    });
  }
}

async function takeJourneys() {
  if (!manifestFile) return console.log('\nThe journeys are left out: HEADGATE_SHOP_MANIFEST names no manifest.');
  const names = readNames(manifestFile);
  for (let round = 1; round <= Number(options.rounds); round++) {
    for (const { name, counts, walk } of journeys) {
      await follow(`${name}, round ${round}`, async (visitor) => {
        await walk(visitor);
        const expected = { [RECEIPT]: 1, ...toNames(counts, names) };
        const total = Object.values(expected).reduce((sum, count) => sum + count, 0);
        await visitor.newRows(SECONDS.some, (rows) => rows.length >= total);
        const rows = await visitor.newRows(SECONDS.none);
        check('is told conversion by conversion', toText(countRows(rows)) === toText(expected), {
          expected: toText(expected),
          found: toText(countRows(rows)),
        });
      });
    }
  }
}

/**
 * One visitor, who is new to the shop.
 *
 * @param {string} name
 * @param {(visitor: Visitor) => Promise<void>} walk
 * @param {RegExp} [blocked]
 */
async function follow(name, walk, blocked) {
  const about = {
    browser,
    shop,
    product: /** @type {string} */ (product),
    rowsCommand: /** @type {string} */ (rowsCommand),
  };
  const { errors, violations, cookies } = await visit({ ...about, blocked }, async (visitor) => {
    const theme = await visitor.page.evaluate(() =>
      'hyva' in window ? 'Hyvä' : 'require' in window ? 'Luma' : 'another theme',
    );
    console.log(`\n${shop.host}${shop.pathname.replace(/\/$/, '')}, ${theme}: ${name}`);
    try {
      await walk(visitor);
    } catch (error) {
      check('comes to its end', false, String(error));
    }
  });
  check('has no error in the console', errors.length === 0, errors);
  check('breaks no policy', violations.length === 0, violations);
  check('gets no cookie from the collector', cookies.length === 0, cookies);
}

/** Looks at a product, puts it into the cart and goes to the checkout as a guest. @param {Visitor} visitor */
async function shopAround(visitor) {
  const { page } = visitor;
  await open(visitor, visitor.product);
  await page.locator('#product-addtocart-button, #product_addtocart_form button[type="submit"]').first().click();
  await page.locator('.message-success, .message.success, .messages .success').first().waitFor();
  await open(visitor, 'checkout/');
  // Luma's checkout has the login's field too, hidden.
  await page.locator('#checkout [type="email"]').locator('visible=true').first().waitFor();
  if (!placesOrder) return;
  await goToPayment(visitor);
  await placeOrder(visitor);
}

/** @param {string} name @param {boolean} isRight @param {unknown} found */
function check(name, isRight, found) {
  console.log(`${isRight ? '✔' : '✘'} ${name}`);
  if (isRight) return;
  failures.push(name);
  console.log(`    ${JSON.stringify(found).slice(0, 1500)}`);
}
