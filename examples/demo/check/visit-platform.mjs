/**
 * A quick visit to the page of one consent platform: ignores its question, says yes, takes it back; and, as another
 * visitor, says no. Returns what it saw that breaks the promise.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { flush, readDevice, readStatus, readWaiting, watchPage } from './watch-page.mjs';

const PATIENCE = 10_000;
/** Nothing has to happen now: the time in which it would. */
const A_WHILE = 800;
const isEvent = ({ event }) => event !== 'consent_receipt';

/** The buttons of each platform's question. */
const buttons = {
  'vanilla-cookieconsent': { yes: '#cc-main .cm [data-role=all]', no: '#cc-main .cm [data-role=necessary]' },
  klaro: { yes: '#klaro .cn-buttons .cm-btn-success', no: '#klaro .cn-decline' },
};

/**
 * @param {import('playwright').Browser} browser
 * @param {{ page: string, title: string, url: string }} platform
 * @param {{ collector: string, readArrived: () => Promise<{ id: string }[]> }} intake
 * @returns {Promise<{ sent: object[], verdict: { promise: string, broken: string[] } }>}
 */
export async function visitPlatform(browser, { page: name, title, url }, intake) {
  const broken = [];
  const sent = [];
  const { yes, no } = buttons[name] ?? { yes: '#accept', no: '#reject' };
  for (const visit of [acceptAndWithdraw, reject]) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
    context.setDefaultTimeout(PATIENCE);
    const watched = await watchPage(context, intake.collector);
    try {
      const page = await context.newPage();
      await page.goto(`${url}?audit=page`);
      await ignore({ page, watched, broken, yes });
      await visit({ page, watched, broken, yes, no, intake });
    } catch (error) {
      broken.push(`the visit broke off: ${error.message.split('\n')[0]}`);
    } finally {
      broken.push(...watched.errors);
      sent.push(...watched.allSent());
      await context.close();
    }
  }
  return {
    sent,
    verdict: { promise: `${title}: nothing before the choice, all of it after yes, nothing after no`, broken },
  };
}

async function ignore({ page, watched, broken, yes }) {
  await page.locator(yes).waitFor();
  await act(page);
  await wait(A_WHILE);
  if (watched.requests.length > 0) broken.push(`${watched.requests.length} requests before the choice`);
  const stored = (await readDevice(page)).filter((item) => /IndexedDB|headgate/.test(item));
  broken.push(...stored.map((item) => `left ${item} before the choice`));
}

async function acceptAndWithdraw({ page, watched, broken, yes, intake }) {
  const held = new Set(watched.takeEntries().flatMap(({ state, events = [] }) => (state === 'held' ? events : [])));
  if (held.size === 0) broken.push('no event was held, so nothing was tried');
  await page.locator(yes).click();
  const arrived = async () => new Set((await intake.readArrived()).map(({ id }) => id));
  const lost = async () => [...held].filter(({ id }) => !ids.has(id));
  let ids = new Set();
  await until(async () => (ids = await arrived()) && (await lost()).length === 0);
  broken.push(...(await lost()).map(({ event }) => `${event} was held and did not arrive after yes`));

  await page.context().route(`${intake.collector}/**`, (route) => route.abort('connectionrefused'));
  await act(page);
  await until(async () => (await readWaiting(page)).some(isEvent));
  const undelivered = (await readWaiting(page)).filter(isEvent);
  if (undelivered.length === 0) broken.push('no event was undelivered, so nothing was tried');
  watched.takeSent();
  await page.locator('#withdraw').click();
  await until(async () => !(await readWaiting(page)).some(isEvent));
  await page.context().unrouteAll();
  await expectSilence({ page, watched, broken });
  ids = await arrived();
  broken.push(
    ...undelivered.filter(({ id }) => ids.has(id)).map(({ event }) => `${event} arrived after the withdrawal`),
  );
}

async function reject({ page, watched, broken, no }) {
  await page.locator(no).click();
  await expectSilence({ page, watched, broken });
}

async function expectSilence({ page, watched, broken }) {
  // Some platforms load the page anew.
  await page.locator('#add').waitFor();
  await act(page);
  await flush(page);
  await wait(A_WHILE);
  broken.push(
    ...watched
      .takeSent()
      .filter(isEvent)
      .map(({ event }) => `${event} was sent after no`),
  );
  const left = (await readWaiting(page)).filter(isEvent);
  broken.push(...left.map(({ event }) => `${event} is still on the device after no`));
  const { warehouse } = (await readStatus(page)).collectors;
  if (warehouse.refused === 0) broken.push('nothing was refused after no, so nothing was tried');
}

async function act(page) {
  await page.locator('#picture').click();
  await page.locator('#add').click();
  await page.locator('#cart').click();
}

/** Gives up silently: what did not come about is looked at next. */
async function until(isTrue) {
  const end = Date.now() + PATIENCE;
  while (!(await isTrue().catch(() => false)) && Date.now() < end) await wait(100);
}
