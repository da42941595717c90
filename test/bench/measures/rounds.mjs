import { median } from '../statistics.mjs';

/**
 * Runs every column once a round, so that a disturbance of this machine hits all of them, and gives the medians.
 *
 * @param {{ columns: readonly string[], rounds: (column: string) => number, progress: (text: string) => void, name: string }} options
 * @param {(column: string, round: number) => Promise<Record<string, number | undefined>>} run
 * @returns {Promise<{ figures: (name: string) => Record<string, number | undefined>, samples: Record<string, Record<string, number | undefined>[]> }>}
 */
export async function inRounds({ columns, rounds, progress, name }, run) {
  /** @type {Record<string, Record<string, number | undefined>[]>} */
  const samples = Object.fromEntries(columns.map((column) => [column, []]));
  const last = Math.max(...columns.map(rounds));
  for (let round = 0; round < last; round++) {
    for (const column of columns) {
      if (round >= rounds(column)) continue;
      progress(`${name}: round ${round + 1} of ${last}, ${column}`);
      samples[column]?.push(await run(column, round));
    }
  }
  /** @param {string} metric */
  const figures = (metric) =>
    Object.fromEntries(
      columns.map((column) => [column, median((samples[column] ?? []).map((sample) => sample[metric]))]),
    );
  return { figures, samples };
}

/**
 * Some columns take seconds where others take milliseconds, and no target hangs on them: fewer rounds do.
 *
 * @param {readonly string[]} judged The columns that a target hangs on.
 * @param {number} own Their rounds.
 * @param {number} others
 */
export const roundsOf = (judged, own, others) => (/** @type {string} */ column) =>
  judged.includes(column) ? own : others;
