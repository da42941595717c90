import type { Page } from '@playwright/test';
import { bundle } from '../support/bundle.js';
import { expect, STRICT_POLICY, test, type Pages } from '../support/browser.js';
import { watchTrouble } from './support/arrivals.js';

/** Other vendors' scripts, real files on real servers, started by consent under a policy as strict as a checkout's. */

declare global {
  var ran: string[], withdrawnTags: string[], say: (...granted: string[]) => void, stopTags: () => void;
}

/** The same without Trusted Types, under which a page's script cannot name a script's file. */
const NONCE_POLICY = STRICT_POLICY.replace(/; require-trusted-types-for.*/, '');

let source: string;

test.beforeAll(async () => {
  source = await bundle(
    `
    import { createHeadgate, manual, startTags } from 'headgate';
    const manifest = {
      version: '1',
      categories: { marketing: {}, analytics: {} },
      collectors: {},
      events: {},
    };
    const choice = manual();
    const headgate = createHeadgate({ manifest, consent: [choice], collectors: {} });
    Object.assign(globalThis, {
      ran: [],
      withdrawnTags: [],
      stopTags: startTags(headgate, { allow: [location.origin] }),
      say(...granted) {
        choice.deny(...['marketing', 'analytics'].filter((name) => !granted.includes(name)));
        choice.grant(...granted);
      },
    });
    addEventListener('headgate:withdrawn', ({ target }) => withdrawnTags.push(target.id));`,
    'iife',
  );
});

/** A vendor's file. It notes that it ran, from its own element as vendors read it. */
const vendor = (name: string): { body: string; type: string } => ({
  body: `ran.push('${name}' + (document.currentScript?.dataset.account ?? ''));`,
  type: 'text/javascript',
});

async function openPage(page: Page, pages: Pages, body: string, policy = STRICT_POLICY): Promise<string[]> {
  const trouble = watchTrouble(page);
  pages.set('/source.js', { body: source, type: 'text/javascript' });
  for (const name of ['own', 'other', 'late', 'module']) pages.set(`/${name}.js`, vendor(name));
  pages.set('/', {
    body: `<!doctype html><title>Shop</title><script nonce="{{nonce}}" src="/source.js"></script><body>${body}</body>`,
    headers: { 'content-security-policy': policy },
  });
  await page.goto(pages.origin);
  return trouble;
}

const tag = (attributes: string, text = ''): string => `<script type="text/plain" ${attributes}>${text}</script>`;
const ran = (page: Page): Promise<string[]> => page.evaluate(() => globalThis.ran);
const vendorRequests = (pages: Pages): string[] =>
  pages.requests.map(({ path }) => path).filter((path) => /own|other|late|module/.test(path));

test('a tag is not even loaded before its category is granted, and runs once after', async ({ page, pages }) => {
  const trouble = await openPage(
    page,
    pages,
    tag('data-headgate-category="marketing" src="/own.js" data-account="-7"'),
  );
  await page.evaluate(() => say('analytics'));
  await page.waitForTimeout(300);
  expect(vendorRequests(pages)).toEqual([]);
  await page.evaluate(() => say('analytics', 'marketing'));
  await expect.poll(() => ran(page)).toEqual(['own-7']);
  await page.evaluate(() => say('marketing'));
  await page.waitForTimeout(200);
  expect([vendorRequests(pages), trouble]).toEqual([['/own.js'], []]);
});

test('its nonce lets it load from another origin, which the policy does not name', async ({ page, pages }) => {
  const trouble = await openPage(
    page,
    pages,
    tag(`nonce="{{nonce}}" data-headgate-category="marketing" src="${pages.otherOrigin}/other.js"`),
  );
  await page.evaluate(() => say('marketing'));
  await expect.poll(() => ran(page)).toEqual(['other']);
  expect(trouble).toEqual([]);
});

test('without its nonce, it is left as it is, like the policy would', async ({ page, pages }) => {
  const trouble = await openPage(
    page,
    pages,
    tag(`data-headgate-category="marketing" src="${pages.otherOrigin}/other.js"`),
  );
  await page.evaluate(() => say('marketing'));
  await page.waitForTimeout(300);
  expect([await ran(page), vendorRequests(pages), trouble]).toEqual([[], [], []]);
});

for (const [policy, name] of [
  [STRICT_POLICY, 'with'],
  [NONCE_POLICY, 'without'],
] as const) {
  test(`an inline tag runs by its nonce, ${name} Trusted Types`, async ({ page, pages }) => {
    const inline = (nonce: string): string =>
      tag(`${nonce} data-headgate-category="marketing"`, `ran.push('inline ${nonce && 'with nonce'}')`);
    const trouble = await openPage(page, pages, inline('nonce="{{nonce}}"') + inline(''), policy);
    await page.evaluate(() => say('marketing'));
    expect(await ran(page)).toEqual(['inline with nonce']);
    expect(trouble).toEqual([]);
  });
}

test('a script in an SVG, as a visitor may write one, is left as it is and keeps no other tag from starting', async ({
  page,
  pages,
}) => {
  const drawn = tag('data-headgate-category="marketing"', "ran.push('drawn')");
  const trouble = await openPage(
    page,
    pages,
    `<svg>${drawn}</svg>${tag('data-headgate-category="marketing" src="/own.js"')}`,
  );
  await page.evaluate(() => say('marketing'));
  await expect.poll(() => ran(page)).toEqual(['own']);
  expect(trouble).toEqual([]);
});

test('a module starts as a module', async ({ page, pages }) => {
  const trouble = await openPage(
    page,
    pages,
    tag('nonce="{{nonce}}" data-headgate-category="marketing" data-headgate-type="module" src="/module.js"'),
  );
  await page.evaluate(() => say('marketing'));
  await expect.poll(() => ran(page)).toEqual(['module']);
  expect(trouble).toEqual([]);
});

test('a tag that is added after the grant starts at once', async ({ page, pages }) => {
  const trouble = await openPage(page, pages, '', NONCE_POLICY);
  await page.evaluate(() => {
    say('marketing');
    const script = document.createElement('script');
    script.type = 'text/plain';
    script.dataset['headgateCategory'] = 'marketing';
    script.setAttribute('src', '/late.js');
    document.body.append(script);
  });
  await expect.poll(() => ran(page)).toEqual(['late']);
  expect(trouble).toEqual([]);
});

test('a tag that runs is told of the withdrawal, so that the page can switch its vendor off', async ({
  page,
  pages,
}) => {
  await openPage(
    page,
    pages,
    tag('id="first" data-headgate-category="marketing analytics" src="/own.js"') +
      tag('id="second" data-headgate-category="analytics" src="/module.js"'),
  );
  await page.evaluate(() => say('marketing', 'analytics'));
  await expect.poll(async () => (await ran(page)).sort()).toEqual(['module', 'own']);
  await page.evaluate(() => say('analytics'));
  expect(await page.evaluate(() => withdrawnTags)).toEqual(['first']);
});
