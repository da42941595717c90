import { createProtect } from '../../safety/protect.js';
import type { Fire } from '../create-triggers.js';
import { readPageEvents } from './read-page-events.js';

const NEWSLETTER = 'form[action*="/newsletter/subscriber/new"]';
/** In the cart of either theme, and in Luma's checkout. */
const COUPON = '#discount-coupon-form, form[action*="/checkout/cart/couponPost"], #discount-form';
/** The order's number on the success page: a link for customers, plain for guests. */
const ORDER = '.checkout-success .order-number, .checkout-success p > span';
const CODE = '[name="coupon_code"], [name="discount_code"]';

/**
 * Forms that leave the page at once: their submit is the last word that can be heard of them. Luma submits some of them by
 * a script, without a submit event, after a click on their button.
 */
export function watchForms(fire: Fire): () => void {
  const listening = new AbortController();
  let isTold = false;

  function tellCoupon(form: Element): void {
    const code = form.querySelector<HTMLInputElement>(CODE)?.value.trim();
    // A click and the submit that follows it are one.
    if (!code || isTold) return;
    isTold = true;
    setTimeout(() => (isTold = false), 0);
    fire('coupon', { code });
  }

  const onSubmitOrClick = createProtect(() => {})((event: Event): void => {
    const origin = event.composedPath()[0];
    if (!(origin instanceof Element)) return;
    const coupon = origin.closest(COUPON);
    // A coupon that is applied already can only be taken back, by the same form.
    const isRemoval = coupon?.querySelector<HTMLInputElement>('[name="remove"]')?.value === '1';
    if (event.type === 'click') {
      const button = origin.closest('button');
      if (coupon && button?.matches('.apply, .action-apply, [value="Apply Discount"]')) tellCoupon(coupon);
    } else if (coupon) {
      if (!isRemoval) tellCoupon(coupon);
    } else if (origin.matches(NEWSLETTER) && isFilled(origin)) fire('newsletter', {});
  });
  for (const type of ['submit', 'click'])
    addEventListener(type, onSubmitOrClick, { capture: true, signal: listening.signal });
  return () => listening.abort();
}

/** `checkValidity()` would send events to the page's own listeners. */
function isFilled(form: Element): boolean {
  const inputs = [...form.querySelectorAll('input')];
  return inputs.some(({ name, value }) => name === 'email' && value) && inputs.every(({ validity }) => validity.valid);
}

/** Checkout steps are in the address, put there by Luma's own script: `#shipping`, then `#payment`. */
export function watchCheckout(fire: Fire): () => void {
  if (!/\/checkout(\/index(\/index)?)?\/?$/.test(location.pathname)) return () => {};
  let shown = '';
  const see = createProtect(() => {})((): void => {
    const step = location.hash.slice(1);
    if (step === shown || !/^[a-z][a-z_-]{0,30}$/.test(step)) return;
    shown = step;
    fire('checkout_step', { step });
  });
  see();
  addEventListener('hashchange', see);
  return () => removeEventListener('hashchange', see);
}

export function isSuccessPage(): boolean {
  return /\/(checkout\/onepage|multishipping\/checkout)\/success\b/.test(location.pathname);
}

/**
 * What a page says by being shown: a search, a product, an order. Further pages of a result are no further search. Where the
 * shop's module does not print its orders, the page's text has their number.
 */
export function watchPage(fire: Fire): void {
  const { pathname, search } = location;
  const query = new URLSearchParams(search);
  const term = query.get('q');
  if (term && /\/catalogsearch\/result\b/.test(pathname) && !query.has('p')) fire('search', { term });
  const tell = createProtect(() => {})((): void => {
    const events = readPageEvents();
    for (const { event, data } of events) fire(event, data);
    if (!isSuccessPage() || events.length) return;
    const order = document.querySelector(ORDER)?.textContent.trim();
    fire('order_placed', order ? { order } : {});
  });
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', tell);
  else tell();
}
