import type { Frame, Page } from '@playwright/test';
import { expect, IMPORT_MAP, test, type FakeCollector, type Pages } from '../support/browser.js';
import { answer, surveyPage } from './support/frames.js';
import { readDevice, UNTOUCHED } from './support/read-device.js';
import {
  BUILDS,
  configure,
  createNotes,
  flush,
  grant,
  notesOf,
  openShop,
  watchErrors,
  withdraw,
  type Build,
} from './support/shop.js';

/** A survey on another site, in a frame of the shop: it tracks through the shop's gate, or not at all. */

interface HostOptions {
  readonly build?: Build;
  /** The origins that the shop lets track. */
  readonly allowed?: readonly string[];
  /** The origins that the survey tracks through. */
  readonly hosts?: readonly string[];
}

/** The shop with the survey in it. */
async function openHost(
  page: Page,
  pages: Pages,
  collector: FakeCollector,
  { build = 'module', allowed = [pages.otherOrigin], hosts = [pages.origin] }: HostOptions = {},
): Promise<Frame> {
  const frame = `<iframe src="${pages.otherOrigin}/survey"></iframe>`;
  openShop(pages, build, configure(collector, { frames: allowed }), frame);
  pages.set('/survey', surveyPage(hosts));
  await page.goto(pages.origin);
  await expect.poll(() => page.frames().length).toBe(2);
  const embedded = page.frames()[1]!;
  await embedded.waitForFunction(() => typeof survey === 'object');
  return embedded;
}

const hostTally = (page: Page) => page.evaluate(() => headgate.status().collectors['warehouse']!);

for (const build of BUILDS) {
  test(`answers of a cross-site survey wait for the shop's consent and arrive once, with the ${build} build`, async ({
    page,
    pages,
    collector,
  }) => {
    const [early, late] = createNotes(2) as [string, string];
    const errors = watchErrors(page);
    const frame = await openHost(page, pages, collector, { build });
    await answer(frame, early);
    await expect.poll(async () => (await hostTally(page)).held).toBe(1);
    expect(await frame.evaluate(() => heard)).toEqual(['undecided']);
    await flush(page);
    await page.waitForTimeout(300);
    expect(collector.requests).toEqual([]);
    expect(await readDevice(page)).toEqual(UNTOUCHED);

    await grant(page);
    await answer(frame, late);
    await expect.poll(() => notesOf(collector.events()), { timeout: 20_000 }).toEqual([early, late]);
    await expect.poll(() => frame.evaluate(() => heard)).toEqual(['undecided', 'granted']);
    expect(collector.events().map(({ id }) => collector.deliveries(id))).toEqual([1, 1]);
    expect(collector.requests.map(({ headers }) => headers.origin)).toEqual(collector.requests.map(() => pages.origin));
    expect(errors).toEqual([]);
  });
}

test('a frame of an origin that the shop does not allow hears nothing and is not heard', async ({
  page,
  pages,
  collector,
}) => {
  const [note] = createNotes(1) as [string];
  const frame = await openHost(page, pages, collector, { allowed: ['https://survey.example'] });
  await grant(page);
  await answer(frame, note);
  await page.waitForTimeout(1500);
  await flush(page);
  expect(await frame.evaluate(() => [heard, survey.status()])).toMatchObject([[], { held: 1, sent: 0, dropped: 0 }]);
  expect(collector.requests).toEqual([]);
  expect((await hostTally(page)).tracked).toBe(0);
});

test('a survey does not speak to a page that it does not name as its host', async ({ page, pages, collector }) => {
  const [note] = createNotes(1) as [string];
  const frame = await openHost(page, pages, collector, { hosts: ['https://shop.example'] });
  await page.evaluate(() => {
    globalThis.heard = [];
    addEventListener('message', ({ data }) => heard.push(String(data)));
  });
  await grant(page);
  await answer(frame, note);
  await page.waitForTimeout(1500);
  expect(await page.evaluate(() => heard)).toEqual([]);
  expect((await hostTally(page)).tracked).toBe(0);
  expect(collector.requests).toEqual([]);
});

