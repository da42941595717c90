import type { CollectorLimits, CollectorRequest, HttpCollector } from '../collector.js';
import { readPlainAnswer } from '../read-plain-answer.js';

export interface WebhookOptions
  extends
    Partial<CollectorLimits>,
    Pick<CollectorRequest, 'url' | 'type' | 'headers'>,
    Partial<Pick<HttpCollector, 'read' | 'reads' | 'erase'>> {
  /** Writes the body of a request. Each event brings its tier, purpose, legal basis, expiry and consent. */
  readonly encode: (...[events, sentAt]: Parameters<HttpCollector['encode']>) => string;
}

/**
 * Any receiver over HTTP, in your own format: `webhook({ url, encode: (events, sentAt) => JSON.stringify(…) })`.
 * A 2xx takes the whole batch unless `read` says otherwise. Its default finds no success in HTML or in JSON with an
 * `error`, and takes 410 and 415 for the wish to be left alone. Without `type` and `headers` it needs no CORS preflight.
 * Whatever stands in `headers` or `url` can be read by every visitor: no secrets there.
 *
 * @example
 * ```ts
 * import { createHeadgate, webhook } from 'headgate';
 *
 * const warehouse = webhook({ url: 'https://events.example/batch', encode: (events) => JSON.stringify({ events }) });
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function webhook({ url, encode, type, headers, ...rest }: WebhookOptions): HttpCollector {
  return {
    maxEvents: 100,
    maxBytes: 65_536,
    reads: [410, 415],
    read: readPlainAnswer,
    ...rest,
    encode: (events, sentAt) => ({
      url,
      body: encode(events, sentAt),
      ...(type && { type }),
      ...(headers && { headers }),
    }),
  };
}
