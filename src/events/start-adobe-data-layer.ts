import { createProtect } from '../safety/protect.js';
import { createTriggers } from './create-triggers.js';
import type { TrackTarget } from './event-source.js';
import { readPath } from './read-path.js';

export interface AdobeDataLayerEventsOptions {
  /** @defaultValue `'adobeDataLayer'` */
  readonly name?: string;
}

/** What the data layer hands to a pushed function, once its script is there. */
interface AdobeLayer {
  getState(): unknown;
  addEventListener(type: string, listener: (event: unknown) => void): void;
  removeEventListener(type: string, listener: (event: unknown) => void): void;
}

/**
 * Adobe's client data layer as an event source, as `@adobe/magento-storefront-events-sdk` fills it: its events become the
 * manifest's by `triggers.adobeDataLayer`. Paths lead into the event and, behind it, into the layer's state
 * (`productContext.sku`). Events from before count too. Returns what ends it.
 *
 * @example
 * ```ts
 * import { startAdobeDataLayer } from 'headgate';
 *
 * const stop = startAdobeDataLayer(headgate);
 * ```
 */
export function startAdobeDataLayer(
  target: TrackTarget,
  { name = 'adobeDataLayer' }: AdobeDataLayerEventsOptions = {},
): () => void {
  const fire = createTriggers(target, 'adobeDataLayer');
  const protect = createProtect(() => {});
  const page = window as unknown as { [name: string]: { push(item: unknown): void } | undefined };
  let stop = (): void => {};
  let isStopped = false;
  (page[name] ??= [] as unknown[]).push((layer: AdobeLayer) => {
    if (isStopped) return;
    const onPush = protect((event: unknown): void => {
      const { event: type } = event as { readonly event?: unknown };
      // What the collector of this name pushed comes from here: it would go round and round.
      if (typeof type === 'string' && readPath(event, 'eventInfo.consent.captured') === undefined)
        fire(type, { ...(layer.getState() as object), ...(event as object) });
    });
    layer.addEventListener('adobeDataLayer:event', onPush);
    stop = () => layer.removeEventListener('adobeDataLayer:event', onPush);
  });
  return () => {
    isStopped = true;
    stop();
  };
}
