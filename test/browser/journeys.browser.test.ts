import type { Page } from '@playwright/test';
import { bundle } from '../support/bundle.js';
import { expect, test, type FakeCollector, type Pages } from '../support/browser.js';
import { arrived, watchTrouble } from './support/arrivals.js';
import { readDevice } from './support/read-device.js';
import { startWitness } from './support/witnesses.js';
import { OURS } from '../support/recipient.js';

/** Milestones of a journey over pages, reloads, tabs and sessions of a real browser. */

const common = {
  purpose: 'adoption',
  tier: 'anonymous',
  basis: 'consent',
  categories: ['analytics'],
  retentionDays: 1,
  collectors: ['warehouse'],
  journey: 'onboarding',
  elapsed: 'after',
  fields: { after: { type: 'integer', min: 0, optional: true } },
} as const;

const manifest = {
  version: '1',
  categories: { analytics: {} },
  collectors: { warehouse: OURS },
  events: {
    guide_shown: { ...common, step: 'shown', once: 'page' },
    workspace_created: { ...common, step: 'created', once: 'session' },
    feature_adopted: { ...common, step: 'adopted', once: 'visitor' },
    help_opened: common,
  },
};

const NAMES = Object.keys(manifest.events);
const CHOICE = 'headgate:choice';

let source: string;

test.beforeAll(async () => {
  source = await bundle(
    `
    import { createHeadgate, json, manual, withJourneys } from 'headgate';
    const { manifest, url } = JSON.parse(document.getElementById('set-up')!.textContent!);
    const choice = manual({ remember: true });
    const core = createHeadgate({ manifest, consent: [choice], collectors: { warehouse: json({ url }) }, flushInterval: 50 });
    globalThis.headgate = { ...withJourneys(core), grant: choice.grant, withdraw: choice.withdraw };`,
    'iife',
  );
});

async function open(page: Page, pages: Pages, collector: FakeCollector, path = '/'): Promise<string[]> {
  const trouble = watchTrouble(page);
  const block = JSON.stringify({ manifest, url: collector.url });
  pages.set('/source.js', { body: source, type: 'text/javascript' });
  for (const each of ['/', '/next']) {
    pages.set(
      each,
      `<!doctype html><title>App</title><script type="application/json" id="set-up">${block}</script><script src="/source.js"></script>`,
    );
  }
  await page.goto(pages.origin + path);
  return trouble;
}

const outcomes = (page: Page, ...names: string[]): Promise<string[]> =>
  page.evaluate((all) => all.map((name) => headgate.track(name).outcome), names);
const grant = (page: Page): Promise<void> => page.evaluate(() => headgate.grant('analytics'));
const withdraw = (page: Page): Promise<void> => page.evaluate(() => headgate.withdraw('analytics'));
const marks = async (page: Page): Promise<unknown[]> => {
  const { local, session } = await readDevice(page);
  return [local, session].map((store) => Object.keys(JSON.parse(store['headgate:journeys'] ?? '{}') as object));
};

test('before the grant, milestones count in the page alone: nothing is stored, nothing is read, nothing is sent', async ({
  page,
  context,
  pages,
  collector,
}) => {
  await page.addInitScript(() => {
    for (const method of ['getItem', 'setItem', 'removeItem'] as const) {
      const original = Storage.prototype[method];
      Storage.prototype[method] = function (this: Storage, key: string, ...rest: string[]) {
        if (key.includes('journeys')) throw new Error('touched');
        return (original as (...args: string[]) => never).call(this, key, ...rest);
      };
    }
  });
  const witness = await startWitness(context, page);
  await open(page, pages, collector);
  expect(await outcomes(page, ...NAMES, ...NAMES)).toEqual([
    'hold',
    'hold',
    'hold',
    'hold',
    'refuse',
    'refuse',
    'refuse',
    'hold',
  ]);
  await page.evaluate(() => headgate.flush());
  await page.waitForTimeout(200);
  const { requests: _, ...stored } = await witness.look(pages.origin);
  expect(stored).toEqual({ databases: [], localStorage: [], sessionStorage: [], caches: [], cookies: [] });
  expect(collector.requests).toEqual([]);
});

