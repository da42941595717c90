import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { bundle } from '../support/bundle.js';
import { expect, STRICT_POLICY, test, type Pages } from '../support/browser.js';
import { root } from '../support/dist.js';
import { watchErrors } from './support/shop.js';

/** Events from markup, in a page with a policy as strict as a checkout’s. */

declare global {
  var calls: [name: string, data: object][];
}

const FIELDS = {
  code: { type: 'string' },
  orderTotal: { type: 'number' },
  gift_wrap: { type: 'boolean' },
  password: { type: 'string' },
  card: { type: 'string' },
  otp: { type: 'string' },
} as const;

let script: string;

test.beforeAll(async () => {
  script = await bundle(`
    import { startAttributes } from './src/events/start-attributes.js';
    globalThis.calls = [];
    const common = { purpose: 'p', tier: 'anonymous', basis: 'consent', retentionDays: 1, collectors: [] };
    const fields = ${JSON.stringify(FIELDS)};
    const events = { coupon_applied: { ...common, fields }, banner_seen: common, size_chosen: { ...common, fields } };
    globalThis.stop = startAttributes({ manifest: { events }, track: (name, data) => void calls.push([name, data]) });
  `);
});

/** Under Trusted Types, neither a template nor a fetched block would get into the page at all. */
const WITHOUT_TRUSTED_TYPES = STRICT_POLICY.replace(/; require-trusted-types-for.*/, '');

async function openPage(page: Page, pages: Pages, body: string, policy = STRICT_POLICY): Promise<string[]> {
  const errors = watchErrors(page);
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  pages.set('/attributes.js', { body: script, type: 'text/javascript' });
  pages.set('/', {
    body: `<!doctype html><html lang="en"><title>Shop</title><body>${body}<script type="module" src="/attributes.js"></script></body></html>`,
    headers: { 'content-security-policy': policy },
  });
  await page.goto(pages.origin);
  await page.waitForFunction(() => Array.isArray(globalThis.calls));
  return errors;
}

const calls = (page: Page): Promise<unknown[]> => page.evaluate(() => globalThis.calls);

test('a click on a marked element, or within it, is its event, with its declared fields alone', async ({
  page,
  pages,
}) => {
  const errors = await openPage(
    page,
    pages,
    `<div data-headgate-event="banner_seen"><button data-headgate-event="coupon_applied" data-headgate-field-code="SUMMER"
      data-headgate-field-order-total="19.90" data-headgate-field-gift_wrap="true" data-headgate-field-name="Ada"><b>Apply</b></button></div>`,
  );
  await page.click('b');
  expect(await calls(page)).toEqual([['coupon_applied', { code: 'SUMMER', orderTotal: 19.9, gift_wrap: true }]]);
  await page.evaluate(() => document.querySelector('div')!.click());
  expect((await calls(page))[1]).toEqual(['banner_seen', {}]);
  expect(errors).toEqual([]);
});

test('what is added or marked later counts too', async ({ page, pages }) => {
  await openPage(page, pages, '<p id="later">Later</p>');
  await page.evaluate(() => {
    document.querySelector('#later')!.setAttribute('data-headgate-event', 'banner_seen');
    const added = document.createElement('button');
    added.dataset['headgateEvent'] = 'coupon_applied';
    document.body.append(added);
  });
  await page.click('#later');
  await page.click('button');
  expect(await calls(page)).toEqual([
    ['banner_seen', {}],
    ['coupon_applied', {}],
  ]);
});

test('a form gives its declared controls at the submit, and never a password, code or card', async ({
  page,
  pages,
}) => {
  const errors = await openPage(
    page,
    pages,
    `<form data-headgate-event="coupon_applied" action="/done" method="post"><input name="code" value="SUMMER">
      <input name="orderTotal" value="5"><input name="gift_wrap" type="checkbox" checked><input name="email" value="ada@example.org">
      <input name="password" type="password" value="secret"><input name="card" autocomplete="section-a cc-number" value="4111">
      <input name="otp" autocomplete="one-time-code" value="123456"><button>Go</button></form>`,
  );
  await page.evaluate(() => document.forms[0]!.addEventListener('submit', (event) => event.preventDefault()));
  await page.click('button');
  expect(await calls(page)).toEqual([['coupon_applied', { code: 'SUMMER', orderTotal: 5, gift_wrap: true }]]);
  expect(errors).toEqual([]);
});

for (const attributes of [
  'type="password"',
  'type="text" autocomplete="cc-csc"',
  'name="payment[cc_number]"',
  'id="cardNumber"',
  'data-headgate-secret',
]) {
  test(`an input with ${attributes} is never read, even if it is marked itself`, async ({ page, pages }) => {
    await openPage(page, pages, `<input ${attributes} data-headgate-event="size_chosen" data-headgate-field-code>`);
    await page.fill('input', '4111111111111111');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    expect(await calls(page)).toEqual([['size_chosen', {}]]);
  });
}

