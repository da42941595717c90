import type { PageCollector } from '../collector.js';
import { createPageCollector } from '../create-page-collector.js';

/**
 * Hotjar's tag in the page: `hj('event', name)`. A name is all that it takes, so neither the event's data nor its legal
 * metadata arrives; what it does with the name, such as starting a recording, is set in Hotjar. `hj` is first a stub that
 * queues: events wait until Hotjar has put its inner part (`hj._init`) there, and are lost to a blocker no more than to
 * an outage.
 *
 * @see https://help.hotjar.com/hc/en-us/articles/4405109971095-Events-API-Reference
 *
 * @example
 * ```ts
 * import { createHeadgate, hotjar } from 'headgate';
 *
 * const warehouse = hotjar();
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function hotjar(): PageCollector {
  return createPageCollector(
    () => {
      const { hj } = globalThis as { hj?: (kind: 'event', name: string) => void };
      return typeof hj === 'function' && '_init' in hj ? hj : undefined;
    },
    (hj, { event }) => hj('event', event),
  );
}