test('what the survey sends is checked against the manifest of the shop', async ({ page, pages, collector }) => {
  const [note] = createNotes(1) as [string];
  const errors = watchErrors(page);
  const frame = await openHost(page, pages, collector);
  await grant(page);
  await frame.evaluate((text) => {
    survey.track('undeclared', { note: text });
    survey.track('__proto__', { note: text });
    survey.track('product_viewed', { note: 7 });
    survey.track('product_viewed', { note: text, extra: 'undeclared field' });
    survey.track('product_viewed', { note: () => {} });
  }, note);
  await expect.poll(() => notesOf(collector.events()), { timeout: 20_000 }).toEqual([note]);
  expect(collector.events()[0]?.data).toEqual({ note });
  expect(await page.evaluate(() => headgate.status().unrouted.refused)).toBe(2);
  expect(errors).toEqual([]);
});

test('a window that is no frame of the shop is not heard, whatever it says', async ({ page, pages, collector }) => {
  const [note] = createNotes(1) as [string];
  await openHost(page, pages, collector);
  await grant(page);
  const popup = page.waitForEvent('popup');
  await page.evaluate((url) => void open(url), `${pages.otherOrigin}/stranger`);
  const stranger = await popup;
  await stranger.evaluate(
    ([text, host]) => {
      const { port1, port2 } = new MessageChannel();
      opener.postMessage({ protocol: 'headgate/1', kind: 'hello', id: 'popup' }, host, [port2]);
      port1.postMessage({ kind: 'track', call: 1, name: 'product_viewed', data: { note: text } });
    },
    [note, pages.origin] as const,
  );
  await page.waitForTimeout(500);
  expect((await hostTally(page)).tracked).toBe(0);
  expect(collector.requests).toEqual([]);
});

test('a document that took the place of the survey in its frame is not heard on the old port', async ({
  page,
  pages,
  collector,
}) => {
  const frame = await openHost(page, pages, collector);
  await expect.poll(() => frame.evaluate(() => heard.length)).toBe(1);
  pages.set('/elsewhere', '<title>Elsewhere</title>');
  await frame.goto(`${pages.otherOrigin}/elsewhere`);
  await grant(page);
  const messages = await frame.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let count = 0;
        addEventListener('message', () => count++);
        setTimeout(() => resolve(count), 500);
      }),
  );
  expect(messages).toBe(0);
});

test('a survey in a frame of a frame tracks through each level that allows it', async ({ page, pages, collector }) => {
  const [note] = createNotes(1) as [string];
  const errors = watchErrors(page);
  openShop(
    pages,
    'module',
    configure(collector, { frames: [pages.otherOrigin] }),
    `<iframe src="${pages.otherOrigin}/middle"></iframe>`,
  );
  pages.set(
    '/middle',
    `<!doctype html>${IMPORT_MAP}<script type="module">
    import { createFrame, startBridge } from 'headgate/frame';
    globalThis.survey = createFrame({ hosts: [${JSON.stringify(pages.origin)}] });
    startBridge(survey, { origins: [${JSON.stringify(pages.origin)}] });
  </script><iframe src="${pages.origin}/survey"></iframe>`,
  );
  pages.set('/survey', surveyPage([pages.otherOrigin]));
  await page.goto(pages.origin);
  await expect.poll(() => page.frames().length).toBe(3);
  const inner = page.frames()[2]!;
  await inner.waitForFunction(() => typeof survey === 'object');
  await answer(inner, note);
  await grant(page);
  await expect.poll(() => notesOf(collector.events()), { timeout: 20_000 }).toEqual([note]);
  await withdraw(page);
  await expect.poll(() => inner.evaluate(() => heard.at(-1))).toBe('denied');
  expect(errors).toEqual([]);
});
