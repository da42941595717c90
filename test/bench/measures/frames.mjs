/** Frames: how soon a change of consent reaches one, and what its messages, or a stranger's, take of the host page's time. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { openBrowser } from '../../support/open-browser.mjs';
import { servePages } from '../../support/serve-pages.mjs';
import { createBenchCollector } from '../create-bench-collector.mjs';
import { median, pause } from '../statistics.mjs';

/** @import { CDPSession, Page } from '@playwright/test' */
/** @import { Protocol } from 'playwright-core/types/protocol' */
/** @import { Pages } from '../../support/serve-pages.mjs' */
/** @import { Row } from '../judge.mjs' */
/** @import { Table } from '../print-report.mjs' */

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const MESSAGES = 100_000;

const MODES = [
  { name: 'cross-site', partitioning: false, isSandboxed: false },
  { name: 'cross-site, storage partitioned', partitioning: true, isSandboxed: false },
  { name: 'sandboxed', partitioning: false, isSandboxed: true },
];

/** What a hostile frame does, as code of its own page. `port` is what the host has let in, if it has. */
const FLOODS = {
  'a stranger, to the page': `parent.postMessage({ protocol: 'headgate/1', kind: 'hello', id: 'x' }, '*')`,
  'a frame that is allowed, to the page': `parent.postMessage({ protocol: 'headgate/1', kind: 'hello', id: 'x' }, '*')`,
  'events of a frame that is allowed': `port.postMessage({ kind: 'track', call: index, name: 'undeclared', data: {} })`,
  'nonsense of a frame that is allowed': `port.postMessage({ kind: 'nonsense', index })`,
};

export const frames = {
  name: 'frames',
  /** @param {{ quick: boolean, progress: (text: string) => void }} bench @returns {Promise<Table>} */
  async run({ quick, progress }) {
    const collector = await createBenchCollector();
    const site = await servePages();
    try {
      await setPages(site);
      /** @type {Row[]} */
      const rows = [];
      for (const mode of MODES) {
        progress(`frames: consent, ${mode.name}`);
        rows.push(...(await measureConsent(site, collector.url('frames'), mode, quick ? 10 : 50)));
      }
      for (const [name, code] of Object.entries(FLOODS)) {
        progress(`frames: ${MESSAGES.toLocaleString('en-US')} messages, ${name}`);
        rows.push(...(await measureFlood(site, collector.url('frames'), name, code, quick ? 1 : 3)));
      }
      return {
        name: 'frames',
        title: 'Frames: a change of consent, and floods of messages',
        columns: ['headgate'],
        rows,
        notes: [
          'Consent: from the call in the host page until the frame’s word that it knows has come back to it, so twice the way.',
          'At the full speed of this machine. The events are undeclared ones: what a declared one costs further on is measured by the burst.',
          'Handlers: samples of the profiler in code of the host page, while the messages come and 2 s longer, less the share of the time in which other processes had the processor. The messages’ own way through the browser is not in it, nor that it throws away what waits in a port that is closed.',
        ],
      };
    } finally {
      await site.close();
      await collector.close();
    }
  },
};

/** @param {Pages} site @param {string} url @param {(typeof MODES)[number]} mode @param {number} count @returns {Promise<Row[]>} */
async function measureConsent(site, url, { name, partitioning, isSandboxed }, count) {
  const browser = await openBrowser({ partitioning });
  try {
    const page = await browser.context.newPage();
    await openHost(page, site, url, { isSandboxed });
    const times = /** @type {number[]} */ (await page.evaluate(`host.change(${count})`));
    return [
      { label: `consent reaches a ${name} frame after ms`, values: { headgate: median(times) } },
      {
        label: `the slowest of ${count} changes ms`,
        values: { headgate: Math.max(...times) },
        target: { kind: 'max', limit: 100, unit: 'ms' },
      },
    ];
  } finally {
    await browser.close();
  }
}

