import type { ConsentState } from '../consent/consent.js';
import { createProtect } from '../safety/protect.js';
import { createTriggers } from './create-triggers.js';
import type { TrackTarget } from './event-source.js';
import { createSectionWatch } from './magento/compare-sections.js';
import { createMemory } from './magento/create-memory.js';
import { followSections } from './magento/follow-sections.js';
import { CACHE, readCache, readFirst } from './magento/read-first.js';
import { isSuccessPage, watchCheckout, watchForms, watchPage } from './magento/watch-pages.js';

/** Without `onConsent`, nothing is remembered from page to page. */
export interface MagentoTrackTarget extends TrackTarget {
  onConsent?(listener: (state: ConsentState) => void): () => void;
}

/**
 * A Magento shop, Luma or Hyvä, as an event source. The manifest switches on what it wants by `triggers.magento.event`:
 *
 * | event | fields | when |
 * |---|---|---|
 * | `add_to_cart`, `remove_from_cart` | `sku`, `type`, `price`, `quantity` (the difference) | the shop's cart changed: a refused add does not count |
 * | `wishlist`, `compare` | | the shop has one more in its list |
 * | `login`, `account_created` | | the shop knows the customer from now on |
 * | `newsletter` | | the form was sent with what its browser checks found valid |
 * | `coupon` | `code` | the form was sent |
 * | `search` | `term` | its result page is shown |
 * | `mini_cart_opened` | | |
 * | `checkout_step` | `step`: `shipping`, `payment` | the step is shown |
 * | `order_placed` | `order`: its number, for `"once": { "per": "visitor", "field": … }` | the success page is shown, again by a reload or a restored tab |
 *
 * What only the shop's server knows comes from the Magento module, which prints into the page what the manifest maps. Amounts
 * are those that the page shows, in its currency:
 *
 * | event | fields | when |
 * |---|---|---|
 * | `product_viewed` | `sku`, `type`, `price`, `currency`, `stock`: `in` or `out` | a product's page is shown |
 * | `order_placed` | also `value` (all that is paid), `tax`, `shipping`, `discount`, `currency`, `quantity` | |
 * | `order_item` | `order`, `line` (the order's number and the item's place, for `once`), `sku`, `type`, `price`, `quantity`, `currency` | with the order, for each of its items |
 *
 * Reads the shop's own copy of cart and lists in this browser, never addresses, names or URLs with cart ids. Needs neither
 * RequireJS nor jQuery. Writes nothing without consent; under it, what it compares with lies in sessionStorage, since Luma
 * deletes that before a form leaves the page. Returns what ends it.
 *
 * @example
 * ```ts
 * import { startMagento } from 'headgate';
 *
 * const stop = startMagento(headgate);
 * ```
 */
export function startMagento(target: MagentoTrackTarget): () => void {
  const fire = createTriggers(target, 'magento');
  const protect = createProtect(() => {});
  const memory = createMemory(target.manifest);
  const watch = createSectionWatch(fire, {
    first: readFirst(),
    isCheckout: /\/checkout\b(?!\/cart)/.test(location.pathname),
    isOrdered: isSuccessPage(),
    onChange: memory.keep,
  });
  const listening = new AbortController();
  const ends = [
    () => listening.abort(),
    followSections({ onSections: watch.see, onMiniCart: () => fire('mini_cart_opened', {}) }),
    watchForms(fire),
    watchCheckout(fire),
    target.onConsent?.(
      protect((state) => {
        const earlier = memory.review(state);
        if (earlier) watch.recall(earlier);
      }),
    ),
  ];
  // Another tab told it, or the page that came after this one, which is shown again as it was left.
  const learn = protect((event: Event): void => {
    if ((event as StorageEvent).key === CACHE || (event as PageTransitionEvent).persisted) watch.learn(readCache());
  });
  for (const type of ['storage', 'pageshow']) addEventListener(type, learn, { signal: listening.signal });
  protect(watchPage)(fire);
  return () => ends.forEach((end) => end?.());
}
