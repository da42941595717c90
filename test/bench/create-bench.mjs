/** The stand that all measures share: one browser, one site, one collector, and the columns' code. */
import { readFile } from 'node:fs/promises';
import { openBrowser } from '../support/open-browser.mjs';
import { servePages } from '../support/serve-pages.mjs';
import { bundleColumns } from './bundle-columns.mjs';
import { createBenchCollector } from './create-bench-collector.mjs';
import { pause } from './statistics.mjs';

/** @import { CDPSession, Page } from '@playwright/test' */

/** How much slower than this machine the page's processor is. */
const THROTTLE = 4;

/** @typedef {Awaited<ReturnType<typeof createBench>>} Bench */

/**
 * @typedef {object} Site
 * @property {string} column
 * @property {string} key Names the run: an origin with storage of its own, and a path of the collector.
 */

/**
 * @typedef {object} BenchPage
 * @property {Page} page
 * @property {CDPSession} session
 * @property {Record<string, number>} times Of start-up.
 * @property {() => Promise<number>} heapBytes After a collection of all garbage.
 * @property {() => Promise<void>} close
 */

/**
 * @param {{ columns: readonly string[], quick: boolean, dist?: string | undefined, throttle?: number, minify?: boolean, progress: (text: string) => void }} options
 */
export async function createBench({ columns, quick, dist, throttle = THROTTLE, minify = true, progress }) {
  progress('bundling the columns');
  const code = await bundleColumns({ columns, dist, minify });
  const collector = await createBenchCollector();
  const harness = await readFile(new URL('page.js', import.meta.url), 'utf8');
  const site = await servePages({
    '/': `<!doctype html><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,"><script>${harness}</script>`,
    ...Object.fromEntries(columns.map((column) => [`/code/${column}.js`, () => toScript(code[column])])),
    '/kill': ({ query }) => {
      setTimeout(
        () => {
          for (const id of targets) killProcess(id);
        },
        Number(query.get('after')),
      );
      return '';
    },
  });
  const browser = await openBrowser();
  const browserSession = await browser.context.browser()?.newBrowserCDPSession();
  if (!browserSession) throw new Error('This browser cannot be traced.');
  /** @type {number[]} */
  let targets = [];

  /**
   * @param {Site} site
   * @param {Record<string, unknown>} [options] For the column's `init`.
   * @param {{ settle?: number, isThrottled?: boolean, beforeStart?: (session: CDPSession) => Promise<void> }} [how] `settle`: how long the page is left alone after start-up; `work`
   *   among the times is how long its main thread was busy till then.
   * @returns {Promise<BenchPage>}
   */
  async function openPage({ column, key }, options = {}, { settle = 500, isThrottled = true, beforeStart } = {}) {
    const page = await browser.context.newPage();
    const session = await browser.context.newCDPSession(page);
    await page.goto(toOrigin(key));
    if (isThrottled) await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    await session.send('Performance.enable');
    await beforeStart?.(session);
    const busyBefore = await readBusy(session);
    const times = await page.evaluate(
      ([url, options]) => globalThis.harness.start(url, options),
      /** @type {const} */ ([`/code/${column}.js?${key}`, { url: collector.url(key), ...options }]),
    );
    await pause(settle);
    return {
      page,
      session,
      times: { ...times, work: (await readBusy(session)) - busyBefore },
      async heapBytes() {
        // The second collection takes what finalisers of the first let go.
        for (let round = 0; round < 2; round++) await session.send('HeapProfiler.collectGarbage');
        return (await session.send('Runtime.getHeapUsage')).usedSize;
      },
      close: () => page.close(),
    };
  }

  /** Every run has an origin of its own, and so storage of its own. @param {string} key */
  const toOrigin = (key) => `http://${key}.localhost:${new URL(site.origin).port}/`;

  /** Remembers which processes a page's request to `/kill` ends: those that run a page now. */
  async function aimAtRenderers() {
    const { processInfo } = await browserSession.send('SystemInfo.getProcessInfo');
    targets = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  }

  return {
    columns,
    quick,
    collector,
    browserSession,
    progress,
    openPage,
    aimAtRenderers,
    async close() {
      await browser.close();
      await site.close();
      await collector.close();
    },
  };
}

/** Another text each time: the browser keeps what it compiled of a script that it knows. @param {string | undefined} code */
function toScript(code = '') {
  return { body: `${code}//${Math.random()}\n`, type: 'text/javascript' };
}

/** How long the main thread has been busy, in milliseconds. @param {CDPSession} session */
async function readBusy(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

/** @param {number} id */
function killProcess(id) {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It ended on its own in between.
  }
}