test('under consent, each milestone counts as often as it says: per page, session and visitor', async ({
  page,
  context,
  pages,
  collector,
}) => {
  const trouble = await open(page, pages, collector);
  await grant(page);
  expect(await outcomes(page, ...NAMES)).toEqual(['allow', 'allow', 'allow', 'allow']);
  await page.reload();
  expect(await outcomes(page, ...NAMES)).toEqual(['allow', 'refuse', 'refuse', 'allow']);
  await page.goto(`${pages.origin}/next`);
  expect(await outcomes(page, ...NAMES)).toEqual(['allow', 'refuse', 'refuse', 'allow']);
  const tab = await context.newPage();
  await open(tab, pages, collector, '/next');
  expect(await outcomes(tab, ...NAMES)).toEqual(['allow', 'allow', 'refuse', 'allow']);
  await arrived(tab, collector);
  const counts = new Map<string, number>();
  for (const [event] of await arrived(page, collector)) counts.set(event, (counts.get(event) ?? 0) + 1);
  expect(Object.fromEntries(counts)).toEqual({
    guide_shown: 4,
    workspace_created: 2,
    feature_adopted: 1,
    help_opened: 4,
  });
  expect(trouble).toEqual([]);
});

test('the time since the previous step goes over pages, and no identifier with it', async ({
  page,
  pages,
  collector,
}) => {
  await open(page, pages, collector);
  await grant(page);
  await outcomes(page, 'workspace_created');
  await page.waitForTimeout(300);
  await page.goto(`${pages.origin}/next`);
  await outcomes(page, 'feature_adopted');
  const [first, second] = (await arrived(page, collector)) as [[string, object], [string, { after: number }]];
  expect(first).toEqual(['workspace_created', {}]);
  expect(Object.keys(second[1])).toEqual(['after']);
  expect(second[0]).toBe('feature_adopted');
  expect(second[1].after).toBeGreaterThanOrEqual(300);
  const { local, session } = await readDevice(page);
  const { [CHOICE]: _, headgate: mark, ...others } = local;
  // Until the device knows: when the page opened that found no choice, and no more.
  expect(mark ?? '').toMatch(/^(?:%7Eanalytics=[\da-f]{8}-[\da-f]{4})?$/);
  expect([...Object.keys(others), ...Object.keys(session)]).toEqual(['headgate:journeys', 'headgate:journeys']);
  for (const text of [others, session].flatMap((store) => Object.values(store)))
    expect(text).toMatch(/^\{("[\w:]+":\d+,?)+\}$/);
});

test('a withdrawal deletes what was remembered, in every tab, and a new grant begins anew', async ({
  page,
  context,
  pages,
  collector,
}) => {
  await open(page, pages, collector);
  await grant(page);
  const tab = await context.newPage();
  await open(tab, pages, collector, '/next');
  await outcomes(tab, 'workspace_created');
  await outcomes(page, 'workspace_created', 'feature_adopted');
  expect(await marks(page)).toEqual([['feature_adopted'], ['workspace_created', 'step:onboarding']]);
  await withdraw(page);
  await expect.poll(() => marks(tab)).toEqual([[], []]);
  expect(await marks(page)).toEqual([[], []]);
  expect(await outcomes(page, 'workspace_created', 'feature_adopted')).toEqual(['refuse', 'refuse']);
  expect(await marks(page)).toEqual([[], []]);
  await page.reload();
  await grant(page);
  expect(await outcomes(page, 'workspace_created', 'feature_adopted')).toEqual(['allow', 'allow']);
});

test('what was held and then granted has happened, for the next page too', async ({ page, pages, collector }) => {
  await open(page, pages, collector);
  expect(await outcomes(page, 'feature_adopted')).toEqual(['hold']);
  await grant(page);
  expect(await outcomes(page, 'feature_adopted')).toEqual(['refuse']);
  await arrived(page, collector);
  await page.reload();
  expect(await outcomes(page, 'feature_adopted')).toEqual(['refuse']);
  expect((await arrived(page, collector)).map(([event]) => event)).toEqual(['feature_adopted']);
});
