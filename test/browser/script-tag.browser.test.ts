import type { Page } from '@playwright/test';
import { expect, STRICT_POLICY, test, type FakeCollector, type Pages } from '../support/browser.js';
import { readDevice, UNTOUCHED } from './support/read-device.js';
import { configBlock, configure, createNotes, grant, notesOf, serveBuilt, track, watchErrors } from './support/shop.js';

declare global {
  var jqueryOf: string | undefined, violations: string[];
}

const TAG = '<script src="/dist/headgate.min.js"></script>';
const REQUIRE = '<script src="/node_modules/requirejs/require.js"></script>';
const inline = (code: string): string => `<script nonce="{{nonce}}">${code}</script>`;
const REQUIRE_CONFIG = inline(`require.config({ paths: { jquery: '/node_modules/jquery/dist/jquery.min' } });`);
const USE_JQUERY = inline(`require(['jquery'], ($) => { globalThis.jqueryOf = $.fn.jquery; });`);
const LATE = inline(`addEventListener('load', () => setTimeout(() => {
  const tag = document.createElement('script');
  tag.src = '/dist/headgate.min.js';
  document.head.append(tag);
}, 100));`);

/** Where a theme, a tag manager or an extension puts the tag. `{block}` is the configuration. */
const POSITIONS: Record<string, string> = {
  'before RequireJS': `{block}${TAG}${REQUIRE}${REQUIRE_CONFIG}${USE_JQUERY}`,
  'before its configuration block': `${TAG}{block}${REQUIRE}${REQUIRE_CONFIG}${USE_JQUERY}`,
  'between RequireJS and its configuration': `{block}${REQUIRE}${TAG}${REQUIRE_CONFIG}${USE_JQUERY}`,
  'after the configuration of RequireJS': `{block}${REQUIRE}${REQUIRE_CONFIG}${TAG}${USE_JQUERY}`,
  'after the first require': `{block}${REQUIRE}${REQUIRE_CONFIG}${USE_JQUERY}${TAG}`,
  deferred: `{block}${TAG.replace('src', 'defer src')}${REQUIRE}${REQUIRE_CONFIG}${USE_JQUERY}`,
  async: `{block}${TAG.replace('src', 'async src')}${REQUIRE}${REQUIRE_CONFIG}${USE_JQUERY}`,
  'as a module': `{block}${TAG.replace('src', 'type="module" src')}${REQUIRE}${REQUIRE_CONFIG}${USE_JQUERY}`,
  'at the end of the body': `${REQUIRE}${REQUIRE_CONFIG}${USE_JQUERY}<body><p>Shop</p>{block}${TAG}</body>`,
  twice: `{block}${TAG}${REQUIRE}${TAG}${REQUIRE_CONFIG}${USE_JQUERY}`,
  'late, by a script': `{block}${REQUIRE}${REQUIRE_CONFIG}${USE_JQUERY}${LATE}`,
  'with its configuration as an attribute': `${REQUIRE}${TAG.replace('src', "data-config='{json}' src")}${REQUIRE_CONFIG}${USE_JQUERY}`,
  'with the id of its block as an attribute': `${REQUIRE}{other}${TAG.replace('src', 'data-config="other" src')}${REQUIRE_CONFIG}${USE_JQUERY}`,
};

function fill(html: string, collector: FakeCollector): string {
  const configuration = configure(collector);
  return `<!doctype html><html><head><title>Shop</title>${html}`
    .replaceAll('{block}', configBlock(configuration))
    .replaceAll('{other}', configBlock(configuration, 'other'))
    .replaceAll('{json}', JSON.stringify(configuration));
}

function setPage(pages: Pages, body: string, headers: Record<string, string> = {}): void {
  serveBuilt(pages);
  pages.set('/', { body, headers });
}

const waitForHeadgate = (page: Page) => page.waitForFunction(() => typeof globalThis.headgate?.track === 'function');

async function expectToWork(page: Page, collector: FakeCollector): Promise<void> {
  const notes = createNotes(3);
  await waitForHeadgate(page);
  await grant(page);
  await track(page, ...notes);
  await expect.poll(() => notesOf(collector.events()), { timeout: 20_000 }).toEqual(notes);
  expect(collector.events().map(({ id }) => collector.deliveries(id))).toEqual([1, 1, 1]);
}

