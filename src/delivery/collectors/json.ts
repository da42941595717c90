import { toJson } from '../../safety/to-json.js';
import type { HttpCollector } from '../collector.js';

export interface JsonOptions {
  /** Where batches are posted to. Erasure requests go to `<url>/erase`. */
  readonly url: string;
  /** @defaultValue `100` */
  readonly maxEvents?: number;
  /** @defaultValue `65536`: small requests keep the page's tasks short. */
  readonly maxBytes?: number;
}

/**
 * Headgate's own format over HTTP: `{ sentAt, events, subject }`, answered by `{ accepted: [id], rejected: [{ id, reason }] }`.
 * The acknowledgement is positive: an id that the answer does not name is sent again. Sent as text/plain, so
 * that another origin needs no CORS preflight. A device that has a secret asks for erasure by it alone, else by what the
 * receiver has of it: `{ ids, subject: { field: pseudonym } }`.
 */
export function json({ url, maxEvents = 100, maxBytes = 65_536 }: JsonOptions): HttpCollector {
  return {
    maxEvents,
    maxBytes,
    encode: (events, sentAt, subject) => ({ url, body: toJson({ sentAt, events, subject }) }),
    read(body) {
      const answer = JSON.parse(body);
      return Array.isArray(answer.accepted) ? answer : undefined;
    },
    erase: (ids, subject, secret) => ({ url: `${url}/erase`, body: toJson(secret ? { secret } : { ids, subject }) }),
  };
}
