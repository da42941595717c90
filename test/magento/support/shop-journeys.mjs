/**
 * What visitors do in a real Luma on the way to an order, step by step, each with what it is counted as: by the names that the
 * event source gives it, once each. What is not named must not be counted.
 */
import { goToPayment, placeOrder, useCouponAtCheckout } from './shop-checkout.mjs';
import { allow, open } from './shop-visitor.mjs';

/** @import { Visitor } from './shop-visitor.mjs' */
/** @typedef {{ [event: string]: number }} Counts */
/** @typedef {readonly [does: string, counts: Counts, act: (visitor: Visitor) => Promise<void>]} Step */

const COUPON = process.env['HEADGATE_SHOP_COUPON'] ?? '';
const CATEGORY = process.env['HEADGATE_SHOP_CATEGORY'] ?? '';
const PASSWORD = 'Difference-Engine-1';
const person = { email: '' };

/** @type {{ [name: string]: Step }} */
const STEPS = {
  allow: ['agrees', {}, allow],
  addFromCategory: ['adds from a category', { add_to_cart: 1 }, addFromCategory],
  add: ['adds from a product page', { add_to_cart: 1 }, addFromProduct],
  addTooMany: ['asks for more than there is', {}, addTooMany],
  miniCart: ['opens the mini cart and wants two more', { mini_cart_opened: 1, add_to_cart: 1 }, changeInMiniCart],
  removeInMiniCart: ['removes in the mini cart', { mini_cart_opened: 1, remove_from_cart: 1 }, removeInMiniCart],
  quantity: ['wants more in the cart', { add_to_cart: 1 }, changeInCart],
  remove: ['removes in the cart', { remove_from_cart: 1 }, removeInCart],
  compare: ['compares', { compare: 1 }, compare],
  guestWish: ['wishes as a guest, who is sent to the login', {}, wishAsGuest],
  wish: ['wishes', { wishlist: 1 }, wish],
  subscribe: ['subscribes to the newsletter', { newsletter: 1 }, subscribe],
  coupon: ['uses a coupon in the cart', { coupon: 1 }, useCoupon],
  takeBackCoupon: ['takes the coupon back', {}, takeBackCoupon],
  search: ['searches', { search: 1 }, search],
  register: ['registers', { account_created: 1 }, register],
  logOut: ['logs out', {}, (visitor) => open(visitor, 'customer/account/logout/')],
  logIn: ['logs in', { login: 1 }, logIn],
  toPayment: ['goes to the payment', { checkout_step: 2 }, goToPayment],
  checkoutCoupon: ['uses a coupon at the checkout', { coupon: 1 }, (visitor) => useCouponAtCheckout(visitor, COUPON)],
  order: ['orders', { order_placed: 1 }, placeOrder],
  afterwards: ['looks around, with an empty cart', {}, (visitor) => open(visitor, '')],
};

/** @type {{ [name: string]: readonly (keyof typeof STEPS)[] }} */
const WALKS = {
  'a guest who does everything': [
    'allow',
    'addFromCategory',
    'add',
    'addTooMany',
    'miniCart',
    'removeInMiniCart',
    'compare',
    'guestWish',
    'subscribe',
    'search',
    'add',
    'quantity',
    'addFromCategory',
    'remove',
    'coupon',
    'takeBackCoupon',
    'toPayment',
    'checkoutCoupon',
    'order',
    'afterwards',
  ],
  'a guest who knows what to buy': ['allow', 'add', 'toPayment', 'order', 'afterwards'],
  'a guest who agrees late': ['add', 'allow', 'search', 'coupon', 'toPayment', 'order', 'afterwards'],
  'a new customer': ['allow', 'add', 'register', 'wish', 'toPayment', 'order', 'logOut', 'afterwards'],
  'a customer who comes back': [
    'allow',
    'register',
    'logOut',
    'logIn',
    'addFromCategory',
    'compare',
    'toPayment',
    'order',
    'afterwards',
  ],
};

