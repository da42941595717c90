import type { PageCollector } from '../collector.js';
import { createPageCollector } from '../create-page-collector.js';

export interface AdobeDataLayerOptions {
  /** Name of the global. @defaultValue `'adobeDataLayer'` */
  readonly name?: string;
}

/**
 * The Adobe Client Data Layer in the page. An event is pushed with the whole tagged event as `eventInfo`: listeners get
 * it, and nothing of it stays in the data layer's state. Before its script has come, the data layer is a plain array that nobody
 * may ever read: events wait for `getState`.
 *
 * @see https://github.com/adobe/adobe-client-data-layer/wiki
 *
 * @example
 * ```ts
 * import { createHeadgate, adobeDataLayer } from 'headgate';
 *
 * const warehouse = adobeDataLayer();
 * createHeadgate({ manifest, consent, collectors: { warehouse } });
 * ```
 */
export function adobeDataLayer({ name = 'adobeDataLayer' }: AdobeDataLayerOptions = {}): PageCollector {
  return createPageCollector(
    () => {
      const layer = (globalThis as { [name: string]: unknown })[name] as unknown[] & { getState?: unknown };
      return typeof layer.getState === 'function' ? layer : undefined;
    },
    (layer, event) => void layer.push({ event: event.event, eventInfo: event }),
  );
}
