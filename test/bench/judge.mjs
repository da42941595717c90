/**
 * One line of a table.
 *
 * @typedef {object} Row
 * @property {string} label With its unit.
 * @property {Record<string, number | undefined>} values By column: medians.
 * @property {number} [digits] After the point; 1 by default.
 * @property {string} [floor] The column whose figure the others are divided by.
 * @property {Target} [target] What Headgate promises.
 * @property {string} [subject] The column that promises it, where the columns are no products.
 */

/**
 * `ratio`: at most so many times the floor. `max`, `min`: a bound. `floor`: at least what the floor has, less the noise.
 *
 * @typedef {{ kind: 'ratio' | 'max' | 'min', limit: number, unit?: string } | { kind: 'floor', floor: string, noise: number }} Target
 */

/** @typedef {{ text: string, isMet: boolean }} Verdict */

/**
 * @param {Row} row
 * @returns {Verdict | undefined} Nothing where there is no target, or no figure to hold against it.
 */
export function judge({ values, floor, target, digits = 1, subject = 'headgate' }) {
  const value = values[subject];
  if (!target || value === undefined) return undefined;
  const base = floor === undefined ? undefined : values[floor];
  const text = tell(target, floor);
  switch (target.kind) {
    case 'max':
      return { text, isMet: round(value, digits) <= target.limit };
    case 'min':
      return { text, isMet: value >= target.limit };
    case 'ratio':
      return base === undefined ? undefined : { text, isMet: round(value / base, 2) <= target.limit };
    case 'floor':
      return { text, isMet: value + target.noise >= (values[target.floor] ?? 0) };
    default:
      return undefined;
  }
}

/** @param {Target} target @param {string | undefined} floor */
function tell(target, floor) {
  if (target.kind === 'floor') return `>= ${target.floor}`;
  if (target.kind === 'ratio') return `<= ${target.limit}x ${floor}`;
  return `${target.kind === 'max' ? '<=' : '>='} ${target.limit.toLocaleString('en-US')}${target.unit ? ` ${target.unit}` : ''}`;
}

/** As printed, so that a figure that reads as the limit is not over it. @param {number} value @param {number} digits */
function round(value, digits) {
  return Number(value.toFixed(digits));
}
