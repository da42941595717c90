import type { Paint } from '../commands/command.js';
import type { AskedTracker, Cell, Matrix } from './matrix.js';

const COLOURS = { pass: 'green', fail: 'red', 'not offered': 'yellow' } as const;

/** Returns the matrix as text: a list of what was seen for each tracker, and a table where there are several. */
export function printMatrix({ rows, trackers, browser }: Matrix, paint: Paint): string {
  const lists = trackers.map((tracker) => printTracker(tracker, rows, paint));
  const table = trackers.length > 1 ? [printTable(rows, trackers, paint)] : [];
  return [...lists, ...table, `Chromium ${browser}`].join('\n\n');
}

function printTracker({ name, packages, rows }: AskedTracker, all: Matrix['rows'], paint: Paint): string {
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  const lines = all.flatMap(({ id, title }) => {
    const cell = rows[id];
    return cell ? [`  ${word(cell, paint)} ${title} ${paint.dim(`(${id})`)}\n    ${cell.seen}`] : [];
  });
  return [paint.bold([name, ...versions].join(', ')), ...lines].join('\n');
}

function printTable(rows: Matrix['rows'], trackers: readonly AskedTracker[], paint: Paint): string {
  const width = Math.max(...rows.map(({ id }) => id.length));
  const widths = trackers.map(({ name }) => Math.max(name.length, 'not offered'.length));
  const head = ['', ...trackers.map(({ name }) => name)].map((text, at) =>
    text.padEnd(at === 0 ? width : (widths[at - 1] ?? 0)),
  );
  const lines = rows.map(({ id }) =>
    [
      id.padEnd(width),
      ...trackers.map((tracker, at) => {
        const cell = tracker.rows[id];
        const verdict = (cell?.verdict ?? '').padEnd(widths[at] ?? 0);
        return cell ? paint[COLOURS[cell.verdict]](verdict) : verdict;
      }),
    ].join('  '),
  );
  return [head.join('  '), ...lines].map((line) => line.trimEnd()).join('\n');
}

const word = ({ verdict }: Cell, paint: Paint): string => paint[COLOURS[verdict]](verdict);
