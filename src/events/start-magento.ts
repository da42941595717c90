import { createProtect } from '../safety/protect.js';
import { createTriggers } from './create-triggers.js';
import type { DeclaredEvents, EventTarget } from './event-source.js';
import { createSectionWatch, type Sections } from './magento/compare-sections.js';
import { followSections } from './magento/follow-sections.js';
import { watchCheckout, watchForms } from './magento/watch-pages.js';

export interface MagentoEventsOptions {
  readonly manifest: DeclaredEvents;
}

/** Where both themes keep the private content of the last page. */
const CACHE = 'mage-cache-storage';

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
 * | `order_placed` | | the success page is shown |
 *
 * Reads the shop's own copy of cart and lists in this browser, never addresses, names or URLs with cart ids, and writes
 * nothing. Needs neither RequireJS nor jQuery. Returns what ends it.
 */
export function startMagento(target: EventTarget, { manifest }: MagentoEventsOptions): () => void {
  const fire = createTriggers(target, manifest, 'magento');
  const protect = createProtect(() => {});
  const isOrderPlaced = /\/checkout\/onepage\/success\b/.test(location.pathname);
  const onSections = createSectionWatch(fire, readCache());
  const ends = [
    followSections({
      onSections: (sections) => onSections(sections, isOrderPlaced),
      onMiniCart: () => fire('mini_cart_opened', {}),
    }),
    watchForms(fire),
    watchCheckout(fire),
  ];
  protect(() => {
    const term = new URLSearchParams(location.search).get('q');
    if (term && /\/catalogsearch\/result\b/.test(location.pathname)) fire('search', { term });
    if (isOrderPlaced) fire('order_placed', {});
  })();
  return () => ends.forEach((end) => end());
}

/** The page before this one left it there. Looked at before the theme replaces it. */
function readCache(): Sections {
  try {
    return (JSON.parse(localStorage.getItem(CACHE)!) as Sections | null) ?? {};
  } catch {
    return {};
  }
}
