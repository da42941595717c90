import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compactDecrypt, importJWK } from 'jose';
import { expect, vi } from 'vitest';
import { root } from '../support/dist.js';
import type { Stage } from './open-theatre.js';

type Expectation = (stage: Stage) => Promise<void>;

// What runs in a page is text here: a test runner rewrites the dynamic imports of code.
const ANSWER = `{ question: 'recommend', score: 9 }`;

/** What each snippet of the documents does in a browser. */
export const expectations: { readonly [name: string]: Expectation } = {
  async 'manifest.ts'({ page }) {
    expect(await page.evaluate(`import('/manifest.js').then(({ manifest }) => manifest)`)).toMatchObject({
      version: '2026-11-21',
      events: { feature_toggled: { tier: 'pseudonymous' } },
    });
  },

  async 'tracking.ts'({ page, collector }) {
    await page.evaluate(`import('/tracking.js').then(({ headgate, choice }) => {
      headgate.track('survey_answered', ${ANSWER});
      choice.grant('analytics');
    })`);
    await collector.until(() => collector.events().some(({ event }) => event === 'survey_answered'));
  },

  async 'quick-start'({ logs, collector }) {
    await collector.until(() => collector.events().length);
    expect(logs).toContain('hold');
    const [sent, ...others] = collector.events();
    expect(sent?.data).toEqual({ user: expect.stringMatching(/^[\w-]{43}$/), feature: 'dark-mode', enabled: true });
    expect(others).toEqual([]);
  },

  async 'script-tag'({ page, collector }) {
    await nothingHappens(page);
    expect(collector.requests).toEqual([]);
  },

  'script-tag-grant': cartArrives,

  async 'script-tag-configure'({ page, logs, collector }) {
    await soon(() => expect(logs).toContain('held undecided'));
    await page.evaluate(() => {
      document.cookie = `user_allowed_save_cookie=${encodeURIComponent('{"1":1}')}`;
    });
    await collector.until(() => collector.events().length);
    expect(collector.events()[0]?.event).toBe('cart_opened');
    await soon(() => expect(logs).toContain('delivered accepted'));
  },

  async seal({ collector }) {
    const event = await collector.until(() => collector.events().find(({ event }) => event === 'accessibility_noted'));
    const { need } = event!.data as { need: string };
    const key: unknown = JSON.parse(readFileSync(join(root, 'examples/demo/demo-private-key.json'), 'utf8'));
    const { plaintext } = await compactDecrypt(need, await importJWK(key as { kty: string }, 'ECDH-ES'));
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toBe('I use a screen reader');
  },

  async consent({ logs }) {
    await soon(() => expect(logs).toEqual(['denied opt-in explicit manual']));
  },

  async 'acme-banner.ts'({ page }) {
    const states = await page.evaluate(`(async () => {
      const { acmeBanner } = await import('/acme-banner.js');
      const { manifest } = await import('/manifest.js');
      const { createHeadgate } = await import('/dist/index.js');
      const headgate = createHeadgate({ manifest, consent: [acmeBanner()], collectors: {} });
      const seen = [headgate.consent()];
      for (const allowed of [['analytics'], []]) {
        window.acmeBanner = { receipt: 'r-1', allowed };
        dispatchEvent(new Event('acme:changed'));
        seen.push(headgate.consent());
      }
      return seen.map(({ categories, proof }) => [categories.analytics, proof.id]);
    })()`);
    expect(states).toEqual([
      ['undecided', undefined],
      ['granted', 'r-1'],
      ['denied', 'r-1'],
    ]);
  },

  async 'acme-ingest.ts'({ page, collector }) {
    collector.answer((_request, response) => void response.end(JSON.stringify({ status: 'ok' })), '/ingest');
    await page.evaluate(`(async () => {
      const { acmeIngest } = await import('/acme-ingest.js');
      const { manifest } = await import('/manifest.js');
      const { createHeadgate, manual } = await import('/dist/index.js');
      const choice = manual();
      const collectors = { warehouse: acmeIngest({ url: '${collector.origin}/ingest' }) };
      const headgate = createHeadgate({ manifest, consent: [choice], collectors });
      choice.grant('analytics');
      for (let count = 0; count < 2; count++) headgate.track('survey_answered', ${ANSWER});
      window.deliveredCount = () => headgate.status().collectors.warehouse.delivered;
    })()`);
    await soon(async () => expect(await page.evaluate('deliveredCount()')).toBe(2));
    const sent = collector.requests.flatMap(({ body }) => body.split('\n'));
    expect(sent.map((line) => JSON.parse(line).event)).toEqual(['survey_answered', 'survey_answered']);
  },

  async regions({ page, logs, collector }) {
    await soon(() => expect(logs).toEqual(['unknown-region']));
    await collector.until(() => collector.events().length);
    await page.waitForTimeout(100);
    expect(collector.requests.flatMap(({ path, events }) => events.map(({ event }) => [path, event]))).toEqual([
      ['/us', 'help_asked'],
    ]);
  },

  'frame-host': surveyArrives,

  async 'frame-embedded'(stage) {
    await stage.page.goto(`${stage.pages.origin}/run/frame-host`);
    await surveyArrives(stage);
  },

  async 'survey-frame'({ page, pages, collector }) {
    await page.goto(`${pages.origin}/run/frame-host`);
    await embed(page, `${pages.otherOrigin}/run/survey-frame`);
    await grant(page, 'analytics');
    await collector.until(() => collector.events().length);
    expect(collector.events()).toMatchObject([{ event: 'survey_answered', data: { question: 'recommend', score: 9 } }]);
  },

  async 'shop.ts'({ page }) {
    expect(
      await page.evaluate(`import('/shop.js').then(({ shop }) => shop.status().collectors.warehouse.tracked)`),
    ).toBe(0);
  },

  async 'data-layer'({ page, collector }) {
    await collector.until(() => collector.events().length);
    expect(collector.events()).toMatchObject([{ event: 'cart_filled', data: { sku: 'MH01', price: 24 } }]);
    expect(await page.evaluate('dataLayer.length')).toBe(1);
  },

  async attributes({ page, pages, collector }) {
    await page.goto(`${pages.origin}/run/shop.ts`);
    await page.evaluate(`(async () => {
      document.body.innerHTML = await (await fetch('/run/attributes')).text();
      document.forms[0].addEventListener('submit', (event) => event.preventDefault());
      const { shopChoice } = await import('/shop.js');
      shopChoice.grant('analytics');
    })()`);
    await page.getByRole('button', { name: 'Size guide' }).click();
    for (const name of ['code', 'email', 'password']) await page.locator(`[name=${name}]`).fill(`my ${name}`);
    await page.getByRole('button', { name: 'Apply' }).click();
    await collector.until(() => collector.events().length === 3, 10_000);
    expect(collector.events().map(({ event, data }) => [event, data])).toEqual([
      ['size_guide_opened', { sku: 'MH01' }],
      ['coupon_entered', { code: 'my code' }],
      ['offer_seen', {}],
    ]);
  },

  async magento({ page, collector }) {
    await page.evaluate(`import('/shop.js').then(({ shopChoice }) => {
      shopChoice.grant('analytics');
      const item = { item_id: '1', product_sku: 'MH01', product_price_value: 24, qty: 2, product_name: 'Hoodie' };
      const data = { cart: { data_id: 1, items: [item] }, customer: { data_id: 1 } };
      dispatchEvent(new CustomEvent('private-content-loaded', { detail: { data } }));
    })`);
    await collector.until(() => collector.events().length);
    expect(collector.events()).toMatchObject([{ event: 'cart_filled', data: { sku: 'MH01', price: 24 } }]);
  },

  async journeys({ page, logs }) {
    await soon(() => expect(logs).toEqual(['allow', 'repeated']));
    expect(await page.evaluate('Object.keys(JSON.parse(localStorage["headgate:journeys"]))')).toEqual([
      'guide_started',
    ]);
  },

  async 'tag-markup'({ page, logs }) {
    const type = await page.locator('script').getAttribute('type');
    expect([type, logs]).toEqual(['text/plain', []]);
  },

  async tags({ page, logs }) {
    const vendor = { contentType: 'text/javascript', body: "console.log('vendor runs')" };
    await page.route('https://vendor.example/tag.js', (route) => route.fulfill(vendor));
    await page.evaluate(() => {
      const script = document.createElement('script');
      Object.assign(script, { type: 'text/plain', id: 'vendor', src: 'https://vendor.example/tag.js' });
      script.dataset['headgateCategory'] = 'analytics';
      document.body.append(script);
    });
    await soon(() => expect(logs).toEqual(['vendor runs']));
    await page.evaluate(`import('/tracking.js').then(({ choice }) => choice.withdraw('analytics'))`);
    await soon(() => expect(logs).toEqual(['vendor runs', 'switch off vendor']));
  },

  async react({ page, collector }) {
    await page.getByRole('button', { name: 'Measured', exact: true }).click();
    await collector.until(() => collector.events().length === 2);
    expect(collector.events().map(({ event }) => event)).toEqual(['survey_answered', 'feature_toggled']);
    await page.evaluate(`import('/tracking.js').then(({ choice }) => choice.withdraw('analytics'))`);
    await page.getByRole('button', { name: 'Not measured' }).waitFor();
  },

  vue: buttonTracks,

  svelte: buttonTracks,

  async 'consent-signal.ts'({ page }) {
    const seen = await page.evaluate(`(async () => {
      const { consentState } = await import('/consent-signal.js');
      const { choice } = await import('/tracking.js');
      const before = consentState().categories.analytics;
      choice.grant('analytics');
      return [before, consentState().categories.analytics];
    })()`);
    expect(seen).toEqual(['undecided', 'granted']);
  },

  async 'next-consent-banner'({ page, collector }) {
    await page.getByRole('button', { name: 'Allow analytics' }).click();
    await page.getByRole('button', { name: 'Withdraw consent' }).waitFor();
    await collector.until(() => collector.events().length);
    expect(collector.events()).toMatchObject([{ event: 'survey_answered', data: { question: 'banner', score: 10 } }]);
    await page.getByRole('button', { name: 'Withdraw consent' }).click();
    await page.getByRole('button', { name: 'Allow analytics' }).waitFor();
  },

  async 'nuxt-composable'({ logs }) {
    await soon(() => expect(logs).toEqual(['undecided']));
  },

  async 'sveltekit-consent'({ logs }) {
    await soon(() => expect(logs).toEqual(['false', 'true']));
  },

  async 'gtm-collector'({ page, collector }) {
    // What Google's container leaves in a page once it has loaded.
    await page.evaluate('globalThis.google_tag_manager = {}');
    const read = () => page.evaluate('JSON.stringify([...dataLayer].map((entry) => entry.event ?? [...entry]))');
    await soon(async () => expect(await read()).toContain('add_to_cart'));
    const [first, ...others] = JSON.parse(String(await read())) as unknown[];
    expect(first).toEqual(['consent', 'default', expect.objectContaining({ analytics_storage: 'denied' })]);
    expect(others).toEqual([['consent', 'update', { analytics_storage: 'granted' }], 'add_to_cart']);
    expect(collector.requests).toEqual([]);
  },

  async 'requirejs-push'({ collector }) {
    await collector.until(() => collector.events().length === 2);
    expect(collector.events().map(({ data }) => data)).toEqual([
      { sku: 'MH01', quantity: 1 },
      { sku: 'MH02', quantity: 2 },
    ]);
  },

  'csp-no-inline': guideIsOpened,

  async 'spa-routes'({ collector }) {
    await collector.until(() => collector.events().length);
    expect(collector.events()).toMatchObject([{ event: 'route_shown', data: { route: 'product' } }]);
  },

  async 'first-manifest.ts'({ page }) {
    const events = await page.evaluate(
      `import('/first-manifest.js').then(({ manifest }) => Object.keys(manifest.events))`,
    );
    expect(events).toEqual(['search_used']);
  },

  async first({ logs, collector }) {
    await collector.until(() => collector.events().length);
    expect(logs).toEqual(['hold']);
    expect(collector.events()).toMatchObject([{ event: 'search_used', data: { results: 12 } }]);
  },

  async 'first-tag'({ page, collector }) {
    expect(collector.requests).toEqual([]);
    await page.evaluate(`headgate.push(['grant', 'analytics'])`);
    await collector.until(() => collector.events().length);
    expect(collector.events()).toMatchObject([{ event: 'search_used', data: { results: 12 } }]);
  },

  async status({ logs }) {
    await soon(() => expect(logs).toEqual(['2 1 1', '1']));
  },

  async audit({ logs }) {
    await soon(() => expect(logs).toEqual(['warehouse refused invalid 1', 'invalid-field survey_answered']));
  },

  async debug({ warnings }) {
    await soon(() => expect(warnings).toEqual([expect.stringContaining('Did you mean "survey_answered"?')]));
  },

  async 'script-tag-debug'({ warnings }) {
    await soon(() => expect(warnings).toEqual([expect.stringContaining('Write the block into the page')]));
  },

  async inspector({ page, errors }) {
    await opensWhenAsked(page);
    expect(errors).toEqual([]);
  },

  async 'script-tag-inspector'({ page, errors }) {
    await opensWhenAsked(page);
    expect(errors).toEqual([]);
  },

  async 'subject-rights'({ logs, collector }) {
    await soon(() => expect(logs).toHaveLength(2));
    expect(logs[1]).toMatch(/warehouse: true/);
    const erasure = collector.requests.find((request) => request.erasure)?.erasure;
    expect(erasure?.subject).toEqual({ user: expect.stringMatching(/^[\w-]{43}$/) });
  },
};

