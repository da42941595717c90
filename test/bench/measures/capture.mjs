import { inRounds, roundsOf } from './rounds.mjs';
import { mean, noiseOf } from '../statistics.mjs';

/** @import { Bench } from '../create-bench.mjs' */
/** @import { Table } from '../print-report.mjs' */

const COUNT = 100;
const DELAYS = [0, 10, 50, 100];
/** Longer than a page that died may keep the others from sending. */
const PATIENCE = 13_000;

/** Events that were tracked right before the page's process was killed, and what the next page makes of them. */
export const capture = {
  name: 'capture',
  /** @param {Bench} bench @returns {Promise<Table>} */
  async run(bench) {
    const { columns, quick, collector } = bench;
    /** @type {{ column: string, delay: number, key: string }[]} */
    const sites = [];
    await inRounds(
      {
        columns,
        rounds: roundsOf(['queue', 'headgate'], quick ? 2 : 6, 1),
        progress: bench.progress,
        name: 'durable capture',
      },
      async (column, round) => {
        for (const delay of DELAYS) {
          const site = { column, delay, key: `capture-${column}-${delay}-${round}` };
          sites.push(site);
          await killAfterBurst(bench, site, delay);
        }
        return {};
      },
    );
    await recover(bench, sites);
    /** @param {string} column @param {number} delay */
    const survivors = (column, delay) =>
      sites
        .filter((site) => site.column === column && site.delay === delay)
        .map(({ key }) => collector.runOf(key).marks.size);
    return {
      name: 'capture',
      title: `Durable capture: of ${COUNT} events, how many arrive although the renderer is killed`,
      columns,
      rows: DELAYS.map((delay) => ({
        label: `killed ${delay} ms after the burst`,
        values: Object.fromEntries(columns.map((column) => [column, mean(survivors(column, delay))])),
        digits: 0,
        target: {
          kind: 'floor',
          floor: 'queue',
          noise: noiseOf(survivors('headgate', delay), survivors('queue', delay)),
        },
      })),
      notes: ['Means. A burst survives as a whole or not at all, so a difference counts from two standard errors on.'],
    };
  },
};

/** @param {Bench} bench @param {{ column: string, key: string }} site @param {number} delay */
async function killAfterBurst(bench, site, delay) {
  const opened = await bench.openPage(site, {}, { settle: 400 });
  await bench.aimAtRenderers();
  const crashed = new Promise((resolve) => {
    opened.page.once('crash', resolve);
  });
  opened.page
    .evaluate(
      ([count, url]) => globalThis.harness.burstThenKill(count, url),
      /** @type {const} */ ([COUNT, `/kill?after=${delay}`]),
    )
    .catch(() => {});
  await crashed;
  await opened.close();
}

/**
 * The visitor comes back: the same origin, a new page. It tracks nothing of its own, and is given the time.
 *
 * @param {Bench} bench
 * @param {{ column: string, key: string }[]} sites
 */
async function recover(bench, sites) {
  const { collector } = bench;
  // A few at a time: each waits most of the time, and too many at once would be slow for want of processors.
  const AT_ONCE = 12;
  for (let start = 0; start < sites.length; start += AT_ONCE) {
    bench.progress(`durable capture: the next pages, ${start} of ${sites.length}`);
    const open = [];
    for (const site of sites.slice(start, start + AT_ONCE)) {
      if (collector.runOf(site.key).marks.size === COUNT) continue;
      open.push({ site, opened: await bench.openPage(site, {}, { settle: 0, isThrottled: false }) });
    }
    await collector.until(() => open.every(({ site }) => collector.runOf(site.key).marks.size === COUNT), PATIENCE);
    for (const { opened } of open) await opened.close();
  }
}
