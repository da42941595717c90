import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Choice, ConsentState } from '../../../src/consent/consent.js';
import { startMagento } from '../../../src/events/start-magento.js';
import { fakeLuma } from '../../fakes/luma.js';
import { createRecorder, event } from './recorder.js';

/** What becomes of sections, forms and addresses; the whole of it, in both themes, is a browser's test. */

const CACHE = 'mage-cache-storage';
const KEPT = 'headgate:magento';

const on = (name: string, fields: { [field: string]: string } = {}) =>
  event({ categories: ['analytics'], triggers: { magento: { event: name, fields } } });

const manifest = {
  events: {
    add: on('add_to_cart', { sku: 'sku', quantity: 'quantity' }),
    remove: on('remove_from_cart', { sku: 'sku', quantity: 'quantity' }),
    wish: on('wishlist'),
    compare: on('compare'),
    login: on('login'),
    account: on('account_created'),
    newsletter: on('newsletter'),
    coupon: on('coupon', { code: 'code' }),
    search: on('search', { term: 'term' }),
    cart: on('mini_cart_opened'),
    step: on('checkout_step', { step: 'step' }),
    order: on('order_placed', { order: 'order', value: 'value' }),
    line: on('order_item', { line: 'line', sku: 'sku', quantity: 'quantity' }),
    product: on('product_viewed', { sku: 'sku', price: 'price', stock: 'stock' }),
  },
};

const item = (sku: string, qty: number) => ({
  item_id: sku,
  product_sku: sku,
  product_type: 'simple',
  product_price_value: 5,
  qty,
  product_name: 'Secret',
});
const cart = (...items: object[]) => ({ cart: { data_id: 1, items } });
const wishlist = (count: number) => ({
  wishlist: { data_id: 1, counter: count ? `${count} items` : null, items: [{}, {}, {}].slice(0, count) },
});
const compare = (count: number) => ({ 'compare-products': { data_id: 1, count } });
const customer = (firstname?: string) => ({ customer: { data_id: 1, ...(firstname && { firstname }) } });

const stops: (() => void)[] = [];

let hasPosted = true;

beforeEach(() => (hasPosted = true));
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  localStorage.clear();
  sessionStorage.clear();
  document.body.innerHTML = '';
});

interface Visit {
  readonly path?: string;
  /** What the shop's own copy of the last page has. */
  readonly cached?: object;
  readonly analytics?: Choice;
  /** The manifest's id. */
  readonly id?: string;
}

/** A page of the shop, and its Headgate's consent. */
function open({ path = '/', cached = {}, analytics = 'granted', id }: Visit = {}) {
  const target = createRecorder(id === undefined ? manifest : { ...manifest, id });
  location.href = `https://shop.example${path}`;
  document.cookie = `private_content_version=1; path=/${hasPosted ? '' : '; expires=Thu, 01 Jan 1970 00:00:00 GMT'}`;
  localStorage.setItem(CACHE, JSON.stringify(cached));
  let listener: (state: ConsentState) => void = () => {};
  const stateOf = (choice: Choice): ConsentState => ({
    categories: { analytics: choice },
    regime: 'opt-in',
    evidence: 'explicit',
    source: 'banner',
    proof: {},
  });
  const onConsent = (heard: typeof listener) => {
    (listener = heard)(stateOf(analytics));
    return () => void (listener = () => {});
  };
  const stop = startMagento({ ...target, onConsent });
  stops.push(stop);
  return {
    stop,
    calls: target.calls,
    say: (choice: Choice) => listener(stateOf(choice)),
    /** As Hyvä tells it; Luma tells the same sections. */
    tell: (...sections: object[]) =>
      dispatchEvent(
        new CustomEvent('private-content-loaded', { detail: { data: Object.assign({}, ...sections) as object } }),
      ),
  };
}

