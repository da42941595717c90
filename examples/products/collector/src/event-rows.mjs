/**
 * An event as a row of the table, and back. The row is built column by column from names known here, so that nothing
 * else that a request may carry is stored.
 *
 * @typedef {import('headgate/node').TaggedEvent} TaggedEvent
 * @typedef {import('headgate/node').Manifest} Manifest
 * @typedef {import('./database.mjs').Row & { id: string, event: string }} EventRow
 */

/**
 * @typedef {object} Arrival
 * @property {string} receivedAt A timestamp, as the one of sending: one for all events of a request.
 * @property {string} sentAt
 * @property {string} subject The hash of the sending device's secret; empty where it sent none.
 * @property {import('./field-columns.mjs').ColumnsOf} columnsOf
 *
 * @param {Manifest} manifest
 * @param {TaggedEvent} event
 * @param {Arrival} arrival
 * @returns {EventRow}
 */
export function toRow(manifest, event, { receivedAt, sentAt, subject, columnsOf }) {
  const { captured, released } = event.consent;
  const definition = Object.hasOwn(manifest.events, event.event) ? manifest.events[event.event] : undefined;
  /** @type {{ [column: string]: unknown } & EventRow} */
  const row = {
    id: event.id,
    event: event.event,
    time: isoToTimestamp(event.time),
    received_at: receivedAt,
    sent_at: sentAt,
    tier: event.tier,
    purpose: event.purpose,
    basis: event.basis,
    categories: [...event.categories],
    retention_days: event.retentionDays,
    expires: isoToTimestamp(event.expires),
    manifest: event.manifest,
    consent_captured: JSON.stringify(captured),
    consent_released: released === undefined ? '' : JSON.stringify(released),
    consent_source: toWellFormed((released ?? captured).source),
    data: JSON.stringify(event.data),
    subject,
    subjects: definition === undefined ? [] : subjectsOf(definition, event.data),
  };
  if (definition !== undefined) addFields(row, columnsOf(definition), event.data);
  return row;
}

/**
 * @param {{ [column: string]: unknown }} row
 * @param {import('./field-columns.mjs').EventColumns} columns
 * @param {TaggedEvent['data']} data
 */
function addFields(row, columns, data) {
  const values = new Map(Object.entries(data));
  for (const { field, column } of columns) {
    const value = values.get(field);
    if (value !== undefined) row[column] = typeof value === 'string' ? toWellFormed(value) : value;
  }
}

/** The columns that `toEvent` reads. */
export const eventColumns = `id, event, time, received_at, sent_at, tier, purpose, basis, categories, retention_days,
  expires, manifest, consent_captured, consent_released, data, subject`;

/**
 * @param {any} row
 * @returns {TaggedEvent & { receivedAt: string, sentAt: string, subject: string }}
 */
export function toEvent(row) {
  return {
    id: row.id,
    event: row.event,
    time: toIso(row.time),
    tier: row.tier,
    purpose: row.purpose,
    basis: row.basis,
    categories: row.categories,
    retentionDays: Number(row.retention_days),
    expires: toIso(row.expires),
    manifest: row.manifest,
    consent: {
      captured: JSON.parse(row.consent_captured),
      ...(row.consent_released === '' ? {} : { released: JSON.parse(row.consent_released) }),
    },
    data: JSON.parse(row.data),
    receivedAt: toIso(row.received_at),
    sentAt: toIso(row.sent_at),
    subject: row.subject,
  };
}

/**
 * How a person is named in the `subjects` column.
 *
 * @param {string} field
 * @param {string} value
 */
export function toSubject(field, value) {
  return toWellFormed(`${field}=${value}`);
}

/**
 * Half of a surrogate pair is no character of UTF-8, and the engine refuses the whole insert for it.
 *
 * @param {string} text
 */
function toWellFormed(text) {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

// ClickHouse computes TTL in DateTime, which ends in February 2106 and wraps to 1970 after it.
const lastMoment = Date.UTC(2105, 11, 31);

/**
 * Milliseconds as the text of a DateTime64(3), UTC.
 *
 * @param {number} milliseconds
 */
export function toTimestamp(milliseconds) {
  const bounded = Math.min(Math.max(milliseconds, 0), lastMoment);
  const text = new Date(bounded).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)}`;
}

const lastTimestamp = toTimestamp(lastMoment);

/**
 * The same for a time as browsers write it, without a detour over a number.
 *
 * @param {string} iso
 */
function isoToTimestamp(iso) {
  const timestamp = `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
  const isUsual = iso.length === 24 && timestamp >= '1970' && timestamp < lastTimestamp;
  return isUsual ? timestamp : toTimestamp(Date.parse(iso));
}

/** @param {string} timestamp */
function toIso(timestamp) {
  return `${timestamp.replace(' ', 'T')}Z`;
}

/**
 * @param {import('headgate/node').EventDefinition} definition
 * @param {TaggedEvent['data']} data
 */
function subjectsOf({ fields = {} }, data) {
  return Object.entries(data)
    .filter(([field]) => Object.hasOwn(fields, field) && fields[field]?.protect === 'pseudonymise')
    .map(([field, value]) => toSubject(field, String(value)));
}