for (const [position, html] of Object.entries(POSITIONS)) {
  test(`works ${position}, and RequireJS still finds its own jQuery`, async ({ page, pages, collector }) => {
    setPage(pages, fill(html, collector));
    const errors = watchErrors(page);
    await page.goto(pages.origin);
    await expectToWork(page, collector);
    await expect.poll(() => page.evaluate(() => globalThis.jqueryOf)).toMatch(/^3\./);
    expect(errors).toEqual([]);
  });
}

test('adds one global, and nothing to those that RequireJS and jQuery add', async ({ page, pages, collector }) => {
  const names = () => page.evaluate(() => Object.getOwnPropertyNames(globalThis));
  setPage(pages, fill('{block}', collector));
  await page.goto(pages.origin);
  const before = new Set(await names());
  setPage(pages, fill(`{block}${TAG}`, collector));
  await page.goto(pages.origin);
  await waitForHeadgate(page);
  expect((await names()).filter((name) => !before.has(name))).toEqual(['headgate']);
});

const WATCH_VIOLATIONS = inline(`globalThis.violations = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample, blockedURI }) =>
    violations.push([violatedDirective, sample, blockedURI].join(' ')));`);

test('works under a strict policy with Trusted Types, without one violation', async ({ page, pages, collector }) => {
  const headers = { 'content-security-policy': STRICT_POLICY };
  const block = configBlock(configure(collector)).replace('<script', '<script nonce="{{nonce}}"');
  setPage(pages, fill(`${WATCH_VIOLATIONS}${block}${TAG.replace('src', 'nonce="{{nonce}}" src')}`, collector), headers);
  const errors = watchErrors(page);
  await page.goto(pages.origin);
  await expectToWork(page, collector);
  await page.evaluate(() => Promise.all([headgate.access(), headgate.forget(), headgate.flush()]));
  expect(await page.evaluate(() => violations)).toEqual([]);
  expect(errors).toEqual([]);
});

test('a script that makes code of text is seen to violate that policy', async ({ page, pages }) => {
  const code = `try { eval('1'); } catch {} try { document.body.innerHTML = '<b>x</b>'; } catch {}`;
  const html = `<!doctype html>${WATCH_VIOLATIONS}<body>${inline(code)}</body>`;
  setPage(pages, html, { 'content-security-policy': STRICT_POLICY });
  await page.goto(pages.origin);
  await expect.poll(() => page.evaluate(() => violations.length)).toBeGreaterThanOrEqual(2);
});

const CLOBBER: Record<string, string> = {
  'an element with the id of the global': '<a id="headgate"></a>',
  'two elements with the id of the global': '<a id="headgate"></a><a id="headgate" name="push" href="x:y"></a>',
  'an image named currentScript': `<img name="currentScript" data-config='{evil}'>`,
  'a link with the id of the block': `<a id="headgate-config" href="x:y">{evil}</a>`,
  'markup with the names of members of the document': `<form name="querySelector"><input name="call"></form><img name="readyState"><img name="cookie">`,
};

test('takes none of two configurations for its own, wherever they are', async ({ page, pages, collector }) => {
  const evil = configBlock(configure({ url: `${pages.origin}/evil` }));
  setPage(pages, fill(`${evil}${TAG}<body>{block}</body>`, collector));
  await page.goto(pages.origin);
  await waitForHeadgate(page);
  await grant(page);
  const [tracked] = await track(page, 'note');
  await page.waitForTimeout(300);
  expect([tracked?.reason, pages.requests.filter(({ path }) => path === '/evil')]).toEqual(['misconfigured', []]);
});

test('takes the block that has the page’s nonce, which no markup of a visitor has', async ({
  page,
  pages,
  collector,
}) => {
  const evil = configBlock(configure({ url: `${pages.origin}/evil` }));
  const own = configBlock(configure(collector)).replace('<script', '<script nonce="{{nonce}}"');
  const tag = TAG.replace('src', 'nonce="{{nonce}}" src');
  const headers = { 'content-security-policy': STRICT_POLICY };
  setPage(pages, fill(`${evil}${own}${tag}`, collector), headers);
  await page.goto(pages.origin);
  await expectToWork(page, collector);
  expect(pages.requests.filter(({ path }) => path === '/evil')).toEqual([]);
});

