/** Private content, in the shapes in which Magento 2.4.8 answers `customer/section/load`. */

/** @param {object | undefined} session @param {string[]} names none: all */
export function toSections(session, names) {
  const wanted = names.length ? names.filter((name) => name in sections) : Object.keys(sections);
  const dataId = Math.floor(Date.now() / 1000);
  const entries = wanted.map((name) => [name, { ...(session ? sections[name](session) : {}), data_id: dataId }]);
  return Object.fromEntries(entries);
}

const sections = {
  cart: ({ cart, coupon }) => ({
    summary_count: sum(cart, ({ quantity }) => quantity),
    subtotalAmount: sum(cart, ({ quantity, product }) => quantity * product.price).toFixed(4),
    coupon_code: coupon || null,
    possible_onepage_checkout: true,
    isGuestCheckoutAllowed: true,
    website_id: '1',
    storeId: '1',
    items: cart.map(toItem),
  }),
  wishlist: ({ wishlist }) => ({
    counter: wishlist.length ? count(wishlist) : null,
    // Three at most: the list is made for a sidebar.
    items: wishlist.slice(-3).map(({ sku, name }) => ({ product_sku: sku, product_name: name })),
  }),
  'compare-products': ({ compare }) => ({
    count: compare.length,
    countCaption: count(compare),
    items: compare.map(({ sku, name }) => ({ id: sku, name })),
  }),
  customer: ({ customer }) =>
    customer ? { fullname: `${customer.firstname} ${customer.lastname}`, firstname: customer.firstname } : {},
  'checkout-data': () => ({}),
  messages: () => ({ messages: [] }),
  'directory-data': () => ({ DE: { name: 'Germany' } }),
};

function toItem({ id, quantity, product }) {
  return {
    item_id: id,
    product_id: product.id,
    product_sku: product.sku,
    product_name: product.name,
    product_type: product.type,
    product_price_value: product.price,
    product_url: product.url,
    qty: quantity,
    options: Object.entries(product.options).map(([label, value]) => ({ label, value })),
  };
}

function count(list) {
  return list.length === 1 ? '1 item' : `${list.length} items`;
}

function sum(list, of) {
  return list.reduce((total, item) => total + of(item), 0);
}
