import type { Fire } from '../create-triggers.js';
import { readPath } from '../read-path.js';

/** Magento's private content as the shop keeps it in the browser, by section. */
export type Sections = { readonly [section: string]: unknown };

/** What is compared: counts, and of the cart its items. Names, addresses and everything else are never read. */
interface Snapshot {
  readonly items: ReadonlyMap<string, CartItem>;
  readonly wishlist: number;
  readonly compare: number;
  readonly isLoggedIn: boolean;
}

interface CartItem {
  readonly sku: unknown;
  readonly type: unknown;
  readonly price: unknown;
  readonly quantity: number;
}

/**
 * Tells what a visitor did by what changed in the sections since the last look: the server's word, in both themes. An add to
 * cart that the shop refused changes nothing, so it does not count. Sections that a look does not have are as they were.
 */
export function createSectionWatch(fire: Fire, first: Sections): (sections: Sections, isOrderPlaced: boolean) => void {
  let known: Sections = {};
  let before: Snapshot | undefined;

  function merge(sections: Sections): Snapshot {
    known = { ...known, ...sections };
    return {
      items: readItems(known['cart']),
      wishlist: readCount(readPath(known['wishlist'], 'items')),
      compare: Number(readPath(known['compare-products'], 'count')) || 0,
      isLoggedIn: !!readPath(known['customer'], 'firstname'),
    };
  }

  if (hasContent(first)) before = merge(first);
  return (sections, isOrderPlaced) => {
    if (!hasContent(sections)) return;
    const previous = before;
    before = merge(sections);
    // The first look of a visit has nothing to be compared with.
    if (previous) tell(fire, previous, before, isOrderPlaced);
  };
}

/** Magento writes empty sections before it has asked the server. */
function hasContent(sections: Sections): boolean {
  return ['cart', 'wishlist', 'compare-products', 'customer'].some((name) => readPath(sections[name], 'data_id'));
}

function tell(fire: Fire, before: Snapshot, after: Snapshot, isOrderPlaced: boolean): void {
  // An order empties the cart: nobody removed anything.
  if (!isOrderPlaced) {
    for (const [id, item] of after.items) {
      const more = item.quantity - (before.items.get(id)?.quantity ?? 0);
      if (more > 0) fire('add_to_cart', { ...item, quantity: more });
    }
    for (const [id, item] of before.items) {
      const less = item.quantity - (after.items.get(id)?.quantity ?? 0);
      if (less > 0) fire('remove_from_cart', { ...item, quantity: less });
    }
  }
  if (after.wishlist > before.wishlist) fire('wishlist', {});
  if (after.compare > before.compare) fire('compare', {});
  if (after.isLoggedIn && !before.isLoggedIn) fire(isAfterRegistration() ? 'account_created' : 'login', {});
}

/** The form that led here: the referrer of a page behind a POST is the page with the form. */
function isAfterRegistration(): boolean {
  return document.referrer.startsWith(location.origin) && /\/customer\/account\/create\b/.test(document.referrer);
}

function readItems(cart: unknown): ReadonlyMap<string, CartItem> {
  const items = readPath(cart, 'items');
  const read = (item: unknown): [string, CartItem] => [
    String(readPath(item, 'item_id')),
    {
      sku: readPath(item, 'product_sku'),
      type: readPath(item, 'product_type'),
      price: Number(readPath(item, 'product_price_value')) || undefined,
      quantity: Number(readPath(item, 'qty')) || 0,
    },
  ];
  return new Map(Array.isArray(items) ? items.map(read) : []);
}

function readCount(items: unknown): number {
  return Array.isArray(items) ? items.length : 0;
}