/** The journeys by name, with what each is to leave behind. */
export const journeys = Object.entries(WALKS).map(([name, walk]) => {
  const steps = walk.map((step) => /** @type {Step} */ (STEPS[step]));
  /** @type {Counts} */
  const counts = {};
  for (const [, counted] of steps) {
    for (const [event, times] of Object.entries(counted)) counts[event] = (counts[event] ?? 0) + times;
  }
  return { name, counts, walk: (/** @type {Visitor} */ visitor) => take(visitor, steps) };
});

/** How long people look at what they did, at least, in milliseconds. */
const LOOK = 1000;

/** @param {Visitor} visitor @param {readonly Step[]} steps */
async function take(visitor, steps) {
  person.email = `visitor-${Date.now()}@example.com`;
  for (const [does, , act] of steps) {
    try {
      console.log(`  ${does}`);
      await act(visitor);
      await visitor.page.waitForTimeout(LOOK);
    } catch (error) {
      throw new Error(`${does}, at ${visitor.page.url()}: ${String(error).slice(0, 400)}`, { cause: error });
    }
  }
}

/** @param {Visitor} visitor */
async function addFromCategory(visitor) {
  await open(visitor, CATEGORY);
  const item = visitor.page.locator('.products-grid .product-item').last();
  await item.hover();
  await changesCart(visitor, () => item.locator('button.tocart').click());
}

/** @param {Visitor} visitor */
async function addFromProduct(visitor) {
  await open(visitor, visitor.product);
  await changesCart(visitor, () => visitor.page.locator('#product-addtocart-button').click());
}

/** @param {Visitor} visitor */
async function addTooMany(visitor) {
  await open(visitor, visitor.product);
  const { page } = visitor;
  await isReady(page);
  await page.locator('#qty').fill('9999');
  await page.locator('#product-addtocart-button').click();
  await page.locator('.message-error, .message.error').first().waitFor();
}

/** @param {Visitor} visitor */
async function openMiniCart({ page }) {
  await isReady(page);
  // Its markup is bound before the file that opens it has come.
  await page.locator('.block-minicart.ui-dialog-content').waitFor({ state: 'attached' });
  await page.locator('.showcart').click();
  await page.locator('#mini-cart .product-item').first().waitFor();
}

/** @param {Visitor} visitor */
async function changeInMiniCart(visitor) {
  const { page } = visitor;
  await open(visitor, '');
  await openMiniCart(visitor);
  const quantity = page.locator('#mini-cart .cart-item-qty').first();
  const more = String(Number(await quantity.inputValue()) + 2);
  // Its button is shown by keys alone.
  await quantity.fill('');
  await quantity.pressSequentially(more);
  await changesCart(visitor, () => page.locator('#mini-cart .update-cart-item:visible').first().click());
}

/** @param {Visitor} visitor */
async function removeInMiniCart(visitor) {
  const { page } = visitor;
  await open(visitor, '');
  await openMiniCart(visitor);
  await page.locator('#mini-cart .action.delete').first().click();
  await changesCart(visitor, () => page.locator('.modal-popup.confirm .action-accept').click());
}

/** @param {Visitor} visitor */
async function changeInCart(visitor) {
  const { page } = visitor;
  await open(visitor, 'checkout/cart/');
  await isReady(page);
  const quantity = page.locator('[data-role="cart-item-qty"]').first();
  await quantity.fill(String(Number(await quantity.inputValue()) + 1));
  await changesCart(visitor, () => page.locator('.action.update').click());
}

/** @param {Visitor} visitor */
async function removeInCart(visitor) {
  await open(visitor, 'checkout/cart/');
  await isReady(visitor.page);
  await changesCart(visitor, () => visitor.page.locator('.action-delete').last().click());
}

/** @param {Visitor} visitor */
async function compare(visitor) {
  await open(visitor, visitor.product);
  await isReady(visitor.page);
  await leaves(visitor, () => visitor.page.locator('.action.tocompare').first().click());
  await isSaid(visitor);
}

