/** A visitor of an example application, and what is to be true of the visit. */
import { readDevice } from './read-device.mjs';

/** @import { Browser, Page } from '@playwright/test' */
/** @import { FakeCollector } from '../../support/create-fake-collector.mjs' */
/** @import { Framework } from '../frameworks.mjs' */

/**
 * What was seen, by what it shows.
 *
 * @typedef {{ readonly title: string, readonly passed: boolean, readonly seen: string }} Finding
 */

/** Longer than the page gathers events before it sends them. */
const QUIET = 4000;

/**
 * @param {Browser} browser
 * @param {Framework} framework
 * @param {string} origin
 * @param {FakeCollector} collector
 * @returns {Promise<Finding[]>}
 */
export async function visit(browser, framework, origin, collector) {
  /** @type {Finding[]} */
  const findings = [];
  const note = (/** @type {string} */ title, /** @type {boolean} */ passed, /** @type {unknown} */ seen) => {
    findings.push({ title, passed, seen: String(seen) });
  };
  const html = await (await fetch(`${origin}/`)).text();
  note('the server renders the page', /<h1[^>]*>Home<\/h1>/.test(html), `${html.length} characters`);
  note('and nothing of the visitor', !/>Measured</.test(html), 'the HTML');

  const page = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(origin);
  await page.getByText('Not measured').waitFor();
  const noteStability = async (/** @type {string} */ title) => {
    if (!framework.hasStability) return;
    const isStable = page.locator('[data-stable=true]').waitFor({ timeout: 30_000 });
    const told = await isStable.then(() => 'stable', String);
    note(title, told === 'stable', told);
  };
  await noteStability('nothing keeps the application from being stable');

  await page.getByRole('button', { name: 'Dark mode' }).click();
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await pause(QUIET);
  const before = await readOurs(page);
  note('before the choice nothing is on the device', before.length === 0, before.join(', ') || 'nothing');
  note('and nothing on the wire', collector.requests.length === 0, `${collector.requests.length} requests`);

  await page.getByRole('button', { name: 'Allow analytics' }).click();
  await page.getByText('Measured', { exact: true }).waitFor();
  await collector.until(() => collector.events().length >= 3, 20_000).catch(() => {});
  const expected = 'feature_toggled, page_opened home, page_opened settings';
  note('after it all that waited arrives', namesOf(collector) === expected, namesOf(collector));
  const isSamePage = await page.evaluate(() => 'isSamePage' in window);
  note('over a navigation without a new page', isSamePage, isSamePage ? 'the same page' : 'another page');

  await page.getByRole('button', { name: 'Withdraw consent' }).click();
  await page.getByText('Not measured').waitFor();
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('button', { name: 'Dark mode' }).click();
  await page.reload();
  await page.getByText('Not measured').waitFor();
  await page.getByRole('button', { name: 'Dark mode' }).click();
  await pause(QUIET);
  note('after a withdrawal nothing more', namesOf(collector) === expected, namesOf(collector));

  await page.getByRole('button', { name: 'Allow analytics' }).click();
  await page.reload();
  await page.getByText('Measured', { exact: true }).waitFor();
  await noteStability('nor where consent is remembered');
  await collector.until(() => collector.events().length >= 4, 20_000).catch(() => {});
  const arrived = collector.events().length;
  note('a remembered choice opens the next page', arrived >= 4, `${arrived} events`);
  note('the console has no complaint', complaints.length === 0, complaints.join('; ') || 'none');
  await page.close();
  return findings;
}

/** @param {FakeCollector} collector */
function namesOf(collector) {
  return collector
    .seen()
    .map(({ event, data }) => ('page' in data ? `${event} ${data.page}` : event))
    .sort()
    .join(', ');
}

/** @param {Page} page */
async function readOurs(page) {
  return (await readDevice(page)).map(({ place }) => place).filter((place) => place.includes('headgate'));
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
