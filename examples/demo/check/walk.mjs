/**
 * The scripted visit to one page: ignores the banner, grants, withdraws with undelivered events on the device, grants
 * again. Writes down what happened; judges nothing.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { flush, readDevice, readRecords, readStatus, readWaiting, watchPage } from './watch-page.mjs';

const PATIENCE = 15_000;
const RECEIPT = 'consent_receipt';

/**
 * @param {import('playwright').Browser} browser
 * @param {ReturnType<import('./visits.mjs').createVisits>[number]} visit
 * @param {{ collector: string, readArrived: () => Promise<{ id: string, event: string }[]> }} intake
 */
export async function walk(browser, visit, intake) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } });
  try {
    context.setDefaultTimeout(PATIENCE);
    const watched = await watchPage(context, intake.collector);
    const page = await context.newPage();
    const story = { page: visit.name, steps: [], events: new Map(), errors: watched.errors, tallies: [], unmet: [] };
    const scene = { page, visit, intake, watched, story };
    try {
      for (const step of [ignoreBanner, grant, withdraw, grantAgain, leave]) await step(scene);
    } catch (error) {
      story.unmet.push(`the visit broke off: ${error.message.split('\n')[0]}`);
    }
    story.arrived = await arrivedIds(scene);
    story.sent = watched.allSent();
    return story;
  } finally {
    await context.close();
  }
}

async function ignoreBanner(scene) {
  const { page, visit } = scene;
  await page.goto(visit.url);
  await visit.ready(page);
  await visit.act(page);
  // Nothing has to happen now: give it the time in which it would.
  await wait(1500);
  // What a Magento shop keeps for its cart, with or without Headgate.
  const device = (await readDevice(page)).filter((item) => !visit.keeps?.test(item));
  await note(scene, 'ignores', { requests: scene.watched.requests.length, device });
}

async function grant(scene) {
  const { page, visit, story } = scene;
  const held = idsIn(story, 'held');
  await visit.grant(page);
  await visit.act(page);
  await flush(page);
  await until(story, 'the held events to arrive after the grant', async () => isEvery(await arrivedIds(scene), held));
  await untilDelivered(scene);
  await note(scene, 'grants', { held });
}

async function withdraw(scene) {
  const { page, visit, watched, intake, story } = scene;
  await page.context().route(`${intake.collector}/**`, (route) => route.abort('connectionrefused'));
  await visit.act(page);
  await until(story, 'events to be buffered while the collector is down', async () =>
    (await readWaiting(page)).some(isEvent),
  );
  const undelivered = (await readWaiting(page)).filter(isEvent).map(({ id }) => id);
  await note(scene, 'collector down', {});
  watched.takeSent();
  await visit.withdraw(page);
  await until(
    story,
    'the device to be empty after the withdrawal',
    async () => !(await readWaiting(page)).some(isEvent),
  );
  await page.context().unrouteAll();
  await visit.act(page);
  await flush(page);
  await until(story, 'the receipt of the withdrawal to arrive', async () => (await readWaiting(page)).length === 0);
  const records = await readRecords(page);
  const left = undelivered.filter((id) => records.some((record) => record.includes(id)));
  const sent = watched.takeSent().filter(isEvent);
  await note(scene, 'withdraws', { undelivered, left, sent });
}

async function grantAgain(scene) {
  const { page, visit, watched } = scene;
  await visit.grantAgain(page);
  await visit.act(page);
  await flush(page);
  await untilDelivered(scene);
  await note(scene, 'grants again', { sent: watched.takeSent().filter(isEvent) });
}

async function leave(scene) {
  const { page, visit } = scene;
  if (!visit.leave) return;
  await visit.leave(page);
  await flush(page);
  await untilDelivered(scene);
  await note(scene, 'subscribes', {});
}

/** Files what the gate said under the step in which it was said, and the page's tallies at its end. */
async function note({ page, watched, story }, step, facts) {
  const { collectors: lanes, unrouted } = await readStatus(page);
  for (const { state, reason, events = [] } of watched.takeEntries()) {
    for (const { id, event } of events) {
      const known = story.events.get(id) ?? { id, event, step, way: [] };
      known.way.push({ step, state, reason });
      story.events.set(id, known);
    }
  }
  story.tallies.push({ step, lanes: { ...lanes, unrouted } });
  story.steps.push({ step, ...facts });
}

async function untilDelivered({ page, story }) {
  await until(story, 'everything buffered to be delivered', async () => (await readWaiting(page)).length === 0);
}

/** What does not come about is written down too: the visit goes on, and the verdict names it. */
async function until(story, what, isTrue) {
  const end = Date.now() + PATIENCE;
  while (!(await isTrue().catch(() => false))) {
    if (Date.now() > end) return story.unmet.push(`waited ${PATIENCE / 1000} s for ${what}`);
    await wait(100);
  }
}

const isEvent = ({ event }) => event !== RECEIPT;
const isEvery = (found, wanted) => wanted.every((id) => found.has(id));
const arrivedIds = async ({ intake }) => new Set((await intake.readArrived()).map(({ id }) => id));

function idsIn(story, state) {
  return [...story.events.values()].filter(({ way }) => way.at(-1).state === state).map(({ id }) => id);
}