/** @param {Visitor} visitor */
async function wishAsGuest(visitor) {
  await open(visitor, visitor.product);
  await isReady(visitor.page);
  await visitor.page.locator('.action.towishlist').first().click();
  await visitor.page.waitForURL('**/customer/account/login/**');
}

/** @param {Visitor} visitor */
async function wish(visitor) {
  await open(visitor, visitor.product);
  await isReady(visitor.page);
  await leaves(visitor, () => visitor.page.locator('.action.towishlist').first().click());
  await isSaid(visitor);
}

/** @param {Visitor} visitor */
async function subscribe(visitor) {
  await open(visitor, '');
  await isReady(visitor.page);
  await visitor.page.locator('#newsletter').fill(`news-${Date.now()}@example.com`);
  await leaves(visitor, () => visitor.page.locator('.newsletter button.subscribe').click());
}

/** @param {Visitor} visitor */
async function useCoupon(visitor) {
  const { page } = visitor;
  await open(visitor, 'checkout/cart/');
  await isReady(page);
  if (!(await page.locator('#coupon_code').isVisible())) await page.locator('#block-discount .title').click();
  await page.locator('#coupon_code').fill(COUPON);
  await leaves(visitor, () => page.locator('#block-discount .apply').click());
  await isSaid(visitor);
}

/** @param {Visitor} visitor */
async function takeBackCoupon(visitor) {
  await isReady(visitor.page);
  await leaves(visitor, () => visitor.page.locator('#block-discount .cancel').click());
  await isSaid(visitor);
}

/** @param {Visitor} visitor */
async function search(visitor) {
  await open(visitor, '');
  await isReady(visitor.page);
  await visitor.page.locator('#search').fill('bag');
  await leaves(visitor, () => visitor.page.locator('#search').press('Enter'));
}

/** @param {Visitor} visitor */
async function register(visitor) {
  const { page } = visitor;
  await open(visitor, 'customer/account/create/');
  await isReady(page);
  await page.locator('#firstname').fill('Ada');
  await page.locator('#lastname').fill('Lovelace');
  await page.locator('#email_address').fill(person.email);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#password-confirmation').fill(PASSWORD);
  await leaves(visitor, () => page.locator('#form-validate .submit').click());
  await page.waitForURL(/customer\/account\/(index\/)?$/);
  await isReady(page);
}

/** @param {Visitor} visitor */
async function logIn(visitor) {
  const { page } = visitor;
  await open(visitor, 'customer/account/login/');
  await isReady(page);
  await page.locator('#login-form [name="login[username]"]').fill(person.email);
  await page.locator('#login-form [name="login[password]"]').fill(PASSWORD);
  await leaves(visitor, () => page.locator('#login-form button.login').click());
  await isReady(page);
}

/** Acts, and waits until the shop's private content in this browser has another cart. @param {Visitor} visitor @param {() => Promise<unknown>} act */
async function changesCart({ page }, act) {
  await isReady(page);
  const readCount = () => JSON.parse(localStorage.getItem('mage-cache-storage') ?? '{}').cart?.summary_count;
  const before = await page.evaluate(readCount);
  await act();
  await page.waitForFunction((count) => {
    const { cart } = JSON.parse(localStorage.getItem('mage-cache-storage') ?? '{}');
    return cart !== undefined && cart.summary_count !== count;
  }, before);
}

/** @param {Visitor} visitor @param {() => Promise<unknown>} act */
async function leaves({ page }, act) {
  await Promise.all([page.waitForEvent('load'), act()]);
}

/** @param {Visitor} visitor */
async function isSaid({ page }) {
  await page.locator('.message-success, .message.success').first().waitFor();
}

/** The theme has started: what its markup asks for is bound, and no question to the server is open. @param {import('@playwright/test').Page} page */
async function isReady(page) {
  await page.waitForLoadState('load');
  await page.waitForFunction(() => {
    const { jQuery, requirejs } = /** @type {any} */ (window);
    const isStarted = requirejs?.defined?.('Magento_Customer/js/customer-data') && jQuery?.active === 0;
    return isStarted && !document.querySelector('.page-wrapper [data-mage-init]:not([data-bind])');
  });
}