describe('the sections of private content', () => {
  it('tell what was added and removed, by how much', () => {
    const { calls, tell } = open({ cached: cart(item('a', 1), item('b', 3)) });
    tell(cart(item('a', 4), item('b', 1), item('c', 1)));
    expect(calls).toEqual([
      ['add', { sku: 'a', quantity: 3 }],
      ['add', { sku: 'c', quantity: 1 }],
      ['remove', { sku: 'b', quantity: 2 }],
    ]);
  });

  it('tell nothing when they come again as they were', () => {
    const { calls, tell } = open({ cached: cart(item('a', 1)) });
    tell(cart(item('a', 1)));
    tell(cart(item('a', 1)));
    expect(calls).toEqual([]);
  });

  it('tell nothing by being there for the first time, since nobody knows what was before', () => {
    const { calls, tell } = open();
    tell(cart(item('a', 1)), wishlist(2), compare(1), customer('Ada'));
    expect(calls).toEqual([]);
  });

  it('tell all of it where the visitor has not posted anything before', () => {
    hasPosted = false;
    const { calls, tell } = open();
    tell(cart(item('a', 1)), wishlist(1), compare(1), customer());
    expect(calls.map(([name]) => name)).toEqual(['add', 'wish', 'compare']);
  });

  it('tell what comes after Magento has put empty sections there', () => {
    const { calls, tell } = open({ cached: cart(item('a', 1)) });
    tell({ cart: {}, customer: [] });
    tell(cart(item('a', 2)));
    expect(calls).toEqual([['add', { sku: 'a', quantity: 1 }]]);
  });

  it('tell of a wish list of which the section shows three items, and never of its removals', () => {
    const { calls, tell } = open({ cached: { ...wishlist(3), ...compare(2) } });
    tell(wishlist(4), compare(2));
    tell(wishlist(2), compare(1));
    tell(wishlist(0), compare(0));
    tell(wishlist(1), compare(0));
    expect(calls.map(([name]) => name)).toEqual(['wish', 'wish']);
  });

  it('tell of a login alone, whatever cart and lists come with it or go at the logout', () => {
    const guest = { ...cart(item('a', 1)), ...wishlist(0), ...compare(0), ...customer() };
    const { calls, tell } = open({ cached: guest });
    tell(cart(item('a', 1), item('b', 2)), wishlist(5), compare(3), customer('Ada'));
    tell(cart(), wishlist(0), compare(0), customer());
    expect(calls).toEqual([['login', {}]]);
  });

  it('tell nothing of a cart that the order empties', () => {
    for (const path of ['/checkout/', '/checkout/onepage/success/']) {
      const { calls, tell, stop } = open({ path, cached: cart(item('a', 1)) });
      tell(cart());
      expect(calls.filter(([name]) => name === 'remove')).toEqual([]);
      stop();
    }
  });

  it('tell in the checkout what was put into the cart on the page before, which was left before the shop said so', () => {
    open({ cached: cart(item('a', 1)) }).stop();
    const { calls, tell } = open({ path: '/checkout/', cached: cart(item('a', 1)) });
    tell(cart(item('a', 1), item('b', 2)));
    expect(calls).toEqual([['add', { sku: 'b', quantity: 2 }]]);
  });

  it('tell nothing of a cart that was full before the order', () => {
    const { calls, tell } = open({ path: '/checkout/onepage/success/' });
    tell(cart(item('a', 1)));
    expect(calls).toEqual([['order', {}]]);
  });

  it('tell nothing that another tab has told', () => {
    const { calls, tell } = open({ cached: cart(item('a', 1)) });
    localStorage.setItem(CACHE, JSON.stringify(cart(item('a', 2))));
    dispatchEvent(new StorageEvent('storage', { key: CACHE }));
    tell(cart(item('a', 3)));
    expect(calls).toEqual([['add', { sku: 'a', quantity: 1 }]]);
  });

  it.each([
    [null],
    ['x'],
    [7],
    [[]],
    [{ cart: null }],
    [{ cart: { data_id: 1, items: 'x' } }],
    [{ cart: { data_id: 1, items: [null, 7] } }],
  ])('are lived with as %j', (data) => {
    const { calls, tell } = open({ cached: cart(item('a', 1)) });
    expect(() => dispatchEvent(new CustomEvent('private-content-loaded', { detail: data }))).not.toThrow();
    expect(() => dispatchEvent(new CustomEvent('private-content-loaded', { detail: { data } }))).not.toThrow();
    tell(cart(item('a', 1)));
    expect(calls.filter(([name]) => name === 'account')).toEqual([]);
  });

  it.each(['{', 'null', '7', '[]', '"x"'])('are lived with where the shop’s copy is %s', (text) => {
    location.href = 'https://shop.example/';
    localStorage.setItem(CACHE, text);
    expect(() => stops.push(startMagento(createRecorder(manifest)))).not.toThrow();
  });
});

