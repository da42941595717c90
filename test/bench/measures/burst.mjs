import { traceTasks } from '../trace-tasks.mjs';
import { inRounds, roundsOf } from './rounds.mjs';

/** @import { Bench } from '../create-bench.mjs' */
/** @import { Table } from '../print-report.mjs' */

const COUNT = 1000;
const PATIENCE = 5000;

/** Many calls in one task: what they cost at once, what they cost the page afterwards, and what arrives. */
export const burst = {
  name: 'burst',
  /** @param {Bench} bench @returns {Promise<Table>} */
  async run(bench) {
    const { columns, quick } = bench;
    const { figures } = await inRounds(
      { columns, rounds: roundsOf(['queue', 'headgate'], quick ? 3 : 7, 1), progress: bench.progress, name: 'burst' },
      (column, round) => burstOnce(bench, column, `burst-${column}-${round}`),
    );
    return {
      name: 'burst',
      title: `${COUNT.toLocaleString('en-US')} track() calls in one task`,
      columns,
      rows: [
        {
          label: 'synchronous ms',
          values: figures('synchronous'),
          floor: 'queue',
          target: { kind: 'ratio', limit: 1.5 },
        },
        { label: 'until the next task ms', values: figures('untilNext'), floor: 'queue' },
        { label: 'longest task, processor time of its thread ms', values: figures('longestCpu') },
        { label: 'longest task ms', values: figures('longest'), target: { kind: 'max', limit: 50, unit: 'ms' } },
        { label: 'main thread busy ms', values: figures('busy'), floor: 'queue' },
        {
          label: 'delivered within 5 s',
          values: figures('delivered'),
          digits: 0,
          target: { kind: 'min', limit: COUNT },
        },
        { label: 'all delivered after ms', values: figures('time'), digits: 0, floor: 'queue' },
      ],
    };
  },
};

/** @param {Bench} bench @param {string} column @param {string} key */
async function burstOnce(bench, column, key) {
  const { collector } = bench;
  const opened = await bench.openPage({ column, key }, {}, { settle: 1000 });
  const { marks } = collector.runOf(key);
  const traced = await traceTasks(bench.browserSession, async () => {
    const times = await opened.page.evaluate((count) => globalThis.harness.burst(count), COUNT);
    await collector.until(() => marks.size === COUNT, times.startedAt + PATIENCE - Date.now());
    return times;
  });
  await opened.close();
  const { startedAt, synchronous, untilNext } = traced.result;
  const arrivals = [...marks.values()].map((at) => at - startedAt);
  const delivered = arrivals.filter((after) => after <= PATIENCE).length;
  const time = delivered === COUNT ? Math.max(...arrivals) : undefined;
  collector.forget(key);
  return {
    synchronous,
    untilNext,
    longest: traced.longest,
    longestCpu: traced.longestCpu,
    busy: traced.busy,
    delivered,
    time,
  };
}
