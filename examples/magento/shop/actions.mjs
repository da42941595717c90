/** What a visitor can do, by the path that Magento has for it. Each answers what to show, or where to go. */
import { findProduct } from './catalog.mjs';

/**
 * @typedef {object} Outcome
 * @property {string} [go] the page that comes next; by default the one that sent the form
 * @property {string} [success] a message
 * @property {string} [error] a message
 */

/** @type {Record<string, (session: object, form: URLSearchParams) => Outcome>} */
export const actions = {
  '/checkout/cart/add/': addToCart,
  '/checkout/sidebar/removeItem/': removeItem,
  '/checkout/sidebar/updateItemQty/': updateQuantity,
  '/checkout/cart/couponPost/': useCoupon,
  '/newsletter/subscriber/new/': () => ({ success: 'Thank you for your subscription.' }),
  '/customer/account/createpost/': createAccount,
  '/customer/account/loginPost/': logIn,
  '/wishlist/index/add/': addToWishlist,
  '/wishlist/index/remove/': removeFromWishlist,
  '/catalog/product_compare/add/': addToCompare,
};

function addToCart(session, form) {
  const chosen = { Size: form.get('size'), Colour: form.get('colour') };
  const product = findProduct(form.get('sku'), chosen);
  const quantity = Number(form.get('qty') ?? 1);
  if (!product || !(quantity >= 1 && quantity <= 99)) return { error: 'We can’t add this item to your shopping cart.' };
  if (product.isSoldOut) return { error: 'The requested size is not available.' };
  const item = session.cart.find((other) => other.product === product);
  if (item) item.quantity += quantity;
  else session.cart.push({ id: String(session.nextItem++), product, quantity });
  return { success: `You added ${product.name} to your shopping cart.` };
}

function removeItem(session, form) {
  session.cart = session.cart.filter(({ id }) => id !== form.get('item_id'));
  return {};
}

function updateQuantity(session, form) {
  const item = session.cart.find(({ id }) => id === form.get('item_id'));
  const quantity = Number(form.get('item_qty'));
  if (item && quantity >= 1 && quantity <= 99) item.quantity = quantity;
  return {};
}

function useCoupon(session, form) {
  const code = form.get('coupon_code') ?? '';
  if (form.get('remove') === '1') {
    session.coupon = '';
    return { success: 'You canceled the coupon code.' };
  }
  if (code.toUpperCase() !== 'SUMMER10') return { error: `The coupon code “${code}” is not valid.` };
  session.coupon = code.toUpperCase();
  return { success: `You used coupon code “${session.coupon}”.` };
}

function createAccount(session, form) {
  const [firstname, lastname, email] = ['firstname', 'lastname', 'email'].map((name) => form.get(name) ?? '');
  if (!firstname || !lastname || !email.includes('@')) return { error: 'Please fill in all fields.' };
  session.customer = { firstname, lastname, email };
  return { go: '/customer/account/', success: 'Thank you for registering with Acme Outdoor.' };
}

/** Everybody is let in who gives an address: there is nothing behind the door. */
function logIn(session, form) {
  const [name = ''] = (form.get('login[username]') ?? '').split('@');
  if (!name || !form.get('login[password]')) return { error: 'The account sign-in was incorrect.' };
  session.customer = { firstname: name, lastname: 'Acme', email: form.get('login[username]') };
  return { go: '/customer/account/' };
}

function addToWishlist(session, form) {
  const product = findProduct(form.get('product'), { Size: 'M', Colour: 'moss' });
  if (!product) return { error: 'We can’t specify a product.' };
  if (!session.customer)
    return { go: '/customer/account/login/', error: 'You must login or register to add items to your wishlist.' };
  if (!session.wishlist.includes(product)) session.wishlist.push(product);
  return { success: `${product.name} has been added to your wish list.` };
}

function removeFromWishlist(session, form) {
  session.wishlist = session.wishlist.filter(({ parent }) => parent !== form.get('product'));
  return { success: 'The item was removed from your wish list.' };
}

function addToCompare(session, form) {
  const product = findProduct(form.get('product'), { Size: 'M', Colour: 'moss' });
  if (!product) return { error: 'We can’t specify a product.' };
  if (!session.compare.includes(product)) session.compare.push(product);
  return { success: `You added ${product.name} to the comparison list.` };
}

/** The two calls by which Luma's checkout orders. */
export function orderByRest(session, step) {
  if (step !== 'payment-information') return { payment_methods: [{ code: 'checkmo', title: 'Money order' }] };
  Object.assign(session, { order: `1000${42_131 + session.nextItem}`, cart: [], coupon: '' });
  return session.order;
}
