/** Main-thread tasks as the browser itself times them: the long-task API tells nothing of tasks under 50 ms. */

/** @import { CDPSession } from '@playwright/test' */
/** @typedef {{ name: string, cat: string, ph: string, ts: number, dur?: number, tdur?: number, pid: number, tid: number }} TraceEvent */

/**
 * Traces while `run` runs, in which the page sets the mark `bench` with the User Timing API.
 *
 * @template T
 * @param {CDPSession} session Of the browser.
 * @param {() => Promise<T>} run
 * @returns {Promise<{ result: T, longest: number, longestCpu: number, busy: number }>} From the task of the mark on, in milliseconds: the
 *   longest task by the clock and by its thread's own time, and the time that all tasks took together.
 */
export async function traceTasks(session, run) {
  /** @type {TraceEvent[]} */
  const events = [];
  /** @param {{ value: unknown[] }} data */
  const collect = ({ value }) => {
    for (const event of /** @type {TraceEvent[]} */ (value)) if (isWanted(event)) events.push(event);
  };
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'blink.user_timing'], excludedCategories: ['*'] },
  });
  let result;
  try {
    result = await run();
  } finally {
    const complete = new Promise((resolve) => {
      session.once('Tracing.tracingComplete', resolve);
    });
    await session.send('Tracing.end');
    await complete;
    session.off('Tracing.dataCollected', collect);
  }
  return { result, ...measure(events) };
}

/** @param {TraceEvent} event */
function isWanted({ name, ph }) {
  return name === 'bench' || (ph === 'X' && name.endsWith('RunTask'));
}

/** @param {TraceEvent[]} events */
function measure(events) {
  const mark = events.find(({ name }) => name === 'bench');
  if (!mark) throw new Error('The trace has no mark: the page did not begin.');
  const tasks = events.filter(
    ({ ph, pid, tid, ts, dur = 0 }) => ph === 'X' && pid === mark.pid && tid === mark.tid && ts + dur >= mark.ts,
  );
  const longest = tasks.reduce((max, { dur = 0 }) => Math.max(max, dur), 0);
  const longestCpu = tasks.reduce((max, { tdur = 0 }) => Math.max(max, tdur), 0);
  const busy = tasks.reduce((sum, { dur = 0 }) => sum + dur, 0);
  return { longest: longest / 1000, longestCpu: longestCpu / 1000, busy: busy / 1000 };
}
