import { attempt } from '../../safety/attempt.js';
import { toJson } from '../../safety/to-json.js';
import { packEvents } from '../../tag/pack-events.js';
import type { HttpCollector } from '../collector.js';

/** What a receiver may take beside the plain form: `rows`, with what events share said once, and `gzip`, compressed. */
export type JsonForm = 'rows' | 'gzip';

export interface JsonOptions {
  /** Where batches are posted to. Erasure requests go to `<url>/erase`. */
  readonly url: string;
  /** @defaultValue `100` */
  readonly maxEvents?: number;
  /** Before it is compressed. @defaultValue `65536`: small requests keep the page's tasks short. */
  readonly maxBytes?: number;
  /** What the receiver takes, said from the first batch on. @defaultValue what its answers say, from the second one on */
  readonly accepts?: readonly JsonForm[];
}

/** How a receiver says that it cannot read a body, or something before it that it does not like one. */
const UNREAD = [400, 403, 406, 415, 422];

/**
 * Headgate's own format over HTTP: `{ sentAt, events, subject }`, answered by `{ accepted: [id], rejected: [{ id, reason }] }`.
 * The acknowledgement is positive: an id that the answer does not name is sent again. Sent as text/plain, so
 * that another origin needs no CORS preflight. A device that has a secret asks for erasure by it alone, else by what the
 * receiver has of it: `{ ids, subject: { field: pseudonym } }`. An answer with `accepts: ['rows', 'gzip']` gets smaller
 * batches from then on.
 *
 * @example
 * ```ts
 * import { createHeadgate, json } from 'headgate';
 *
 * const warehouse = json({ url: 'https://events.example/v1/events' });
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function json({ url, maxEvents = 100, maxBytes = 65_536, accepts = [] }: JsonOptions): HttpCollector {
  let forms: readonly unknown[] = accepts;
  let isPlain = false;
  return {
    maxEvents,
    maxBytes,
    encode(events, sentAt, subject) {
      const packed = forms.includes('rows') ? attempt(() => packEvents(events)) : undefined;
      const body = toJson({ sentAt, ...(packed ?? { events }), subject });
      return { url, body, mayCompress: forms.includes('gzip') };
    },
    reads: UNREAD,
    read(body, _events, status) {
      if (status > 299) {
        if (forms.length === 0) return undefined;
        // An older receiver, or a filter before it: the same events go as everybody understands them, on this page.
        isPlain = true;
        forms = [];
        return { accepted: [] };
      }
      const answer = JSON.parse(body);
      if (!Array.isArray(answer.accepted)) return undefined;
      if (!isPlain && Array.isArray(answer.accepts)) forms = answer.accepts;
      return answer;
    },
    erase: (ids, subject, secret) => ({ url: `${url}/erase`, body: toJson(secret ? { secret } : { ids, subject }) }),
  };
}