describe('Luma that is half loaded', () => {
  it('tells nothing and breaks nothing, and is followed from the moment in which it is there', async () => {
    const luma = fakeLuma();
    stops.push(luma.remove);
    const { calls, stop } = open({ cached: cart(item('a', 1)) });
    luma.tell(cart(item('a', 1)));
    luma.finish();
    await Promise.resolve();
    luma.tell({ ...cart(item('a', 1)), ...wishlist(0) });
    await Promise.resolve();
    expect(calls).toEqual([]);
    luma.tell(cart(item('a', 2)));
    await Promise.resolve();
    luma.openMiniCart();
    expect(calls).toEqual([
      ['add', { sku: 'a', quantity: 1 }],
      ['cart', {}],
    ]);
    stop();
    expect(luma.listeners()).toBe(0);
  });

  it('takes sections that are not initialised for unknown, not for an empty cart', async () => {
    const luma = fakeLuma();
    stops.push(luma.remove);
    const { calls } = open({ cached: cart(item('a', 1)) });
    luma.finish();
    await Promise.resolve();
    luma.tell({ ...cart(item('a', 1), item('b', 1)), ...wishlist(1) });
    await Promise.resolve();
    expect(calls).toEqual([['add', { sku: 'b', quantity: 1 }]]);
  });

  it('is left alone once it is stopped before it was there', () => {
    const luma = fakeLuma();
    stops.push(luma.remove);
    open().stop();
    luma.finish();
    expect(luma.listeners()).toBe(0);
  });
});

describe('what is remembered for the next page', () => {
  it('lies in sessionStorage under consent alone, and has neither names nor addresses', () => {
    const { tell, say } = open({ analytics: 'undecided', cached: cart(item('a', 1)) });
    tell(cart(item('a', 2)), customer('Ada'));
    expect(sessionStorage).toHaveLength(0);
    say('granted');
    expect(JSON.parse(sessionStorage.getItem(KEPT)!)).toEqual({
      items: { a: { sku: 'a', type: 'simple', price: 5, quantity: 2 } },
      isLoggedIn: true,
    });
    say('denied');
    expect(sessionStorage).toHaveLength(0);
  });

  it('tells what Luma deleted before a form left the page', () => {
    const before = { ...cart(item('a', 1)), ...wishlist(3), ...customer('Ada') };
    open({ cached: before }).stop();
    const { calls, tell } = open({ cached: customer('Ada') });
    tell(wishlist(4), cart(item('a', 1)));
    expect(calls).toEqual([['wish', {}]]);
  });

  describe('of a registration whose page was left before the shop said who the customer is', () => {
    const follow = (from: string, redirectCount: number): void => {
      vi.spyOn(document, 'referrer', 'get').mockReturnValue(`https://shop.example${from}`);
      const entry = { type: 'navigate', redirectCount } as PerformanceNavigationTiming;
      vi.spyOn(performance, 'getEntriesByType').mockReturnValue([entry]);
    };

    it('tells the new account on the next page', () => {
      open({ path: '/customer/account/create/', cached: customer() }).stop();
      follow('/customer/account/create/', 1);
      open({ path: '/customer/account/' }).stop();
      follow('/customer/account/', 0);
      const { calls, tell } = open({ path: '/pack.html' });
      tell(customer('Ada'));
      tell(customer('Ada'));
      expect(calls).toEqual([['account', {}]]);
    });

    it('tells a login where the form was left by a link', () => {
      open({ path: '/customer/account/create/', cached: customer() }).stop();
      follow('/customer/account/create/', 0);
      open({ path: '/', cached: customer() }).stop();
      follow('/customer/account/login/', 1);
      const { calls, tell } = open({ path: '/customer/account/' });
      tell(customer('Ada'));
      expect(calls).toEqual([['login', {}]]);
    });

    it('tells a login where the form came back, and the visitor had an account', () => {
      open({ path: '/customer/account/create/', cached: customer() }).stop();
      follow('/customer/account/create/', 1);
      open({ path: '/customer/account/create/', cached: customer() }).stop();
      follow('/customer/account/create/', 0);
      open({ path: '/customer/account/login/', cached: customer() }).stop();
      follow('/customer/account/login/', 1);
      const { calls, tell } = open({ path: '/customer/account/' });
      tell(customer('Ada'));
      expect(calls).toEqual([['login', {}]]);
    });
  });

  it('knows that the order emptied the cart, also where the success page was left before the shop said so', () => {
    open({ path: '/checkout/', cached: cart(item('a', 1)) }).stop();
    open({ path: '/checkout/onepage/success/' }).stop();
    const { calls, tell } = open();
    tell(cart());
    expect(calls).toEqual([]);
  });

  it('tells it also where consent is known only after the sections', () => {
    open({ cached: { ...cart(item('a', 1)), ...customer() } }).stop();
    const { calls, tell, say } = open({ analytics: 'undecided' });
    tell(cart(item('a', 3)), customer());
    tell(cart(item('a', 4)), customer());
    expect(calls).toEqual([['add', { sku: 'a', quantity: 1 }]]);
    say('granted');
    expect(calls.slice(1)).toEqual([['add', { sku: 'a', quantity: 2 }]]);
    say('undecided');
    say('granted');
    expect(calls).toHaveLength(2);
  });

  it('is the application’s own: another one on the origin neither reads nor deletes it', () => {
    open({ id: 'shop', cached: cart(item('a', 1)) }).stop();
    const other = open({ id: 'blog' });
    other.tell(cart(item('a', 3)));
    other.say('denied');
    other.stop();
    const { calls, tell } = open({ id: 'shop' });
    tell(cart(item('a', 2)));
    expect([other.calls, calls]).toEqual([[], [['add', { sku: 'a', quantity: 1 }]]]);
  });

  it('is not read without consent', () => {
    open({ cached: cart() }).stop();
    const { calls, tell } = open({ analytics: 'denied' });
    tell(cart(item('a', 1)));
    expect(calls).toEqual([]);
  });

  it('is nothing where the target says nothing of consent', () => {
    location.href = 'https://shop.example/';
    stops.push(startMagento(createRecorder(manifest)));
    dispatchEvent(new CustomEvent('private-content-loaded', { detail: { data: cart(item('a', 1)) } }));
    expect(sessionStorage).toHaveLength(0);
  });
});

