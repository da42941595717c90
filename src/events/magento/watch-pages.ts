import { createProtect } from '../../safety/protect.js';
import type { Fire } from '../create-triggers.js';

const NEWSLETTER = 'form[action*="/newsletter/subscriber/new"]';
const COUPON = '#discount-coupon-form, form[action*="/checkout/cart/couponPost"]';

/**
 * Forms that leave the page at once: their submit is the last word that can be heard of them. Luma submits some of them by
 * a script, without a submit event, after a click on their button.
 */
export function watchForms(fire: Fire): () => void {
  const listening = new AbortController();
  let lastCoupon: Element | undefined;

  function tellCoupon(form: Element): void {
    const input = form.querySelector<HTMLInputElement>('[name="coupon_code"]');
    const isRemoval = form.querySelector<HTMLInputElement>('[name="remove"]')?.value === '1';
    // A click and the submit that follows it are one.
    if (lastCoupon === form || isRemoval || !input?.value) return;
    lastCoupon = form;
    setTimeout(() => (lastCoupon = undefined), 0);
    fire('coupon', { code: input.value });
  }

  const hear = createProtect(() => {})((event: Event): void => {
    const origin = event.composedPath()[0];
    if (!(origin instanceof Element)) return;
    if (event.type === 'click') {
      const button = origin.closest('button');
      const form = button?.closest(COUPON);
      if (form && button!.matches('.apply,[value="Apply Discount"],[type="submit"]')) tellCoupon(form);
    } else if (origin.matches(COUPON)) tellCoupon(origin);
    else if (origin.matches(NEWSLETTER) && (origin as HTMLFormElement).checkValidity()) fire('newsletter', {});
  });
  for (const type of ['submit', 'click']) addEventListener(type, hear, { capture: true, signal: listening.signal });
  return () => listening.abort();
}

/** Checkout steps are in the address: `#shipping`, then `#payment`. Other hashes are no steps. */
export function watchCheckout(fire: Fire): () => void {
  if (!/\/checkout(\/index(\/index)?)?\/?$/.test(location.pathname)) return () => {};
  let shown = '';
  const see = createProtect(() => {})((): void => {
    const step = location.hash.slice(1) || 'shipping';
    if (step === shown || !/^[a-z][a-z_-]{0,30}$/.test(step)) return;
    shown = step;
    fire('checkout_step', { step });
  });
  see();
  addEventListener('hashchange', see);
  return () => removeEventListener('hashchange', see);
}
