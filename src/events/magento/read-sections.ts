import { readPath } from '../read-path.js';

/** Magento's private content as the shop keeps it in the browser, by section. */
export type Sections = { readonly [section: string]: unknown };

export const SECTIONS = ['cart', 'wishlist', 'compare-products', 'customer'] as const;

/**
 * What is compared: the cart's items, and of the rest a count or a yes. Names, addresses and everything else of the private
 * content are never read. A part that is not there is not known, which is not the same as empty.
 */
export interface Snapshot {
  readonly items?: { readonly [id: string]: CartItem };
  readonly wishlist?: number;
  readonly compare?: number;
  readonly isLoggedIn?: boolean;
  /** The form for a new account led to a page that was left before it knew who the customer is. */
  readonly isRegistering?: boolean | undefined;
}

export interface CartItem {
  readonly sku: unknown;
  readonly type: unknown;
  readonly price: number | undefined;
  readonly quantity: number;
}

/** Somebody of whom the shop knows nothing. */
export const NOTHING: Snapshot = { items: {}, wishlist: 0, compare: 0, isLoggedIn: false };

export function readSections(sections: Sections): Snapshot {
  const [cart, wishlist, compare, customer] = SECTIONS.map((name) => {
    const section = readPath(sections, name);
    // Magento puts empty sections there before it has asked the server.
    return readPath(section, 'data_id') ? section : undefined;
  });
  return {
    ...(cart !== undefined && { items: readItems(cart) }),
    ...(wishlist !== undefined && { wishlist: readWishlist(wishlist) }),
    ...(compare !== undefined && { compare: Number(readPath(compare, 'count')) || 0 }),
    ...(customer !== undefined && { isLoggedIn: !!readPath(customer, 'firstname') }),
  };
}

function readItems(cart: unknown): { [id: string]: CartItem } {
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
  return Object.fromEntries(Array.isArray(items) ? items.map(read) : []);
}

/** The section shows three items at most; the count of all is a text, such as `4 items`. */
function readWishlist(wishlist: unknown): number {
  const counted = /\d+/.exec(String(readPath(wishlist, 'counter')));
  const items = readPath(wishlist, 'items');
  return counted ? Number(counted[0]) : Array.isArray(items) ? items.length : 0;
}
