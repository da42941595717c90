/**
 * Reads batches of Headgate's own format as its page says, with nothing of Headgate: what a receiver of one's own has to do.
 */

import { gunzipSync } from 'node:zlib';

/** @import { SentEvent } from './record-request.mjs' */

const DAY = 86_400_000;

/**
 * The events of a body, in full; none where it is no batch.
 *
 * @param {any} body
 * @returns {SentEvent[]}
 */
export function readEvents(body) {
  if (Array.isArray(body?.events)) return body.events;
  if (!Array.isArray(body?.rows)) return [];
  const { from, shared, rows } = body;
  return rows.map((/** @type {any[]} */ [place, id, after, ...values]) => {
    const { fields, ...tags } = shared[place];
    const time = from + after;
    const digits = time.toString(16).padStart(12, '0');
    return {
      id: id.startsWith('-') ? `${digits.slice(0, 8)}-${digits.slice(8)}${id}` : id,
      time: new Date(time).toISOString(),
      expires: new Date(time + tags.retentionDays * DAY).toISOString(),
      ...tags,
      data: Object.fromEntries(
        fields.map((/** @type {string} */ name, /** @type {number} */ at) => [name, values[at]]),
      ),
    };
  });
}

/**
 * A body as text, with its events in full.
 *
 * @param {Buffer} body
 * @returns {string}
 */
export function toPlainText(body) {
  const text = (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString();
  if (!text.startsWith('{')) return text;
  const { from, shared, rows, ...rest } = JSON.parse(text);
  return rows ? JSON.stringify({ ...rest, events: readEvents({ from, shared, rows }) }) : text;
}