/** @param {Pages} site @param {string} url @param {string} name @param {string} code @param {number} rounds @returns {Promise<Row[]>} */
async function measureFlood(site, url, name, code, rounds) {
  const handlers = [];
  const answers = [];
  const closings = [];
  for (let round = 0; round < rounds; round++) {
    const browser = await openBrowser();
    try {
      const page = await browser.context.newPage();
      const hostile = name.startsWith('a stranger') ? '/stranger' : '/hostile';
      const session = await openHost(page, site, url, { isSandboxed: true, hostile });
      await page.evaluate('host.grant()');
      await pause(300);
      await session.send('Performance.enable');
      await session.send('Profiler.enable');
      await session.send('Profiler.setSamplingInterval', { interval: 500 });
      const before = await readTimes(session);
      await session.send('Profiler.start');
      const frame = page.frames().find((one) => one.url().includes(hostile));
      await frame?.evaluate(`for (let index = 0; index < ${MESSAGES}; index++) ${code}`);
      answers.push(Number(await honestFrame(page)?.evaluate('survey.track()')));
      await pause(2000);
      const { profile } = await session.send('Profiler.stop');
      const after = await readTimes(session);
      const share = (after.thread - before.thread) / (after.tasks - before.tasks);
      const { handler, closing } = timesIn(profile, '/host.js');
      handlers.push(handler * share);
      closings.push(closing * share);
    } finally {
      await browser.close();
    }
  }
  return [
    {
      label: `${name}: handlers together, processor time of their thread ms`,
      values: { headgate: median(handlers) },
      target: { kind: 'max', limit: 50, unit: 'ms' },
    },
    { label: 'closing the port, with what waits in it ms', values: { headgate: median(closings) } },
    { label: 'an honest frame is answered after ms', values: { headgate: median(answers) } },
    {
      label: 'honest frames answered',
      values: { headgate: answers.filter((time) => time > 0).length },
      digits: 0,
      target: { kind: 'min', limit: rounds },
    },
  ];
}

/**
 * The host with an honest frame, and a hostile one if it is named.
 *
 * @param {Page} page @param {Pages} site @param {string} url @param {{ isSandboxed: boolean, hostile?: string }} options
 */
async function openHost(page, site, url, { isSandboxed, hostile }) {
  const isStranger = hostile === '/stranger';
  const setUp = { url, allowed: isStranger ? [] : [site.otherOrigin], sandboxed: ['#sandboxed'] };
  const sandbox = isSandboxed ? 'id="sandboxed" sandbox="allow-scripts"' : '';
  site.set(
    '/host',
    `<!doctype html><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">
     <script type="application/json" id="set-up">${JSON.stringify(setUp)}</script><script src="/host.js"></script>
     <iframe ${sandbox} src="${site.otherOrigin}/embedded"></iframe>
     ${hostile ? `<iframe src="${site.otherOrigin}${hostile}"></iframe>` : ''}`,
  );
  const session = await page.context().newCDPSession(page);
  await page.goto(`${site.origin}/host`);
  await page.waitForFunction(`host.status().frames === ${hostile && !isStranger ? 2 : 1}`);
  return session;
}

/** How long the page's main thread has run: tasks by the clock, and the thread by its own time. @param {CDPSession} session */
async function readTimes(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  const read = (/** @type {string} */ name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return { tasks: read('TaskDuration'), thread: read('ThreadTime') };
}

/** @param {Page} page */
const honestFrame = (page) => page.frames().find((frame) => frame.url().includes('/embedded'));

/** @param {Pages} site */
async function setPages(site) {
  const script = (/** @type {string} */ body) => ({ body, type: 'text/javascript' });
  site.set('/host.js', script(await bundle('frames-host.js')));
  site.set('/embedded.js', script((await bundle('frames-embedded.js')).replace('{{host}}', site.origin)));
  site.set('/embedded', '<!doctype html><title>Embedded</title><script src="/embedded.js"></script>');
  site.set('/stranger', '<!doctype html><title>Stranger</title>');
  site.set(
    '/hostile',
    `<!doctype html><title>Hostile</title><script>
      const { port1: port, port2 } = new MessageChannel();
      parent.postMessage({ protocol: 'headgate/1', kind: 'hello', id: 'hostile' }, '*', [port2]);
    </script>`,
  );
}

/** @param {string} file */
async function bundle(file) {
  const { outputFiles } = await build({
    entryPoints: [resolve(root, 'test/bench/pages', file)],
    alias: { headgate: resolve(root, 'src/index.ts'), 'headgate/frame': resolve(root, 'src/frame.ts') },
    bundle: true,
    format: 'iife',
    minify: true,
    target: 'es2021',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

/**
 * How long code of a file ran, with what it called, in milliseconds; and how long the browser took to close ports for it,
 * which is the price of the messages that wait in them.
 *
 * @param {Protocol.Profiler.Profile} profile
 * @param {string} file
 */
function timesIn({ nodes, samples = [], timeDeltas = [] }, file) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const within = new Set();
  const enter = (/** @type {number} */ id, /** @type {boolean} */ isWithin) => {
    const node = byId.get(id);
    const isOurs = isWithin || !!node?.callFrame.url.endsWith(file);
    if (isOurs) within.add(id);
    for (const child of node?.children ?? []) enter(child, isOurs);
  };
  enter(nodes[0]?.id ?? 0, false);
  const times = { handler: 0, closing: 0 };
  for (const [index, id] of samples.entries()) {
    if (!within.has(id)) continue;
    const isClosing = byId.get(id)?.callFrame.functionName === 'close';
    // A delta is the time before its sample.
    times[isClosing ? 'closing' : 'handler'] += (timeDeltas[index + 1] ?? 0) / 1000;
  }
  return times;
}
