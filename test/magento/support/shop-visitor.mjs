/** One visitor of a shop, in a browser context of their own, and what is wrong with what they were shown. */
import { execSync } from 'node:child_process';

/** @import { Browser, Page } from '@playwright/test' */

/** @typedef {{ event_id: string, event: string, consent_state: string }} Row */
/** @typedef {{ page: Page, shop: URL, product: string, newRows: (seconds: number, isEnough?: (rows: Row[]) => boolean) => Promise<Row[]> }} Visitor */
/** @typedef {{ browser: Browser, shop: URL, product: string, rowsCommand: string, blocked?: RegExp | undefined }} Visit */
/** @typedef {{ errors: string[], violations: string[], cookies: string[] }} Trouble */

/** What is ours in a message, a stack or an address. */
const OURS = /headgate|undo\.min\.js|\/hg\//i;

/**
 * Opens the shop for somebody who is new to it, and closes it after what they do.
 *
 * @param {Visit} visit
 * @param {(visitor: Visitor) => Promise<void>} walk
 * @returns {Promise<Trouble>}
 */
export async function visit({ browser, shop, product, rowsCommand, blocked }, walk) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const trouble = await watchTrouble(page, shop, blocked);
  if (blocked) await page.route(blocked, (route) => route.abort());
  const seen = new Set(readRows(rowsCommand).map(({ event_id: id }) => id));
  try {
    await page.goto(shop.href);
    await walk({ page, shop, product, newRows: (seconds, isEnough) => newRows(rowsCommand, seen, seconds, isEnough) });
    return trouble;
  } finally {
    await context.close();
  }
}

/** @param {Page} page @param {URL} shop @param {RegExp | undefined} blocked @returns {Promise<Trouble>} */
async function watchTrouble(page, shop, blocked) {
  /** @type {Trouble} */
  const trouble = { errors: [], violations: [], cookies: [] };
  /** Hosts of third parties that cannot be reached from here: what the shop's scripts say of that is not ours. */
  const missing = new Set(['net::ERR_']);
  page.on('requestfailed', (request) => {
    const { host } = new URL(request.url());
    if (host !== shop.host) missing.add(host);
  });
  const note = (/** @type {string} */ text) => {
    const isForeign = [...missing].some((host) => text.includes(host)) && !OURS.test(text);
    if (!isForeign && !isReport(text) && !blocked?.test(text)) trouble.errors.push(text);
  };
  page.on('pageerror', (error) => note(String(error.stack ?? error)));
  page.on('console', (message) => {
    if (message.type() === 'error') note(`${message.text()} (${message.location().url})`);
  });
  await page.exposeFunction('tellViolation', (/** @type {string} */ text) => {
    if (OURS.test(text)) trouble.violations.push(text);
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sourceFile, sample } = event;
      const { tellViolation } = /** @type {{ tellViolation(text: string): void }} */ (/** @type {unknown} */ (window));
      tellViolation([effectiveDirective, blockedURI, sourceFile, sample].join(' '));
    });
  });
  page.on('response', (response) => {
    const isCollector = /\/events(?:\/erase)?$/.test(new URL(response.url()).pathname);
    if (isCollector && 'set-cookie' in response.headers()) trouble.cookies.push(response.url());
  });
  return trouble;
}

/** A shop's own scripts may break the shop's own policy: that is the shop's. @param {string} text */
function isReport(text) {
  return /Content Security Policy/i.test(text) && !OURS.test(text);
}

/** @param {string} command @returns {Row[]} */
function readRows(command) {
  const output = execSync(command, { encoding: 'utf8', maxBuffer: 64 << 20 });
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/**
 * Waits until the rows are enough, or as long as they may take.
 *
 * @param {string} command
 * @param {Set<string>} seen
 * @param {number} seconds
 * @param {(rows: Row[]) => boolean} [isEnough]
 */
async function newRows(command, seen, seconds, isEnough = () => false) {
  for (let waited = 0; ; waited++) {
    const rows = readRows(command).filter(({ event_id: id }) => !seen.has(id));
    if (waited >= seconds || isEnough(rows)) return rows;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Agrees, by the notice that the shop shows. @param {Visitor} visitor */
export async function allow({ page }) {
  await page.locator('#btn-cookie-allow, [x-on\\:click*="setAcceptCookies"], .cookie-notice button').first().click();
  await page.waitForFunction(() => document.cookie.includes('user_allowed_save_cookie'));
}

/** A page of the store view, whose own path stays. @param {Visitor} visitor @param {string} path */
export async function open({ page, shop }, path) {
  await page.goto(new URL(path.replace(/^\//, ''), shop).href);
}