for (const [markup, html] of Object.entries(CLOBBER)) {
  test(`is not taken over by ${markup}`, async ({ page, pages, collector }) => {
    const evil = JSON.stringify(configure({ url: `${pages.origin}/evil` })).replaceAll('"', '&quot;');
    const body = `<body>${html.replaceAll('{evil}', evil)}{block}${TAG}</body>`;
    setPage(pages, fill(body, collector));
    const errors = watchErrors(page);
    await page.goto(pages.origin);
    await expectToWork(page, collector);
    expect(pages.requests.filter(({ path }) => path === '/evil')).toEqual([]);
    expect(errors).toEqual([]);
  });
}

const STUB = inline(`window.headgate = window.headgate || [];`);

test('replays the calls of the stub in order, and takes more in the same form', async ({ page, pages, collector }) => {
  const [first, second, third] = createNotes(3) as [string, string, string];
  const calls = inline(`
    headgate.push(['track', 'product_viewed', { note: '${first}' }], ['grant', 'analytics']);
    headgate.push(['track', 'product_viewed', { note: '${second}' }], ['unknown', 1], ['push', 1], ['constructor'], null);
  `);
  setPage(pages, fill(`${STUB}${calls}{block}${TAG.replace('src', 'async src')}`, collector));
  const errors = watchErrors(page);
  await page.goto(pages.origin);
  await waitForHeadgate(page);
  await page.evaluate((note) => {
    (headgate as unknown as unknown[]).push(['track', 'product_viewed', { note }]);
  }, third);
  await expect.poll(() => notesOf(collector.events()), { timeout: 20_000 }).toEqual([first, second, third]);
  expect(errors).toEqual([]);
});

test('hears of every step by functions that the queue configures', async ({ page, pages, collector }) => {
  const configured = inline(`globalThis.told = [];
    window.headgate = [['configure', {
      onAudit: ({ state, reason }) => told.push(state + ':' + reason),
      onDiagnostic: ({ code }) => told.push(code),
    }]];`);
  setPage(pages, fill(`${configured}{block}${TAG}`, collector));
  await page.goto(pages.origin);
  await waitForHeadgate(page);
  await page.evaluate(() => headgate.track('nothing_declared'));
  await track(page, 'note');
  await grant(page);
  await collector.until(() => collector.events().length === 1);
  await expect
    .poll(() => page.evaluate(() => (globalThis as unknown as { told: string[] }).told))
    .toEqual(['refused:undeclared', 'undeclared-event', 'held:undecided', 'buffered:admitted', 'delivered:accepted']);
});

const FAULTY: Record<string, string> = {
  'no configuration': TAG,
  'a block that is no JSON': `<script type="application/json" id="headgate-config">{ oops</script>${TAG}`,
  'a block without a manifest': `${configBlock({ collectors: {} })}${TAG}`,
  'a block that is null': `${configBlock(null)}${TAG}`,
  'a block of wrong types': `${configBlock({ manifest: 7, consent: 1, collectors: [null], frames: 3 })}${TAG}`,
  'a collector without an address': `${configBlock({ ...configure({ url: '' }), collectors: { warehouse: null } })}${TAG}`,
};

for (const [fault, html] of Object.entries(FAULTY)) {
  test(`with ${fault}, refuses everything and breaks nothing`, async ({ page, pages, collector }) => {
    setPage(
      pages,
      fill(`${STUB}${inline(`headgate.push(['track', 'product_viewed', { note: 'early' }]);`)}${html}`, collector),
    );
    const errors = watchErrors(page);
    await page.goto(pages.origin);
    await waitForHeadgate(page);
    await grant(page);
    const [tracked] = await track(page, 'late');
    expect(tracked?.outcome).toBe('refuse');
    await page.evaluate(() => Promise.all([headgate.flush(), headgate.access(), headgate.forget()]));
    await page.waitForTimeout(200);
    expect(errors).toEqual([]);
    expect(collector.requests).toEqual([]);
    expect((await readDevice(page)).databases).toEqual([]);
  });
}

