/** `npm start -- --check`: the demo on free ports with a database of its own, a scripted visitor, and a verdict. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { launchOptions } from '../../../test/support/open-browser.mjs';
import { said, Trouble } from '../progress.mjs';
import { startDemo } from '../start-demo.mjs';
import { judgePages } from './judge-pages.mjs';
import { judge } from './promises.mjs';
import { printPromises, printTable } from './print-report.mjs';
import { visitPlatform } from './visit-platform.mjs';
import { createVisits, secrets } from './visits.mjs';
import { walk } from './walk.mjs';

/** @returns {Promise<number>} the exit code */
export async function runCheck({ progress, onStop }) {
  const launch = await launchOptions().catch(({ message }) => {
    throw new Trouble(message, 'get or name one, then run npm start -- --check again.');
  });
  const dataFolder = await mkdtemp(join(tmpdir(), 'headgate-check-'));
  const stops = [() => rm(dataFolder, { recursive: true, force: true })];
  const stop = async () => {
    for (const stopPart of stops.splice(0).reverse()) await stopPart();
  };
  onStop(stop);
  try {
    const demo = await startDemo({ progress, firstPort: 0, dataFolder });
    stops.push(demo.stop);
    const browser = await startBrowser(progress, launch);
    stops.push(() => browser.close());
    return await visitAll({ progress, browser, demo });
  } finally {
    await stop();
  }
}

function startBrowser(progress, launch) {
  return progress.step('Starting Chromium', async () => {
    const browser = await chromium.launch(launch).catch((error) => {
      throw new Trouble(
        `${launch.executablePath} did not start: ${error.message.split('\n')[0]}`,
        'set HEADGATE_CHROMIUM to another Chrome or Chromium.',
      );
    });
    return said(`Chromium ${browser.version()} is running`, browser);
  });
}

async function visitAll({ progress, browser, demo }) {
  const { collector } = demo.values;
  const intake = { collector, readArrived: () => readArrived(collector) };
  const stories = [];
  for (const visit of createVisits(demo.values)) {
    const name = `Visiting ${visit.name}: ignores, grants, withdraws, grants again`;
    stories.push(await progress.step(name, () => walk(browser, visit, intake)));
  }
  const platforms = [];
  for (const platform of demo.values.platforms) {
    const name = `Visiting ${platform.title}: ignores, accepts, withdraws; rejects`;
    platforms.push(await progress.step(name, () => visitPlatform(browser, platform, intake)));
  }
  const pages = await progress.step('Asking axe about every page, light and dark', () =>
    judgePages(browser, toPages(demo.values)),
  );
  printTable(progress, stories);
  const sent = [...stories, ...platforms].flatMap((visit) => visit.sent);
  const verdicts = judge({ stories, manifest: demo.manifest, sent, secrets: Object.values(secrets) });
  return printPromises(progress, [...verdicts, ...platforms.map(({ verdict }) => verdict), pages]) ? 0 : 1;
}

/** The pages that people open: the banner is up, and nobody has chosen. */
function toPages(values) {
  const visits = createVisits(values).map(({ name, url, ready }) => ({ name, url, ready }));
  const platforms = values.platforms.map(({ title, url }) => ({ name: title, url }));
  const others = [
    { name: 'live page', url: `${values.shop}/` },
    { name: 'quick start', url: values.quickStart },
  ];
  return [...others, ...visits, ...platforms];
}

async function readArrived(collector) {
  const response = await fetch(`${collector}/v1/recent?limit=1000`);
  const { events, receipts } = await response.json();
  return [...events, ...receipts];
}
