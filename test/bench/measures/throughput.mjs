import { traceTasks } from '../trace-tasks.mjs';
import { pause } from '../statistics.mjs';
import { inRounds, roundsOf } from './rounds.mjs';

/** @import { Bench } from '../create-bench.mjs' */
/** @import { Table } from '../print-report.mjs' */

const COUNT = 10_000;
const SLICE = 100;
const MEGABYTE = 1_048_576;

/** A long stream from one page: how it travels, what it costs the page, and what stays in its memory. */
export const throughput = {
  name: 'throughput',
  /** @param {Bench} bench @returns {Promise<Table>} */
  async run(bench) {
    const { columns, quick } = bench;
    const { figures } = await inRounds(
      {
        columns,
        rounds: roundsOf(['queue', 'headgate'], quick ? 1 : 3, 1),
        progress: bench.progress,
        name: '10,000 events',
      },
      (column, round) => stream(bench, column, `stream-${column}-${round}`),
    );
    return {
      name: 'throughput',
      title: `${COUNT.toLocaleString('en-US')} events to the collector, tracked ${SLICE} a task`,
      columns,
      rows: [
        {
          label: `delivered within ${patience(bench) / 1000} s`,
          values: figures('delivered'),
          digits: 0,
          target: { kind: 'min', limit: COUNT },
        },
        { label: 'requests', values: figures('requests'), digits: 0, floor: 'queue' },
        { label: 'bytes of a delivered event', values: figures('bytes'), digits: 0, floor: 'queue' },
        { label: 'time s', values: figures('time'), digits: 2, floor: 'queue' },
        { label: 'main thread busy s', values: figures('busy'), digits: 2, floor: 'queue' },
        { label: 'longest task, processor time of its thread ms', values: figures('longestCpu') },
        { label: 'longest task ms', values: figures('longest'), target: { kind: 'max', limit: 50, unit: 'ms' } },
        {
          label: 'heap after less before MB',
          values: figures('heap'),
          digits: 2,
          target: { kind: 'max', limit: 2, unit: 'MB' },
        },
      ],
    };
  },
};

/** @param {Bench} bench */
const patience = ({ quick }) => (quick ? 10_000 : 20_000);

/** @param {Bench} bench @param {string} column @param {string} key */
async function stream(bench, column, key) {
  const { collector } = bench;
  const opened = await bench.openPage({ column, key }, {}, { settle: 1000 });
  const run = collector.runOf(key);
  const before = await opened.heapBytes();
  let startedAt = 0;
  const traced = await traceTasks(bench.browserSession, async () => {
    startedAt = Date.now();
    opened.page
      .evaluate(([count, slice]) => globalThis.harness.steady(count, slice), /** @type {const} */ ([COUNT, SLICE]))
      .catch(() => {});
    // A page that still tracks when time is up is closed as it is.
    return collector.until(() => run.marks.size === COUNT, patience(bench));
  });
  let heap;
  if (traced.result) {
    // The last answer is read, and what it confirms is deleted.
    await pause(1000);
    heap = ((await opened.heapBytes()) - before) / MEGABYTE;
  }
  await opened.close();
  const delivered = run.marks.size;
  const last = Math.max(...run.marks.values());
  collector.forget(key);
  return {
    delivered,
    requests: run.requests,
    bytes: delivered ? run.bytes / delivered : undefined,
    time: delivered === COUNT ? (last - startedAt) / 1000 : undefined,
    busy: traced.busy / 1000,
    longest: traced.longest,
    longestCpu: traced.longestCpu,
    heap,
  };
}
