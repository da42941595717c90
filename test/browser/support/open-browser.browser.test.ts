import { existsSync } from 'node:fs';
import { answers, expect, test } from '../../support/browser.js';

/** What the other tests rest on: each option of the browser changes what it says it changes. */

const send = (url: string) => fetch(url, { method: 'POST', body: '{"events":[{"id":"a"}]}' }).then((r) => r.status);

test('a page of another origin reaches the collector without a preflight', async ({ page, pages, collector }) => {
  pages.set('/', '<title>Shop</title>');
  await page.goto(pages.origin);
  expect(await page.evaluate(send, collector.localhostUrl)).toBe(200);
  expect(collector.preflights).toEqual([]);
  expect(collector.events().map(({ id }) => id)).toEqual(['a']);
});

test('the NetLog names a request that is answered and one that hangs, and no more to that server', async ({
  open,
  pages,
  collector,
}) => {
  pages.set('/', '<title>Shop</title>');
  const browser = await open({ netLog: true });
  const page = await browser.context.newPage();
  await page.goto(pages.origin);
  await page.evaluate(send, `${collector.origin}/one`);
  collector.answer(answers.hang());
  await page.evaluate((url) => void fetch(url, { method: 'POST' }), `${collector.origin}/two`);
  await collector.until(() => collector.requests.length === 2);
  const requests = await browser.closeAndReadNetLog();
  const toCollector = requests.filter(({ url }) => url.startsWith(collector.origin));
  expect(toCollector.map(({ url, method }) => [method, new URL(url).pathname])).toEqual([
    ['POST', '/one'],
    ['POST', '/two'],
  ]);
});

for (const bfcache of [true, false]) {
  test(`going back ${bfcache ? 'restores the page from' : 'loads the page without'} the back/forward cache`, async ({
    open,
    pages,
  }) => {
    pages.set('/', { body: '<title>First</title>', headers: { 'cache-control': 'max-age=60' } });
    pages.set('/second', '<title>Second</title>');
    const { context } = await open({ bfcache });
    const page = await context.newPage();
    await page.goto(pages.origin);
    await page.evaluate(() => {
      addEventListener('pageshow', (event) => void (document.title = event.persisted ? 'restored' : 'again'));
    });
    await page.goto(`${pages.origin}/second`);
    await page.evaluate(() => void setTimeout(() => history.back()));
    await expect(page).toHaveTitle(bfcache ? 'restored' : 'First');
  });
}

for (const partitioning of [true, false]) {
  test(`a cross-site frame ${partitioning ? 'has a storage for each host' : 'shares its storage with its own site'}`, async ({
    open,
    pages,
  }) => {
    pages.set('/host', `<iframe src="${pages.otherOrigin}/frame"></iframe>`);
    pages.set('/frame', `<script>document.title = localStorage.note ?? 'empty'</script>`);
    const { context } = await open({ partitioning });
    const page = await context.newPage();
    await page.goto(`${pages.otherOrigin}/frame`);
    await page.evaluate(() => localStorage.setItem('note', 'kept'));
    await page.goto(`${pages.origin}/host`);
    const frame = page.frame({ url: /\/frame$/ });
    expect(await frame?.title()).toBe(partitioning ? 'empty' : 'kept');
  });
}

test('a profile outlives its browser, even a killed one', async ({ open, pages }) => {
  pages.set('/', '<title>Shop</title>');
  const first = await open();
  const page = await first.context.newPage();
  await page.goto(pages.origin);
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open('notes', 1);
        request.onsuccess = () => resolve(undefined);
      }),
  );
  await first.kill();
  expect(existsSync(first.profile)).toBe(true);
  const second = await open({ profile: first.profile });
  const again = await second.context.newPage();
  await again.goto(pages.origin);
  expect((await again.evaluate(() => indexedDB.databases())).map(({ name }) => name)).toEqual(['notes']);
});

test('a killed renderer ends the page and leaves the browser usable', async ({ open, pages }) => {
  pages.set('/', '<title>Shop</title>');
  const browser = await open();
  const page = await browser.context.newPage();
  await page.goto(pages.origin);
  const crashed = page.waitForEvent('crash');
  await browser.killRenderers();
  await crashed;
  const next = await browser.context.newPage();
  await next.goto(pages.origin);
  await expect(next).toHaveTitle('Shop');
});