describe('forms', () => {
  const send = (form: string): void => {
    document.body.innerHTML = form;
    document.forms[0]!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  };
  const newsletter = (input: string): string => `<form action="/newsletter/subscriber/new/">${input}</form>`;
  const coupon = (remove: string): string =>
    `<form id="discount-coupon-form"><input name="remove" value="${remove}"><input name="coupon_code" value="SUMMER">
      <button type="button" class="apply">Apply</button><button type="button" class="cancel">Cancel</button></form>`;

  it('of the newsletter count if an address is in them', () => {
    const { calls } = open();
    const invalid = vi.fn();
    addEventListener('invalid', invalid, true);
    send(newsletter('<input name="email" value="">'));
    send(newsletter('<input name="email" type="email" required value="nonsense">'));
    expect([calls, invalid.mock.calls]).toEqual([[], []]);
    removeEventListener('invalid', invalid, true);
    send(newsletter('<input name="email" type="email" value="ada@mail.example">'));
    expect(calls).toEqual([['newsletter', {}]]);
  });

  it('of a coupon count once, by click or by submit, and not when the coupon is taken back', async () => {
    const { calls } = open();
    const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
    send(coupon('1'));
    expect(calls).toEqual([]);
    document.body.innerHTML = coupon('0');
    const click = (name: string): void => document.querySelector<HTMLElement>(`.${name}`)!.click();
    click('cancel');
    expect(calls).toEqual([]);
    click('apply');
    document.forms[0]!.dispatchEvent(new Event('submit', { bubbles: true }));
    expect(calls).toEqual([['coupon', { code: 'SUMMER' }]]);
    await rest();
    send(coupon('0'));
    expect(calls).toHaveLength(2);
  });

  it('of Luma’s checkout count by their button', () => {
    const { calls } = open({ path: '/checkout/' });
    document.body.innerHTML = `<form id="discount-form"><input name="discount_code" value=" SUMMER ">
      <button type="button" class="action-apply"><span>Apply</span></button></form>`;
    document.querySelector<HTMLElement>('span')!.click();
    expect(calls).toEqual([['coupon', { code: 'SUMMER' }]]);
  });
});

