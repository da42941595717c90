/**
 * Writes of many requests as few inserts: while one insert runs, the rows of further requests gather and go together
 * with the next. No timer: a lone request is written at once. Each promise settles only with the insert that held
 * its rows.
 *
 * @template Row
 * @typedef {{ rows: readonly Row[], done: () => void, failed: (error: unknown) => void }} Write
 */

/** Thrown when more rows wait than memory should hold; the sender keeps them and comes back. */
export class Busy extends Error {
  constructor() {
    super('too many rows are waiting to be written');
  }
}

/**
 * @template Row
 * @param {(rows: readonly Row[]) => Promise<void>} insert
 * @param {{ maxWaiting?: number }} [options] `maxWaiting` is the most rows that may wait.
 */
export function groupInserts(insert, { maxWaiting = 100_000 } = {}) {
  /** @type {Write<Row>[]} */
  let waiting = [];
  let waitingRows = 0;
  /** @type {Promise<void> | undefined} */
  let running;

  /**
   * @param {readonly Row[]} rows
   * @returns {Promise<void>}
   */
  function write(rows) {
    if (rows.length === 0) return Promise.resolve();
    if (waitingRows + rows.length > maxWaiting) return Promise.reject(new Busy());
    return new Promise((done, failed) => {
      waiting.push({ rows, done: () => done(), failed });
      waitingRows += rows.length;
      running ??= run();
    });
  }

  async function run() {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      waitingRows = 0;
      await insertGroup(insert, group);
    }
    running = undefined;
  }

  /** Resolves once everything written so far is stored or has failed. */
  async function settle() {
    await running;
  }

  return { write, settle };
}

/**
 * @template Row
 * @param {(rows: readonly Row[]) => Promise<void>} insert
 * @param {readonly Write<Row>[]} group
 */
async function insertGroup(insert, group) {
  try {
    await insert(group.flatMap(({ rows }) => rows));
    for (const { done } of group) done();
  } catch (error) {
    if (group.length === 1) group[0]?.failed(error);
    // One request's rows must not fail its neighbours': each gets its own try.
    else for (const write of group) await insertGroup(insert, [write]);
  }
}
