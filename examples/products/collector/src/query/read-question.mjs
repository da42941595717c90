import { Refusal } from '../answer-errors.mjs';
import { isRecord } from '../read-bodies.mjs';

/**
 * What an analyst asks, as it came: names and values, no SQL.
 *
 * @typedef {object} Question
 * @property {string} event
 * @property {string[] | undefined} fields Default: all that the role sees.
 * @property {string[]} by What a count is grouped by: fields, and `day`.
 * @property {{ field: string, values: string[] }[]} where Each must hold.
 * @property {number | undefined} from By the event's own time.
 * @property {number | undefined} to
 * @property {number} limit
 * @property {'csv' | 'parquet'} format
 */

const questionNames = new Set(['event', 'fields', 'by', 'where', 'from', 'to', 'limit', 'format', 'reason']);
const maxNames = 64;
const maxValues = 100;

/**
 * @param {unknown} body
 * @param {{ maxRows: number, wantsWholeDays: boolean }} bounds
 * @returns {Question}
 */
export function readQuestion(body, { maxRows, wantsWholeDays }) {
  if (!isRecord(body) || typeof body.event !== 'string') throw refuse('"event" is the name of an event.');
  const unknown = Object.keys(body).find((name) => !questionNames.has(name));
  // A misspelt filter must not be answered as if it were none.
  if (unknown !== undefined) throw refuse(`A question has ${[...questionNames].join(', ')}.`);
  const { format = 'csv', where = {} } = body;
  if (format !== 'csv' && format !== 'parquet') throw refuse('"format" is "csv" or "parquet".');
  if (!isRecord(where)) throw refuse('"where" is { field: value or values }.');
  const { from, to } = { from: readTime(body.from, wantsWholeDays), to: readTime(body.to, wantsWholeDays) };
  return {
    event: body.event,
    fields: body.fields === undefined ? undefined : readNames(body.fields, 'fields'),
    by: body.by === undefined ? [] : readNames(body.by, 'by'),
    where: Object.entries(where).map(([field, values]) => ({ field, values: readValues(values) })),
    from,
    to,
    limit: readLimit(body.limit, maxRows),
    format,
  };
}

/** @param {string} message */
function refuse(message) {
  return new Refusal(400, 'not_a_question', message);
}

/**
 * @param {unknown} value
 * @param {string} name
 */
function readNames(value, name) {
  const isList = Array.isArray(value) && value.length > 0 && value.length <= maxNames;
  if (!isList || value.some((item) => typeof item !== 'string')) throw refuse(`"${name}" is a list of field names.`);
  return [...new Set(/** @type {string[]} */ (value))];
}

/** @param {unknown} value */
function readValues(value) {
  const values = Array.isArray(value) ? value : [value];
  const isSound = values.length > 0 && values.length <= maxValues;
  if (!isSound || !values.every((item) => ['string', 'number', 'boolean'].includes(typeof item))) {
    throw refuse(`A filter is a text, a number or a boolean, or up to ${maxValues} of them.`);
  }
  return values.map(String);
}

/**
 * Counts are asked for whole days: the difference of two counts that lie a moment apart would tell of one person.
 *
 * @param {unknown} value
 * @param {boolean} wantsWholeDays
 */
function readTime(value, wantsWholeDays) {
  if (value === undefined) return undefined;
  const shape = wantsWholeDays ? /^\d{4}-\d{2}-\d{2}$/ : /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/;
  const time = typeof value === 'string' && shape.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time))
    throw refuse(wantsWholeDays ? 'A day is YYYY-MM-DD.' : 'A time is YYYY-MM-DD or ISO 8601 in UTC.');
  return time;
}

/**
 * @param {unknown} value
 * @param {number} maxRows
 */
function readLimit(value, maxRows) {
  if (value === undefined) return Math.min(1000, maxRows);
  if (!Number.isInteger(value) || Number(value) < 1) throw refuse('"limit" is a whole number from 1 on.');
  return Math.min(Number(value), maxRows);
}
