import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import {
  answers,
  expect,
  IMPORT_MAP,
  STRICT_POLICY,
  test,
  type FakeCollector,
  type Pages,
} from '../support/browser.js';
import { root } from '../support/dist.js';
import { configBlock, configure, grant, serveBuilt, track, watchErrors } from './support/shop.js';

/** The overlay on the pages of a shop whose policy is as strict as policies get, by the built files. */

const SCRIPT =
  '<script src="/dist/headgate.min.js" data-debug="/dist/headgate-inspector.min.js" data-debug-when="asked" nonce="{{nonce}}"></script>';

/** Counts what the page's policy had to stop. */
const COUNT = `<script nonce="{{nonce}}">globalThis.violations = []; document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective));</script>`;

function openShop(pages: Pages, collector: FakeCollector, body = ''): void {
  serveBuilt(pages);
  const block = configBlock(configure(collector)).replace('<script', '<script nonce="{{nonce}}"');
  pages.set('/', {
    body: `<!doctype html><html lang="en"><head><title>Shop</title>${COUNT}${IMPORT_MAP}${block}${SCRIPT}</head><body><main><h1>Shop</h1>${body}</main></body></html>`,
    headers: { 'content-security-policy': STRICT_POLICY },
  });
}

const violationsOf = (page: Page): Promise<unknown> =>
  page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations);

const inspector = (page: Page) => page.locator('headgate-inspector');

async function openInspected(page: Page, pages: Pages, collector: FakeCollector): Promise<void> {
  openShop(pages, collector);
  await page.goto(`${pages.origin}/?headgate`);
  await expect(inspector(page).getByRole('heading', { name: 'Headgate inspector' })).toBeVisible();
}

test('a page that is not asked loads nothing of the inspector', async ({ page, pages, collector }) => {
  openShop(pages, collector);
  await page.goto(pages.origin);
  await track(page, 'unseen');
  expect(pages.requests.map(({ path }) => path)).not.toContain('/dist/headgate-inspector.min.js');
  expect(await inspector(page).count()).toBe(0);
});

test('an event is followed from the gate to the answer, under a strict policy without a violation', async ({
  page,
  pages,
  collector,
}) => {
  const errors = watchErrors(page);
  await openInspected(page, pages, collector);
  await track(page, 'secret-note');
  const item = inspector(page).getByRole('listitem').filter({ hasText: 'product_viewed' });
  await expect(item).toContainText('held');
  await expect(item).toContainText('basis consent: analytics undecided; waits in page memory');
  await grant(page);
  await expect(item).toContainText('delivered');
  await item.getByText('product_viewed').click();
  await expect(item.getByRole('table')).toContainText('accepted');

  await inspector(page).getByRole('tab', { name: 'Sent', exact: true }).click();
  await expect(inspector(page).getByRole('tabpanel')).toContainText('200, answered');
  await inspector(page).getByRole('tab', { name: 'Consent' }).click();
  await expect(inspector(page).getByRole('tabpanel')).toContainText('"analytics":"granted"');
  expect(await inspector(page).evaluate(({ shadowRoot }) => shadowRoot?.textContent)).not.toContain('secret-note');
  expect([await violationsOf(page), errors]).toEqual([[], []]);
});

test('what waits on the device is read past Headgate, and nothing is there before the grant', async ({
  page,
  pages,
  collector,
}) => {
  await openInspected(page, pages, collector);
  await track(page, 'early');
  await inspector(page).getByRole('tab', { name: 'Waiting' }).click();
  const panel = inspector(page).getByRole('tabpanel');
  await expect(panel).toContainText('1 held in this page');
  await expect(panel).toContainText('Nothing of Headgate lies on this device.');
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  collector.answer(answers.status(503));
  await grant(page);
  await expect(panel.getByRole('table', { name: 'Records of events' })).toContainText('warehouse');
});

test('the report that is copied has no payload, no id and no address beyond the origin', async ({
  page,
  pages,
  collector,
}) => {
  await openInspected(page, pages, collector);
  const [{ id } = { id: '' }] = await track(page, 'secret-note');
  await grant(page);
  await expect(inspector(page)).toContainText('delivered');
  await page.evaluate(() => {
    // Without a clipboard, the text is shown to be copied by hand.
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  await inspector(page).getByRole('button', { name: 'Copy report' }).click();
  const report = await inspector(page).getByRole('textbox', { name: 'Report' }).inputValue();
  expect(report).toContain('product_viewed | held | basis consent: analytics undecided');
  expect(report).toContain('warehouse: tracked 1 = delivered 1');
  expect([report.includes('secret-note'), report.includes(String(id)), report.includes('?headgate')]).toEqual([
    false,
    false,
    false,
  ]);
});

test('tabs are walked by arrows, and Escape folds the overlay into a button', async ({ page, pages, collector }) => {
  await openInspected(page, pages, collector);
  const tab = (name: string) => inspector(page).getByRole('tab', { name, exact: true });
  await tab('Events').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tab('Consent')).toBeFocused();
  await expect(tab('Consent')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await expect(tab('Tallies')).toBeFocused();
  await page.keyboard.press('Escape');
  const unfold = inspector(page).getByRole('button', { name: 'Headgate: events 0' });
  await expect(unfold).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(tab('Tallies')).toBeVisible();
});

test('a module opens it on an instance, once, and closes it again', async ({ page, pages, collector }) => {
  openShop(pages, collector);
  await page.goto(pages.origin);
  const counts = await page.evaluate(async () => {
    const name = '/dist/inspector.js';
    const { startInspector } = (await import(name)) as { startInspector(headgate?: unknown): () => void };
    const count = (): number => document.querySelectorAll('headgate-inspector').length;
    const close = startInspector(headgate);
    startInspector();
    const open = count();
    close();
    return [open, count()];
  });
  expect(counts).toEqual([1, 0]);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing amiss with any view in ${scheme}, and a phone does not scroll sideways`, async ({
    page,
    pages,
    collector,
  }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    await openInspected(page, pages, collector);
    await track(page, 'one', 'two');
    await page.evaluate(() => headgate.track('product_veiwed'));
    await grant(page);
    await page.evaluate(readFileSync(`${root}/node_modules/axe-core/axe.min.js`, 'utf8'));
    for (const name of ['Events', 'Consent', 'Waiting', 'Sent', 'Tallies']) {
      await inspector(page).getByRole('tab', { name, exact: true }).click();
      for (const details of await inspector(page).locator('summary').all()) await details.click();
      expect([name, await judge(page)]).toEqual([name, []]);
      const widths = await inspector(page)
        .getByRole('tabpanel')
        .evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
      expect(widths[0]).toBeLessThanOrEqual(widths[1]!);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}

/** What axe finds amiss in the overlay: the rule, and the first element that breaks it. */
async function judge(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    interface Axe {
      run(root: Document): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    }
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(document);
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}