test('not even the values of a form’s secret controls are asked for', async ({ page, pages }) => {
  const all = ['code', 'password', 'card', 'otp'].map((name) => `<input name="${name}" value="${name}-value">`);
  await openPage(
    page,
    pages,
    `<form data-headgate-event="coupon_applied">${all.join('')}<input name="email" value="ada@example.org"><button>Go</button></form>`,
  );
  const read = await page.evaluate(() => {
    const { get } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!;
    const names: string[] = [];
    Object.defineProperty(HTMLInputElement.prototype, 'value', {
      get(this: HTMLInputElement) {
        names.push(this.name);
        return get!.call(this) as string;
      },
    });
    const [form] = document.forms;
    form!.querySelector('[name=card]')!.setAttribute('autocomplete', 'cc-number');
    form!.addEventListener('submit', (event) => event.preventDefault());
    form!.requestSubmit();
    return names;
  });
  // Neither what is secret, though it is declared, nor what is not declared.
  expect(read).toEqual(['code']);
  expect(await calls(page)).toEqual([['coupon_applied', { code: 'code-value' }]]);
});

test('a change gives the value of the control', async ({ page, pages }) => {
  await openPage(
    page,
    pages,
    '<select data-headgate-event="size_chosen" data-headgate-field-code><option>S<option>M</select>',
  );
  await page.selectOption('select', 'M');
  expect(await calls(page)).toEqual([['size_chosen', { code: 'M' }]]);
});

test('open shadow roots count: clicks, changes and submits in them, and what is visible', async ({ page, pages }) => {
  const errors = await openPage(page, pages, '');
  await page.evaluate(() => {
    customElements.define(
      'x-coupon',
      class extends HTMLElement {
        connectedCallback(): void {
          const root = this.attachShadow({ mode: 'open' });
          const add = (tag: string, attributes: object, parent: Node = root): HTMLElement => {
            const element = Object.assign(document.createElement(tag), { textContent: tag });
            for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
            parent.appendChild(element);
            return element;
          };
          add('button', { 'data-headgate-event': 'coupon_applied', id: 'click' });
          add('input', { 'data-headgate-event': 'size_chosen', 'data-headgate-field-code': '' });
          const form = add('form', { 'data-headgate-event': 'coupon_applied' });
          form.textContent = '';
          form.addEventListener('submit', (event) => event.preventDefault());
          add('input', { name: 'code', id: 'code' }, form);
          add('p', { 'data-headgate-event': 'banner_seen', 'data-headgate-on': 'load' });
        }
      },
    );
    document.body.append(document.createElement('x-coupon'));
  });
  await page.locator('x-coupon').locator('#click').click();
  await page.locator('x-coupon').locator('input').first().fill('M');
  await page.locator('x-coupon').locator('#code').fill('SUMMER');
  await page.keyboard.press('Enter');
  await expect.poll(() => calls(page)).toHaveLength(4);
  expect(await calls(page)).toEqual([
    ['banner_seen', {}],
    ['coupon_applied', {}],
    ['size_chosen', { code: 'M' }],
    ['coupon_applied', { code: 'SUMMER' }],
  ]);
  expect(errors).toEqual([]);
});

test('a block of the CMS counts, in the page and fetched later', async ({ page, pages }) => {
  // As Page Builder writes it into Magento's database.
  const block = (code: string): string =>
    `<div data-content-type="row" data-appearance="contained" data-element="main"><div data-enable-parallax="0" data-element="inner">
      <div data-content-type="html" data-appearance="default" data-element="main"><a class="action" href="#sale"
        data-headgate-event="coupon_applied" data-headgate-field-code="${code}"><span>Sale</span></a></div>
      <div data-content-type="banner" data-appearance="poster" data-headgate-event="banner_seen" data-headgate-on="load"></div></div></div>`;
  const errors = await openPage(page, pages, `${block('FIRST')}<div id="place"></div>`, WITHOUT_TRUSTED_TYPES);
  await page.click('span');
  await page.evaluate((html) => {
    document.querySelector('#place')!.innerHTML = html;
  }, block('SECOND'));
  await page.click('#place span');
  expect(await calls(page)).toEqual([
    ['banner_seen', {}],
    ['coupon_applied', { code: 'FIRST' }],
    ['banner_seen', {}],
    ['coupon_applied', { code: 'SECOND' }],
  ]);
  expect(errors).toEqual([]);
});

