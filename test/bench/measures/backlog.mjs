import { median, pause } from '../statistics.mjs';
import { noteUse, seedBacklog, toBacklogKey, waitForLease } from './seed-backlog.mjs';

/** @import { Bench } from '../create-bench.mjs' */
/** @import { Row } from '../judge.mjs' */
/** @import { Table } from '../print-report.mjs' */

const SIZES = [100, 1000, 10_000, 100_000];
const MEGABYTE = 1_048_576;
const BATCH = 100;
/** As many as the second smallest backlog has. */
const BATCHES = 10;
/** What counts as flat, with this machine's noise. */
const FLAT = 1.5;

/** What a page pays for events that earlier pages left behind. Flat: the same for 100 as for 100,000. */
export const backlog = {
  name: 'backlog',
  /** @param {Bench} bench @returns {Promise<Table>} */
  async run(bench) {
    const rounds = bench.quick ? 1 : 5;
    const measured = ['queue', 'headgate'].filter((column) => bench.columns.includes(column));
    /** @type {Map<string, Record<string, number>[]>} */
    const samples = new Map();
    for (const column of measured) {
      for (const size of SIZES) {
        await seedBacklog(bench, { column, key: toBacklogKey(column, size), count: size });
      }
    }
    for (let round = 0; round < rounds; round++) {
      for (const size of SIZES) {
        for (const column of measured) {
          const key = toBacklogKey(column, size);
          bench.progress(`backlog: round ${round + 1} of ${rounds}, ${column}, ${size}`);
          if (column === 'headgate') await waitForLease(key);
          samples.set(key, [...(samples.get(key) ?? []), await open(bench, column, key)]);
          noteUse(key);
        }
      }
    }
    /** @type {Map<string, number | undefined>} */
    const cycles = new Map();
    for (const column of measured) {
      for (const size of SIZES.slice(1)) {
        const key = toBacklogKey(column, size);
        if (column === 'headgate') await waitForLease(key);
        bench.progress(`backlog: batch after batch, ${column}, ${size}`);
        cycles.set(key, await drain(bench, column, key));
      }
    }
    /** @param {string} column @param {string} metric */
    const values = (column, metric) =>
      Object.fromEntries(
        SIZES.map((size) => [
          toName(size),
          median((samples.get(toBacklogKey(column, size)) ?? []).map((sample) => sample[metric])),
        ]),
      );
    /** @param {string} column */
    const cycleValues = (column) =>
      Object.fromEntries(SIZES.map((size) => [toName(size), cycles.get(toBacklogKey(column, size))]));
    return {
      name: 'backlog',
      title: 'Cost against the backlog: events that wait when a page starts',
      columns: SIZES.map(toName),
      rows: measured.flatMap((column) => toRows(column, (metric) => values(column, metric), cycleValues(column))),
      notes: [
        `Batches have ${BATCH} events. Flat means at most ${FLAT} times the figure for the smallest backlog.`,
        'The first batch waits for the browser to open the database, which takes longer for a large one: see the bare queue.',
      ],
    };
  },
};

/** @param {number} size */
const toName = (size) => size.toLocaleString('en-US');

/**
 * @param {string} column
 * @param {(metric: string) => Record<string, number | undefined>} values
 * @param {Record<string, number | undefined>} cycles
 * @returns {Row[]}
 */
function toRows(column, values, cycles) {
  const subject = toName(SIZES.at(-1) ?? 0);
  const flat = (/** @type {number} */ smallest) => ({
    floor: toName(smallest),
    subject,
    ...(column === 'headgate' && { target: { kind: /** @type {const} */ ('ratio'), limit: FLAT } }),
  });
  return [
    { label: `${column}: start-up ms`, values: values('start'), digits: 2, ...flat(100) },
    { label: `${column}: heap MB`, values: values('heap'), digits: 2, ...flat(100) },
    { label: `${column}: first batch arrives after ms`, values: values('first'), floor: toName(100) },
    { label: `${column}: each further batch ms`, values: cycles, ...flat(1000) },
  ];
}

/**
 * @param {Bench} bench
 * @param {string} column
 * @param {string} key
 */
async function open(bench, column, key) {
  const { collector } = bench;
  const run = collector.runOf(key);
  // Refused, so that the next round finds the same backlog.
  Object.assign(run, { accepting: 0, arrivals: [] });
  const opened = await bench.openPage({ column, key }, { backlog: true, batch: BATCH }, { settle: 0 });
  await collector.until(() => run.arrivals.length > 0, 20_000);
  await pause(500);
  const heap = await opened.heapBytes();
  await opened.close();
  const { load = 0, init = 0, startedAt = 0 } = opened.times;
  return { start: load + init, heap: heap / MEGABYTE, first: (run.arrivals[0] ?? Infinity) - startedAt };
}

/**
 * Lets a few batches through: from one request to the next is all that a batch takes, reading and deleting included.
 *
 * @param {Bench} bench
 * @param {string} column
 * @param {string} key
 */
async function drain(bench, column, key) {
  const { collector } = bench;
  const run = collector.runOf(key);
  Object.assign(run, { accepting: BATCHES, arrivals: [] });
  const opened = await bench.openPage({ column, key }, { backlog: true, batch: BATCH }, { settle: 0 });
  await collector.until(() => run.arrivals.length >= BATCHES, 30_000);
  await opened.close();
  // The first has the page's start in it.
  const arrivals = run.arrivals.slice(1, BATCHES);
  return median(arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? at)));
}