/** The overlay is there where the address asks for it, and not before. */
async function opensWhenAsked(page: Stage['page']): Promise<void> {
  const overlay = page.locator('headgate-inspector');
  expect(await overlay.count()).toBe(0);
  await page.goto(`${page.url()}?headgate`);
  await overlay.getByRole('tab', { name: 'Tallies' }).waitFor();
}

/** The event of the script tag's quick start arrives, with the tags that its manifest gives it. */
export async function cartArrives({ collector, errors }: Stage): Promise<void> {
  await collector.until(() => collector.events().length);
  expect(collector.events()).toMatchObject([
    {
      event: 'add_to_cart',
      tier: 'anonymous',
      purpose: 'shop_improvement',
      basis: 'consent',
      data: { sku: 'MH01', quantity: 1 },
      consent: { released: { state: 'granted', source: 'manual' } },
    },
  ]);
  expect(errors).toEqual([]);
}

/** Calls from files of the shop's own arrive, without an inline script. */
export async function guideIsOpened({ page, collector, errors }: Stage): Promise<void> {
  await page.evaluate(`headgate.push(['grant', 'analytics'], ['track', 'size_guide_opened'])`);
  await collector.until(() => collector.events().length);
  expect(collector.events()).toMatchObject([{ event: 'size_guide_opened' }]);
  expect(errors).toEqual([]);
}

