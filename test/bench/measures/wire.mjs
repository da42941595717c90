import { inRounds } from './rounds.mjs';

/** @import { Bench } from '../create-bench.mjs' */
/** @import { Table } from '../print-report.mjs' */

/** Tracked at once, then so many a tenth of a second: what an application sends in bulk, and in steady use. */
const BULK = 2_000;
const STEADY = 300;
const STEP = 5;
const PAUSE = 100;

/** What an event costs on the wire, and how much less than in full, which is what every receiver understands. */
export const wire = {
  name: 'wire',
  /** @param {Bench} bench @returns {Promise<Table>} */
  async run(bench) {
    const { columns } = bench;
    const { figures } = await inRounds(
      { columns, rounds: () => 1, progress: bench.progress, name: 'bytes on the wire' },
      async (column, round) => {
        const bulk = await send(bench, column, `bulk-${round}`, BULK, BULK);
        const steady = await send(bench, column, `steady-${round}`, STEADY, STEP);
        if (column !== 'headgate') return { bulk, steady };
        const bulkInFull = await send(bench, column, `bulk-in-full-${round}`, BULK, BULK, []);
        const steadyInFull = await send(bench, column, `steady-in-full-${round}`, STEADY, STEP, []);
        return {
          bulk,
          steady,
          bulkShare: shareOf(bulk, bulkInFull),
          steadyShare: shareOf(steady, steadyInFull),
        };
      },
    );
    return {
      name: 'wire',
      title: 'Bytes on the wire',
      columns,
      rows: [
        {
          label: `bytes of an event, ${BULK.toLocaleString('en-US')} at once`,
          values: figures('bulk'),
          floor: 'queue',
        },
        { label: `bytes of an event, ${STEP} every ${PAUSE} ms`, values: figures('steady'), floor: 'queue' },
        {
          label: 'of the bytes in full, at once',
          values: figures('bulkShare'),
          digits: 3,
          target: { kind: 'max', limit: 0.07 },
        },
        {
          label: 'of the bytes in full, in steady use',
          values: figures('steadyShare'),
          digits: 3,
          target: { kind: 'max', limit: 0.1 },
        },
      ],
    };
  },
};

/** @param {number | undefined} small @param {number | undefined} full */
const shareOf = (small, full) => (small === undefined || full === undefined ? undefined : small / full);

/**
 * @param {Bench} bench
 * @param {string} column
 * @param {string} name
 * @param {number} count
 * @param {number} slice
 * @param {readonly string[]} [accepts] What Headgate's receiver takes, and the page knows of it.
 * @returns {Promise<number | undefined>} Nothing where not all arrives.
 */
async function send(bench, column, name, count, slice, accepts = ['rows', 'gzip']) {
  const { collector } = bench;
  const key = `wire-${name}-${column}`;
  const run = collector.runOf(key);
  run.accepts = accepts;
  const opened = await bench.openPage({ column, key }, { accepts }, { settle: 500 });
  opened.page
    .evaluate(
      ([all, each, wait]) => globalThis.harness.stream(all, each, wait),
      /** @type {const} */ ([count, slice, PAUSE]),
    )
    .catch(() => {});
  await collector.until(() => run.marks.size === count, 20_000);
  await opened.close();
  const bytes = run.marks.size === count ? run.bytes / count : undefined;
  collector.forget(key);
  return bytes;
}
