import { inRounds, roundsOf } from './rounds.mjs';
import { noteUse, seedBacklog, toBacklogKey } from './seed-backlog.mjs';

/** @import { Bench } from '../create-bench.mjs' */
/** @import { Table } from '../print-report.mjs' */

const BACKLOG = 100_000;

/** From the first byte of code to the end of the synchronous set-up. */
export const startUp = {
  name: 'startup',
  /** @param {Bench} bench @returns {Promise<Table>} */
  async run(bench) {
    const { columns, quick } = bench;
    const empty = await inRounds(
      {
        columns,
        rounds: roundsOf(['beacon', 'queue', 'headgate'], quick ? 5 : 15, quick ? 1 : 15),
        progress: bench.progress,
        name: 'start-up',
      },
      (column, round) => start(bench, column, `startup-${column}-${round}`),
    );
    const storing = columns.filter((column) => column === 'headgate');
    const key = toBacklogKey('headgate', BACKLOG);
    for (const column of storing) await seedBacklog(bench, { column, key, count: BACKLOG });
    const full = await inRounds(
      { columns: storing, rounds: () => (quick ? 5 : 15), progress: bench.progress, name: 'start-up with a backlog' },
      (column) => start(bench, column, key),
    );
    noteUse(key);
    const beacon = empty.figures('total')['beacon'];
    // A floor that stores nothing starts the same whatever waits.
    const withFloor = (/** @type {Record<string, number | undefined>} */ figures) => ({ ...figures, beacon });
    const waits = `with ${BACKLOG.toLocaleString('en-US')} waiting`;
    return {
      name: 'startup',
      title: 'Start-up: evaluate and synchronous init',
      columns,
      rows: [
        { label: 'script element to evaluated ms', values: empty.figures('load'), digits: 2 },
        { label: 'init ms', values: empty.figures('init'), digits: 2 },
        {
          label: 'both ms',
          values: empty.figures('total'),
          digits: 2,
          floor: 'beacon',
          target: { kind: 'ratio', limit: 2 },
        },
        {
          label: `both ms, ${waits}`,
          values: withFloor(full.figures('total')),
          digits: 2,
          floor: 'beacon',
          target: { kind: 'ratio', limit: 2 },
        },
        { label: 'all main-thread work in the first second, ms', values: empty.figures('work') },
        { label: `the same, ${waits}`, values: full.figures('work') },
      ],
    };
  },
};

/** @param {Bench} bench @param {string} column @param {string} key */
async function start(bench, column, key) {
  const { collector } = bench;
  collector.runOf(key).accepting = 0;
  const opened = await bench.openPage({ column, key }, { backlog: true }, { settle: 1000 });
  await opened.close();
  const { load = 0, init = 0, work } = opened.times;
  return { load, init, total: load + init, work };
}
