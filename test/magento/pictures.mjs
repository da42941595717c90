#!/usr/bin/env node
/**
 * Takes the pictures of the module's README: `node test/magento/pictures.mjs`. The storefront is the Luma-like example shop with
 * the module in it; the admin's pages are the module's own templates, in a frame drawn after the admin's.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from '../support/open-browser.mjs';
import { MODULE, ROOT, TESTS } from './files.mjs';
import { serveTheme } from './support/serve-theme.mjs';

/** @import { Browser } from '@playwright/test' */

const PICTURES = join(MODULE, 'pictures');
const PAGES = { counts: 'Events per Day', map: 'Inventory and Compliance Map', accesses: 'Accesses to Events' };

const browser = await chromium.launch(await launchOptions());
try {
  await takeAdmin(browser);
  await takeStorefront(browser);
} finally {
  await browser.close();
}

/** @param {Browser} open */
async function takeAdmin(open) {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-pictures-'));
  execFileSync('php', [join(TESTS, 'support/render-pages.php'), folder]);
  const page = await open.newPage({ viewport: { width: 1200, height: 400 } });
  const files = [join(TESTS, 'support/admin-frame.css'), join(MODULE, 'view/adminhtml/web/css/headgate.css')];
  const style = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  for (const [name, title] of Object.entries(PAGES)) {
    const body = readFileSync(join(folder, `${name}.html`), 'utf8');
    const menu = ['Dashboard', 'Sales', 'Catalog', 'Customers', 'Marketing', 'Content', 'Reports', 'Stores', 'System'];
    const items = menu.map((item) => `<li${item === 'System' ? ' class="active"' : ''}>${item}</li>`).join('');
    await page.setContent(
      `<!doctype html><style>${style}</style><nav><ul>${items}</ul></nav><main><header>${title}</header>${body}</main>`,
    );
    await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  }
  await page.close();
  rmSync(folder, { recursive: true });
}

/** @param {Browser} open */
async function takeStorefront(open) {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'examples/manifest.json'), 'utf8'));
  const { wishlist_filled: event } = manifest.events;
  const shop = await serveTheme({
    theme: 'luma',
    manifest: {
      ...manifest,
      collectors: { shop: manifest.collectors.warehouse },
      events: { wishlist_filled: { ...event, collectors: ['shop'] } },
      receipts: { ...manifest.receipts, collectors: ['shop'] },
    },
  });
  try {
    const page = await open.newPage({ viewport: { width: 1200, height: 620 } });
    await page.goto(shop.url);
    // The example has a button of its own where the module's link stands in a shop, and no list of links around it.
    await page.locator('#withdraw-consent').evaluate((own) => {
      const list = /** @type {HTMLElement} */ (document.querySelector('.footer.links'));
      Object.assign(list.style, { listStyle: 'none', margin: 0, padding: 0 });
      own.replaceWith(list);
    });
    await page.locator('#btn-cookie-allow').click();
    await page.locator('#headgate-withdraw').scrollIntoViewIfNeeded();
    await page.locator('#headgate-withdraw').focus();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.screenshot({ path: join(PICTURES, 'storefront.png') });
  } finally {
    await shop.close();
  }
}
