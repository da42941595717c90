import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, STRICT_POLICY, test, type FakeCollector, type Pages } from '../support/browser.js';
import { root } from '../support/dist.js';
import {
  configBlock,
  configure,
  createNotes,
  flush,
  grant,
  notesOf,
  serveBuilt,
  track,
  withdraw,
} from './support/shop.js';

/** The two files of a script tag: where the second one is found, when it is asked for, and what happens where it cannot be had. */

declare global {
  var told: string[];
}

const FIRST = readFileSync(`${root}/dist/headgate.min.js`, 'utf8');
const SECOND = readFileSync(`${root}/dist/headgate-engine.min.js`, 'utf8');
const ENGINE = '/dist/headgate-engine.min.js';
const SCRIPT = { type: 'text/javascript' };
const NONCE = 'nonce="{{nonce}}"';
const HEAR = `<script ${NONCE}>
  globalThis.told = [];
  window.headgate = [['configure', { onDiagnostic: ({ code }) => told.push(code) {more} }]];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => told.push(violatedDirective));
</script>`;

interface Setting {
  /** Attributes of the first file's element. */
  readonly tag?: string;
  /** What the page's queue configures beside. */
  readonly more?: string;
  readonly policy?: string;
}

function openPage(
  pages: Pages,
  collector: FakeCollector,
  { tag = 'src="/dist/headgate.min.js"', more = '', policy }: Setting = {},
) {
  serveBuilt(pages);
  const block = configBlock(configure(collector)).replace('<script', `<script ${NONCE}`);
  pages.set('/', {
    body: `<!doctype html><title>Shop</title>${HEAR.replace('{more}', more)}${block}<script ${NONCE} ${tag}></script>`,
    headers: policy === undefined ? {} : { 'content-security-policy': policy },
  });
}

const engineRequests = (pages: Pages): string[] =>
  pages.requests.map(({ path, query }) => `${path}?${query}`).filter((address) => address.includes('engine'));
const toldOf = (page: Page) => page.evaluate(() => told);

/** Grants, tracks, and waits until it has arrived once. */
async function expectDelivered(page: Page, collector: FakeCollector): Promise<void> {
  await page.waitForFunction(() => typeof globalThis.headgate?.track === 'function');
  const notes = createNotes(2);
  await grant(page);
  await track(page, ...notes);
  await expect.poll(() => notesOf(collector.events()).sort()).toEqual([...notes].sort());
}

const PLACES: Record<string, [setting: Setting, asked: string]> = {
  'beside the first file': [{}, `${ENGINE}?`],
  'by the query of the first file': [{ tag: 'src="/dist/headgate.min.js?v=3"' }, `${ENGINE}?v=3`],
  'from a module': [{ tag: 'type="module" src="/dist/headgate.min.js?v=3"' }, `${ENGINE}?v=3`],
  'where an attribute says': [
    { tag: 'src="/first.js" data-engine="/assets/engine.1a2b.js"' },
    '/assets/engine.1a2b.js?',
  ],
  'where the queue says, from a module of another name': [
    { tag: 'type="module" src="/first.js"', more: ", engine: '/assets/engine.1a2b.js'" },
    '/assets/engine.1a2b.js?',
  ],
};

for (const [place, [setting, asked]] of Object.entries(PLACES)) {
  test(`finds its second file ${place}, and asks for it once, at a grant`, async ({ page, pages, collector }) => {
    openPage(pages, collector, setting);
    pages.set('/first.js', { ...SCRIPT, body: FIRST });
    pages.set('/assets/engine.1a2b.js', { ...SCRIPT, body: SECOND });
    await page.goto(pages.origin);
    await page.waitForFunction(() => typeof globalThis.headgate?.track === 'function');
    await track(page, 'held');
    await page.evaluate(() => headgate.deny('analytics'));
    await flush(page);
    expect(engineRequests(pages)).toEqual([]);
    await expectDelivered(page, collector);
    expect(engineRequests(pages)).toEqual([asked]);
    expect(await toldOf(page)).toEqual([]);
    expect(await page.evaluate(() => [...document.scripts].filter(({ src }) => /engine/.test(src)).length)).toBe(0);
  });
}

const TYPES = "require-trusted-types-for 'script'; trusted-types";
const POLICIES: Record<string, string> = {
  'own files': STRICT_POLICY,
  'a nonce alone': STRICT_POLICY.replace("'self' 'nonce", "'nonce"),
  'a nonce, and what its scripts load': STRICT_POLICY.replace(
    "'self' 'nonce-{{nonce}}'",
    "'nonce-{{nonce}}' 'strict-dynamic'",
  ),
};

for (const [allowed, policy] of Object.entries(POLICIES)) {
  test(`loads its second file under a policy with Trusted Types that allows ${allowed}`, async ({
    page,
    pages,
    collector,
  }) => {
    openPage(pages, collector, { policy });
    await page.goto(pages.origin);
    await expectDelivered(page, collector);
    expect(await toldOf(page)).toEqual([]);
  });
}

