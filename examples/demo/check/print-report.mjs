/** The check's report: a table of every event with its outcome, and the promises. */

/** @param {ReturnType<import('../progress.mjs').createProgress>} progress */
export function printTable(progress, stories) {
  const rows = stories.flatMap((story) => [...story.events.values()].map((event) => toRow(story, event)));
  const head = ['Page', 'Visitor', 'Event', 'Decision', 'Reason', 'Then', 'Arrived'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const print = (cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  progress.line(`\n  ${progress.paint('1', print(head))}`);
  let group = '';
  for (const row of rows) {
    const next = `${row[0]} ${row[1]}`;
    if (next !== group) progress.line(`  ${widths.map((width) => '─'.repeat(width)).join('──')}`);
    group = next;
    progress.line(`  ${print(row)}`);
  }
}

function toRow(story, { id, event, step, way }) {
  const [first, ...rest] = way;
  const then = rest.map(({ state, reason }) => `${state} (${reason})`);
  // What a withdrawal deletes is removed without being read, so the audit trail has a count and no name.
  const { undelivered, left } = story.steps.find((found) => found.step === 'withdraws') ?? {};
  if (undelivered?.includes(id)) then.push(left.includes(id) ? 'still on the device' : 'purged');
  const decisions = { held: 'hold', buffered: 'allow', refused: 'refuse' };
  return [
    story.page,
    step,
    event,
    decisions[first.state] ?? first.state,
    first.reason,
    then.join(' → '),
    story.arrived.has(id) ? 'yes' : 'no',
  ];
}

/** @returns {boolean} whether all promises hold */
export function printPromises(progress, verdicts) {
  progress.line(`\n  ${progress.paint('1', 'Promises')}`);
  for (const { promise, broken } of verdicts) {
    const mark = broken.length === 0 ? progress.paint('32', 'ok    ') : progress.paint('31', 'FAILED');
    progress.line(`    ${mark}  ${promise}`);
    for (const what of broken.slice(0, 10)) progress.line(`            ${what}`);
    if (broken.length > 10) progress.line(`            … and ${broken.length - 10} more`);
  }
  const isKept = verdicts.every(({ broken }) => broken.length === 0);
  progress.line(isKept ? '\n  Every promise holds.\n' : '\n  A promise is broken.\n');
  return isKept;
}