/** An embedded page of another site tracks through this page, once its visitor allows it. */
async function surveyArrives({ page, pages, collector, logs }: Stage): Promise<void> {
  await embed(page, `${pages.otherOrigin}/run/frame-embedded`);
  await soon(() => expect(logs).toContain('undecided'));
  expect(collector.requests).toEqual([]);
  await grant(page, 'analytics');
  await soon(() => expect(logs).toContain('granted'));
  await collector.until(() => collector.events().length);
  expect(collector.events()).toMatchObject([{ event: 'survey_answered', data: { question: 'recommend', score: 9 } }]);
}

/** A component of whatever framework tracks a click, and shows what the visitor chose. */
async function buttonTracks({ page, collector }: Stage): Promise<void> {
  await page.getByRole('button', { name: 'Not measured' }).click();
  await grant(page, 'analytics');
  await page.getByRole('button', { name: 'Measured', exact: true }).waitFor();
  await collector.until(() => collector.events().length);
  expect(collector.events()).toMatchObject([
    { event: 'feature_toggled', data: { user: expect.stringMatching(/^[\w-]{43}$/), feature: 'dark-mode' } },
  ]);
}

function embed(page: Stage['page'], address: string): Promise<void> {
  return page.evaluate((src) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src }));
  }, address);
}

function grant(page: Stage['page'], category: string): Promise<unknown> {
  return page.evaluate(`import('/tracking.js').then(({ choice }) => choice.grant('${category}'))`);
}

/** A page on a busy machine may take longer than the second that a test runner waits by itself. */
function soon(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, 30_000);
}

/** Longer than Headgate gathers events before it sends them. */
async function nothingHappens(page: Stage['page']): Promise<void> {
  await page.waitForTimeout(2500);
}
