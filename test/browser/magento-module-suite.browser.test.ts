import { execFile } from 'node:child_process';
import { canServeShop } from '../magento/support/serve-shop.mjs';
import { serveTheme, type Theme } from '../magento/support/serve-theme.mjs';
import { root } from '../support/dist.js';
import { expect, test } from '../support/browser.js';

/** The suite for real shops, against shops that are as the suite wants them, and against one that is not. */

const event = {
  purpose: 'shop',
  tier: 'anonymous',
  basis: 'consent',
  categories: ['analytics'],
  retentionDays: 30,
  collectors: ['shop'],
  triggers: { magento: { event: 'add_to_cart' } },
};

const createManifest = (changes: object = {}) => ({
  version: '2026-11-22',
  categories: { analytics: { sources: { magento: true } } },
  purposes: { shop: {} },
  collectors: { shop: { recipient: 'Acme', role: 'controller', country: 'DE' } },
  events: { add_to_cart: { ...event, ...changes } },
  receipts: { collectors: ['shop'], retentionDays: 365 },
});

test.skip(!canServeShop(), 'needs php with pdo_sqlite, mbstring and SimpleXML');

for (const [theme, name] of [
  ['luma', 'Luma'],
  ['hyva', 'Hyvä'],
] as const) {
  test(`the suite finds nothing wrong in a shop with the module, ${name}`, async () => {
    test.setTimeout(180_000);
    const { code, text } = await runAgainst(theme, createManifest());
    expect(text.split('\n').filter((line) => /^(?:✘| {4})/.test(line))).toEqual([]);
    expect(text).toContain('all as it should be');
    expect(text).toContain(`${name}: consent granted\n✔ stores events`);
    expect(code).toBe(0);
  });
}

test('the suite finds a shop that tracks without consent', async () => {
  test.setTimeout(180_000);
  const { code, text } = await runAgainst('hyva', createManifest({ basis: 'legitimate_interests' }));
  expect(text).toMatch(/consent ignored\n(?:✔.*\n)*✘ stores nothing/);
  expect(code).toBe(1);
});

test('the suite is left out where no shop is named', async () => {
  const { code, text } = await run({ HEADGATE_SHOP_URL: '' });
  expect(text).toContain('left out');
  expect(code).toBe(0);
});

async function runAgainst(theme: Theme, manifest: object): Promise<{ code: number; text: string }> {
  const shop = await serveTheme({ theme, manifest });
  try {
    return await run({
      HEADGATE_SHOP_URL: shop.url,
      HEADGATE_SHOP_PRODUCT: '/',
      HEADGATE_SHOP_ROWS: shop.rowsCommand,
      HEADGATE_SHOP_ORDER: '1',
    });
  } finally {
    await shop.close();
  }
}

function run(env: Record<string, string>): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['test/magento/shop.mjs', '--only', 'visits'],
      { cwd: root, env: { ...process.env, ...env } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, text: stdout + stderr }),
    );
  });
}
