/** Events from markup on a page with thousands of marked elements: what looking through it and listening to it cost. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { openBrowser } from '../../support/open-browser.mjs';
import { servePages } from '../../support/serve-pages.mjs';
import { median, pause } from '../statistics.mjs';
import { traceTasks } from '../trace-tasks.mjs';

/** @import { BrowserContext } from '@playwright/test' */
/** @import { Table } from '../print-report.mjs' */

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const COUNT = 5000;
/** A fifth of them twice, and each hundredth of as many. */
const TOLD = (COUNT / 5) * 2 + (COUNT / 5 / 100) * 2;
const THROTTLE = 4;
const ADDING = 'adding as many elements again';

/** What the page does meanwhile, each in a task of its own. */
const STEPS = {
  start: 'attributes.start()',
  [ADDING]: 'attributes.addAgain()',
  'a click on each hundredth': 'attributes.clickSome()',
};

export const attributes = {
  name: 'attributes',
  /** @param {{ quick: boolean, progress: (text: string) => void }} bench @returns {Promise<Table>} */
  async run({ quick, progress }) {
    const site = await servePages({ '/': toPage(), '/source.js': { body: await bundle(), type: 'text/javascript' } });
    const browser = await openBrowser();
    try {
      const samples = [];
      const rounds = quick ? 3 : 7;
      for (let round = 0; round < rounds; round++) {
        progress(`attributes: round ${round + 1} of ${rounds}`);
        samples.push(await measureOnce(browser.context, site.origin));
      }
      return toTable(samples);
    } finally {
      await browser.close();
      await site.close();
    }
  },
};

/** @typedef {{ [step: string]: number } & { long: number, listeners: number, told: number }} Sample */

/** @param {BrowserContext} context @param {string} origin @returns {Promise<Sample>} */
async function measureOnce(context, origin) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const browserSession = await context.browser()?.newBrowserCDPSession();
  if (!browserSession) throw new Error('This browser cannot be traced.');
  await page.goto(origin);
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  // Its own layout and script are over by now.
  await pause(1000);
  /** @type {Record<string, number>} */
  const longest = {};
  for (const [step, code] of Object.entries(STEPS)) {
    const traced = await traceTasks(browserSession, async () => {
      await page.evaluate(code);
      await pause(1500);
    });
    longest[step] = traced.longestCpu;
  }
  const seen = await page.evaluate('attributes.seen()');
  const listeners = await countListeners(session);
  await page.close();
  return { ...longest, ...seen, listeners };
}

/** The most listeners that any type of event has on the document. @param {import('@playwright/test').CDPSession} session */
async function countListeners(session) {
  const { result } = await session.send('Runtime.evaluate', { expression: 'document' });
  const { listeners } = await session.send('DOMDebugger.getEventListeners', { objectId: result.objectId ?? '' });
  const ours = listeners.map(({ type }) => type).filter((type) => !type.startsWith('__playwright'));
  return Math.max(...ours.map((type) => ours.filter((other) => other === type).length));
}

/** @param {Sample[]} samples @returns {Table} */
function toTable(samples) {
  const middle = (/** @type {string} */ name) => median(samples.map((sample) => sample[name]));
  const marked = `${COUNT.toLocaleString('en-US')} marked elements`;
  return {
    name: 'attributes',
    title: `Attributes: a page of ${marked}`,
    columns: ['headgate'],
    rows: [
      ...Object.keys(STEPS).map((step) => ({
        label: `${step}: longest task, processor time of its thread ms`,
        values: { headgate: middle(step) },
        // What adding costs is the page's own layout for the most part.
        ...(step !== ADDING && { target: /** @type {const} */ ({ kind: 'max', limit: 50, unit: 'ms' }) }),
      })),
      {
        label: 'long tasks that the page observes when it starts',
        values: { headgate: middle('long') },
        digits: 0,
        target: { kind: 'max', limit: 0 },
      },
      {
        label: 'listeners for a type of event',
        values: { headgate: middle('listeners') },
        digits: 0,
        target: { kind: 'max', limit: 1 },
      },
      {
        label: 'events told: what is loaded, twice, and clicked',
        values: { headgate: middle('told') },
        digits: 0,
        target: { kind: 'min', limit: TOLD },
      },
    ],
    notes: [
      'A fifth each of buttons, forms, selects, elements to be seen and elements to be loaded.',
      'What they tell goes to a list: what an event costs is measured by the burst.',
    ],
  };
}

async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [resolve(root, 'test/bench/pages/attributes.js')],
    alias: { headgate: resolve(root, 'src/index.ts') },
    bundle: true,
    format: 'iife',
    minify: true,
    target: 'es2021',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

function toPage() {
  const kinds = [
    (/** @type {number} */ n) => `<button data-headgate-event="seen" data-headgate-field-item="${n}">${n}</button>`,
    () => '<form data-headgate-event="seen"><input name="item"></form>',
    () => '<select data-headgate-event="seen" data-headgate-field-item><option>a</select>',
    () => '<p data-headgate-event="seen" data-headgate-on="visible">seen</p>',
    (/** @type {number} */ n) =>
      `<p data-headgate-event="seen" data-headgate-on="load" data-headgate-field-item="${n}">p</p>`,
  ];
  const items = Array.from({ length: COUNT }, (_, n) => `<li>${kinds[n % kinds.length]?.(n)}</li>`).join('');
  return `<!doctype html><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,"><ul id="list">${items}</ul><script src="/source.js"></script>`;
}