test('holds where the policy does not know its Trusted Types, says so, and keeps everything counted', async ({
  page,
  pages,
  collector,
}) => {
  openPage(pages, collector, { policy: STRICT_POLICY.replace(`${TYPES} headgate`, `${TYPES} 'none'`) });
  await page.goto(pages.origin);
  await track(page, ...createNotes(2));
  await grant(page);
  await expect.poll(() => toldOf(page)).toContain('engine-missing');
  expect(engineRequests(pages)).toEqual([]);
  const { collectors } = await page.evaluate(() => headgate.status());
  expect(collectors['warehouse']).toMatchObject({ tracked: 2, buffered: 2 });
});

const OTHER_RELEASE = SECOND.replace(/"[\da-f]{16}"/, '"0123456789abcdef"');
const KEPT = { 'cache-control': 'max-age=600', 'access-control-allow-origin': '*' };
const ELSEWHERE = { tag: 'src="{other}/dist/headgate.min.js"' };
const FAULTS: Record<string, [setting: Setting, answer: { body: string; status?: number }]> = {
  'is not there': [{}, { body: '', status: 404 }],
  'was changed on its way': [{}, { body: `${SECOND};` }],
  'was changed on its way, at an origin that lets itself be read': [
    { tag: `${ELSEWHERE.tag} crossorigin` },
    { body: `${SECOND};` },
  ],
  'is of another release, at an origin whose files cannot be read': [ELSEWHERE, { body: OTHER_RELEASE }],
  'is no script': [ELSEWHERE, { body: '<!doctype html>' }],
};

for (const [fault, [setting, answer]] of Object.entries(FAULTS)) {
  test(`holds and counts while its second file ${fault}, past what a cache keeps of it`, async ({
    page,
    pages,
    collector,
  }) => {
    openPage(pages, collector, {
      tag: setting.tag?.replace('{other}', pages.otherOrigin) ?? 'src="/dist/headgate.min.js"',
    });
    pages.set(ENGINE, { ...SCRIPT, ...answer, headers: KEPT });
    await page.goto(pages.origin);
    const notes = createNotes(2);
    await track(page, ...notes);
    await grant(page);
    await expect.poll(() => toldOf(page)).toContain('engine-missing');
    expect(collector.events()).toEqual([]);
    const { collectors } = await page.evaluate(() => headgate.status());
    expect(collectors['warehouse']).toMatchObject({ tracked: 2, buffered: 2 });
    pages.set(ENGINE, { ...SCRIPT, body: SECOND, headers: KEPT });
    await expect.poll(() => notesOf(collector.events()).sort()).toEqual([...notes].sort());
    expect(collector.events().map(({ id }) => collector.deliveries(id))).toEqual([1, 1]);
    expect(engineRequests(pages).at(-1)).toMatch(/\?retry=\d+$/);
  });
}

test('asks again once there is a network', async ({ page, pages, collector, context }) => {
  openPage(pages, collector);
  await page.goto(pages.origin);
  const notes = createNotes(2);
  await track(page, ...notes);
  await context.setOffline(true);
  await grant(page);
  await expect.poll(() => toldOf(page)).toContain('engine-missing');
  await context.setOffline(false);
  await expect.poll(() => notesOf(collector.events()).sort()).toEqual([...notes].sort());
});

test('sends nothing of what was withdrawn while the second file was on its way', async ({ page, pages, collector }) => {
  openPage(pages, collector);
  let arrive = (): void => {};
  const asked = new Promise<void>((resolve) => {
    void page.route(`**${ENGINE}`, async (route) => {
      const arrived = new Promise<void>((onArrival) => (arrive = onArrival));
      resolve();
      await arrived;
      await route.continue();
    });
  });
  await page.goto(pages.origin);
  await track(page, ...createNotes(2));
  await grant(page);
  await asked;
  await withdraw(page);
  arrive();
  await expect.poll(() => engineRequests(pages)).toHaveLength(1);
  await flush(page);
  expect(collector.events()).toEqual([]);
  const { collectors } = await page.evaluate(() => headgate.status());
  expect(collectors['warehouse']).toMatchObject({ tracked: 2, purged: 2 });
  const [note] = createNotes(1, 'again') as [string];
  await grant(page);
  await track(page, note);
  await expect.poll(() => notesOf(collector.events())).toEqual([note]);
});

test('takes no address of its second file from a block of data', async ({ page, pages, collector }) => {
  openPage(pages, collector);
  const block = configBlock({ ...configure(collector), engine: '/evil-engine.js' });
  pages.set('/', `<!doctype html>${HEAR.replace('{more}', '')}${block}<script src="/dist/headgate.min.js"></script>`);
  await page.goto(pages.origin);
  await expectDelivered(page, collector);
  expect(engineRequests(pages)).toEqual([`${ENGINE}?`]);
});

test('the second file alone does nothing', async ({ page, pages }) => {
  serveBuilt(pages);
  pages.set(
    '/',
    `<!doctype html><script>globalThis.before = Object.keys(globalThis).length;</script><script src="${ENGINE}"></script>`,
  );
  await page.goto(pages.origin);
  expect(
    await page.evaluate(() => Object.keys(globalThis).length - (globalThis as unknown as { before: number }).before),
  ).toBe(1);
});

test('the file with both in it asks for no second one', async ({ page, pages, collector }) => {
  openPage(pages, collector, { tag: 'src="/dist/headgate.single.min.js"' });
  await page.goto(pages.origin);
  await expectDelivered(page, collector);
  expect(engineRequests(pages)).toEqual([]);
});