describe('pages', () => {
  it.each<[path: string, told: unknown[]]>([
    ['/catalogsearch/result/?q=pack', [['search', { term: 'pack' }]]],
    ['/de/catalogsearch/result/index/?q=pack&order=price', [['search', { term: 'pack' }]]],
    ['/catalogsearch/result/?q=pack&p=2', []],
    ['/catalogsearch/result/?q=', []],
    ['/?q=pack', []],
    ['/checkout/onepage/success/', [['order', {}]]],
    ['/multishipping/checkout/success/', [['order', {}]]],
    ['/checkout/cart/#shipping', []],
    ['/checkout/', []],
    ['/checkout/#shipping', [['step', { step: 'shipping' }]]],
    ['/de/checkout/index/index/#payment', [['step', { step: 'payment' }]]],
    ['/checkout/#<b>', []],
  ])('%s tell %j', (path, told) => {
    expect(open({ path }).calls).toEqual(told);
  });

  it.each([
    ['a customer', '<a class="order-number" href="/view"><strong>000000124</strong></a>'],
    ['a guest', '<span>000000124</span>'],
  ])('tell the number of the order to %s, by which it counts once', (_, number) => {
    document.body.innerHTML = `<div class="checkout-success"><p>Your order # is: ${number}.</p></div>`;
    expect(open({ path: '/checkout/onepage/success/' }).calls).toEqual([['order', { order: '000000124' }]]);
  });

  describe('where the module prints what the shop’s server knows', () => {
    const print = (events: unknown): void => {
      document.body.innerHTML = `<script type="application/json" id="headgate-page-events">${JSON.stringify(events)}</script>`;
    };

    it('tell the product of the page, with price and stock', () => {
      print([{ event: 'product_viewed', data: { sku: 'MH01', price: 52.5, stock: 'in' } }]);
      expect(open({ path: '/pack.html' }).calls).toEqual([['product', { sku: 'MH01', price: 52.5, stock: 'in' }]]);
    });

    it('tell the order and its items, and not once more by the number in the page’s text', () => {
      print([
        { event: 'order_placed', data: { order: '000000124', value: 99.95 } },
        { event: 'order_item', data: { line: '000000124-1', sku: 'a', quantity: 2 } },
        { event: 'order_item', data: { line: '000000124-2', sku: 'b', quantity: 1 } },
      ]);
      document.body.insertAdjacentHTML(
        'beforeend',
        '<p class="checkout-success"><a class="order-number">000000124</a></p>',
      );
      expect(open({ path: '/checkout/onepage/success/' }).calls).toEqual([
        ['order', { order: '000000124', value: 99.95 }],
        ['line', { line: '000000124-1', sku: 'a', quantity: 2 }],
        ['line', { line: '000000124-2', sku: 'b', quantity: 1 }],
      ]);
    });

    it.each([
      ['a text that is no JSON', '{'],
      ['no list', '{"event":"order_placed"}'],
      ['a list of nothing', '[null]'],
    ])('tell nothing of %s, and throw nothing into the page', (_, text) => {
      document.body.innerHTML = `<script type="application/json" id="headgate-page-events">${text}</script>`;
      expect(open({ path: '/pack.html' }).calls).toEqual([]);
    });

    it('wait for the markup where the page is still being read', () => {
      vi.spyOn(document, 'readyState', 'get').mockReturnValue('loading');
      const { calls } = open({ path: '/pack.html' });
      print([{ event: 'product_viewed', data: { sku: 'MH01' } }]);
      expect(calls).toEqual([]);
      document.dispatchEvent(new Event('DOMContentLoaded', { bubbles: true }));
      expect(calls).toEqual([['product', { sku: 'MH01' }]]);
    });
  });

  it('tell each step of the checkout as it is shown', () => {
    const { calls } = open({ path: '/checkout/' });
    for (const hash of ['#shipping', '#shipping', '#payment', '#shipping']) {
      location.hash = hash;
      dispatchEvent(new Event('hashchange'));
    }
    expect(calls.map(([, data]) => data)).toEqual([{ step: 'shipping' }, { step: 'payment' }, { step: 'shipping' }]);
  });

  it('tell that the mini-cart was opened, not that it was closed', () => {
    const { calls } = open();
    for (const detail of [{ isOpen: true }, { isOpen: false }, {}, null])
      dispatchEvent(new CustomEvent('toggle-cart', { detail }));
    expect(calls).toEqual([['cart', {}]]);
  });
});

it('nothing is heard once it is stopped', () => {
  const { calls, tell, stop, say } = open({ path: '/checkout/', cached: cart() });
  stop();
  location.hash = '#payment';
  dispatchEvent(new Event('hashchange'));
  dispatchEvent(new CustomEvent('toggle-cart', { detail: { isOpen: true } }));
  tell(cart(item('a', 1)));
  say('granted');
  expect(calls).toEqual([]);
});