test('templates of Alpine count as they are filled, with its build for strict policies', async ({ page, pages }) => {
  const alpine = readFileSync(`${root}/node_modules/@alpinejs/csp/dist/cdn.min.js`, 'utf8');
  pages.set('/alpine.js', { body: alpine, type: 'text/javascript' });
  pages.set('/shop.js', {
    body: `document.addEventListener('alpine:init', () => Alpine.data('coupons', () => ({
      codes: ['A'], isOpen: false,
      add() { this.codes.push('B'); }, open() { this.isOpen = true; },
    })));`,
    type: 'text/javascript',
  });
  const errors = await openPage(
    page,
    pages,
    `<script src="/shop.js"></script><script src="/alpine.js" defer></script>
     <div x-data="coupons"><button id="add" @click="add">Add</button><button id="open" @click="open">Open</button>
       <template x-for="code in codes" :key="code"><a href="#sale" data-headgate-event="coupon_applied"
         :data-headgate-field-code="code" x-text="code"></a></template>
       <template x-if="isOpen"><p data-headgate-event="banner_seen" data-headgate-on="load">Open</p></template></div>`,
    WITHOUT_TRUSTED_TYPES,
  );
  await page.getByText('A', { exact: true }).click();
  await page.click('#add');
  await page.getByText('B', { exact: true }).click();
  await page.click('#open');
  await expect.poll(() => calls(page)).toHaveLength(3);
  expect(await calls(page)).toEqual([
    ['coupon_applied', { code: 'A' }],
    ['coupon_applied', { code: 'B' }],
    ['banner_seen', {}],
  ]);
  expect(errors).toEqual([]);
});

test('what is looked at for less than its time does not count', async ({ page, pages }) => {
  await openPage(
    page,
    pages,
    `<svg height="5000"></svg><p id="low" data-headgate-event="banner_seen" data-headgate-on="visible" data-headgate-time="60000">Low</p>
     <p data-headgate-event="size_chosen" data-headgate-on="visible" data-headgate-time="0" data-headgate-field-code="quick">Quick</p>`,
  );
  await page.locator('#low').scrollIntoViewIfNeeded();
  await expect.poll(() => calls(page)).toEqual([['size_chosen', { code: 'quick' }]]);
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(300);
  expect(await calls(page)).toHaveLength(1);
});

test('a form whose inputs have the names of its methods costs no event of another element', async ({ page, pages }) => {
  const errors = await openPage(
    page,
    pages,
    `<form data-headgate-event="coupon_applied" data-headgate-on="load">
       <input name="matches"><input name="isConnected"><input name="shadowRoot"><input name="getAttribute"></form>
     <p data-headgate-event="banner_seen" data-headgate-on="load"></p>`,
  );
  expect((await calls(page)).at(-1)).toEqual(['banner_seen', {}]);
  expect(errors).toEqual([]);
});

test('what is visible counts once, after its time and with its share in view; what is loaded at once', async ({
  page,
  pages,
}) => {
  const visible = 'data-headgate-event="banner_seen" data-headgate-on="visible"';
  await openPage(
    page,
    pages,
    `<p data-headgate-event="size_chosen" data-headgate-on="load" data-headgate-field-code="first"></p>
     <svg id="space" height="5000"></svg><div id="low" ${visible} data-headgate-time="100">Low</div>`,
  );
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('#low')!.style.height = '300px';
  });
  await page.waitForTimeout(300);
  expect(await calls(page)).toEqual([['size_chosen', { code: 'first' }]]);
  const scrollTo = (share: number): Promise<void> =>
    page.evaluate((part) => {
      const low = document.querySelector('#low')!.getBoundingClientRect();
      scrollBy(0, low.top - innerHeight + low.height * part);
    }, share);
  await scrollTo(0.2);
  await page.waitForTimeout(300);
  expect(await calls(page)).toHaveLength(1);
  await scrollTo(0.8);
  await expect.poll(() => calls(page)).toHaveLength(2);
  await scrollTo(0);
  await page.waitForTimeout(100);
  await scrollTo(0.8);
  await page.waitForTimeout(300);
  expect((await calls(page)).slice(1)).toEqual([['banner_seen', {}]]);
});

test('nothing is heard any more once it is stopped', async ({ page, pages }) => {
  await openPage(page, pages, '<button data-headgate-event="banner_seen">Go</button>');
  await page.evaluate(() => (globalThis as unknown as { stop(): void }).stop());
  await page.click('button');
  expect(await calls(page)).toEqual([]);
});

test('a page of 5,000 marked elements has one listener for each type of event', async ({ page, pages }) => {
  const items = Array.from(
    { length: 5000 },
    (_, index) =>
      `<li><a href="#${index}" data-headgate-event="coupon_applied" data-headgate-field-code="${index}">${index}</a></li>`,
  );
  const client = await page.context().newCDPSession(page);
  await openPage(page, pages, `<ul>${items.join('')}</ul>`);
  const countListeners = async (expression: string): Promise<string[]> => {
    const { result } = await client.send('Runtime.evaluate', { expression });
    const { listeners } = await client.send('DOMDebugger.getEventListeners', { objectId: result.objectId! });
    return listeners.flatMap(({ type }) => (type.startsWith('__playwright') ? [] : [type])).sort();
  };
  expect(await countListeners('document')).toEqual(['change', 'click', 'focusin', 'pointerdown', 'submit']);
  expect(await countListeners('document.querySelector("a")')).toEqual([]);
  await page.click('li:nth-child(40) a');
  expect(await calls(page)).toEqual([['coupon_applied', { code: '39' }]]);
});
