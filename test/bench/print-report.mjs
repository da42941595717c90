import { judge } from './judge.mjs';

/** @import { Row } from './judge.mjs' */
/** @typedef {{ name: string, title: string, columns: readonly string[], rows: Row[], notes?: string[] }} Table */

/**
 * A table of figures and, for the rows that have a floor, one of ratios, as Markdown that reads well as it is.
 *
 * @param {Table} table
 */
export function toText({ title, columns, rows, notes = [] }) {
  const figures = rows.map((row) => [row.label, ...columns.map((name) => figure(row, name)), verdict(row)]);
  const ratios = rows.filter(({ floor }) => floor !== undefined).map((row) => toRatios(row, columns));
  const parts = [`## ${title}`, '', ...grid(['', ...columns, 'target'], figures)];
  if (ratios.length > 0) parts.push('', ...grid(['times the floor', ...columns], ratios));
  if (notes.length > 0) parts.push('', ...notes.map((note) => `- ${note}`));
  return `${parts.join('\n')}\n`;
}

/** @param {Row} row @param {string} name */
function figure({ values, digits = 1 }, name) {
  return format(values[name], digits);
}

/** @param {Row} row */
function verdict(row) {
  const found = judge(row);
  return found ? `${found.text} ${found.isMet ? 'ok' : 'MISSED'}` : '';
}

/** @param {Row} row @param {readonly string[]} columns */
function toRatios({ label, values, floor = '' }, columns) {
  const base = values[floor];
  const cells = columns.map((name) => {
    const value = values[name];
    return base && value !== undefined ? `${format(value / base, 2)}x` : '';
  });
  return [`${label} / ${floor}`, ...cells];
}

/** @param {number | undefined} value @param {number} digits */
function format(value, digits) {
  if (value === undefined) return '';
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** @param {string[]} head @param {string[][]} lines */
function grid(head, lines) {
  const isText = (/** @type {number} */ index) => index === 0 || head[index] === 'target';
  const widths = head.map((cell, index) => Math.max(cell.length, ...lines.map((line) => line[index]?.length ?? 0), 3));
  const pad = (/** @type {string} */ cell, /** @type {number} */ index) => {
    const width = widths[index] ?? 0;
    return isText(index) ? cell.padEnd(width) : cell.padStart(width);
  };
  const toLine = (/** @type {string[]} */ cells) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = `|${widths.map((width, index) => '-'.repeat(width + 1) + (isText(index) ? '-' : ':')).join('|')}|`;
  return [toLine(head), rule, ...lines.map(toLine)];
}