test('refuses names that every object has, and data that throws', async ({ page, pages, collector }) => {
  setPage(pages, fill(`{block}${TAG}`, collector));
  const errors = watchErrors(page);
  await page.goto(pages.origin);
  await waitForHeadgate(page);
  const outcomes = await page.evaluate(() => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'track'];
    const hostile = {
      get note(): string {
        throw new Error('from the page');
      },
    };
    const proxy = new Proxy({}, { ownKeys: () => ['a', 'a'], get: () => null });
    const data = [hostile, proxy, null, undefined, 7, 'text', [], Symbol('x') as unknown as object, () => {}];
    return [
      ...names.map((name) => headgate.track(name, { note: 'x' })),
      ...data.map((value) => headgate.track('product_viewed', value as object)),
      headgate.track(undefined as unknown as string),
      headgate.track({ toString: null } as unknown as string),
      headgate.track(Symbol('x') as unknown as string),
    ].map(({ outcome }) => outcome);
  });
  expect(outcomes).toEqual(outcomes.map(() => 'refuse'));
  expect(await readDevice(page)).toEqual(UNTOUCHED);
  expect(errors).toEqual([]);
});

test.describe('the explanations of a script file', () => {
  const explained = TAG.replace('src', 'data-debug="/dist/headgate-debug.min.js" src');
  const asked = explained.replace('src', 'data-debug-when="asked" src');
  const POLICY = { 'content-security-policy': STRICT_POLICY };

  /** What the page warns of, and which files of Headgate it asked for. */
  const watch = (page: Page) => {
    const warnings: string[] = [];
    const files: string[] = [];
    page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
    page.on('request', (request) => files.push(new URL(request.url()).pathname));
    return { warnings, asksForThem: () => files.includes('/dist/headgate-debug.min.js') };
  };

  test('load under a policy without eval and with Trusted Types, and name event and field', async ({
    page,
    pages,
    collector,
  }) => {
    setPage(pages, fill(`{block}${explained}`, collector), POLICY);
    const errors = watchErrors(page);
    const { warnings } = watch(page);
    await page.goto(pages.origin);
    await waitForHeadgate(page);
    await page.evaluate(() => void globalThis.headgate.track('noticed'));
    await expect.poll(() => warnings.length).toBeGreaterThan(0);
    expect(warnings.join('\n')).toMatch(/^Headgate.*: .*; expected .* https:\/\/\S+\/problems#[a-z-]+$/m);
    expect(errors).toEqual([]);
  });

  test('are not asked for by a block of data', async ({ page, pages, collector }) => {
    const named = fill(`{block}${TAG}`, collector).replace('{"', '{"debug":"/dist/headgate-debug.min.js","');
    expect(named).toContain('"debug":');
    setPage(pages, named);
    const { asksForThem } = watch(page);
    await page.goto(pages.origin);
    await waitForHeadgate(page);
    await page.evaluate(() => void globalThis.headgate.track('noticed'));
    await page.waitForTimeout(500);
    expect(asksForThem()).toBe(false);
  });

  test('are asked for by the address alone, where the page lets it', async ({ page, pages, collector }) => {
    setPage(pages, fill(asked, collector), POLICY);
    const { warnings, asksForThem } = watch(page);
    await page.goto(pages.origin);
    await waitForHeadgate(page);
    expect(asksForThem()).toBe(false);
    await page.goto(`${pages.origin}/?headgate-debug`);
    await expect.poll(() => warnings.join()).toContain('no element with the id "headgate-config"');
    expect(asksForThem()).toBe(true);
  });

  test('are not asked for by a page that does not name them, whatever the address says', async ({
    page,
    pages,
    collector,
  }) => {
    setPage(pages, fill(`{block}${TAG}`, collector), POLICY);
    const { asksForThem } = watch(page);
    await page.goto(`${pages.origin}/?headgate-debug`);
    await waitForHeadgate(page);
    await page.evaluate(() => globalThis.headgate.flush());
    expect(asksForThem()).toBe(false);
  });
});
