import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Manifest } from '../../src/manifest/manifest.js';
import { renderHtml } from '../../src/node/reports/html/render-html.js';
import { toReport } from '../../src/node/reports/to-report.js';
import { expect, test } from '../support/browser.js';
import { readText, root } from '../support/dist.js';

/** Pages of ours as they are served before a script adds to them, by the rules of axe. */

const axe = readFileSync(`${root}/node_modules/axe-core/axe.min.js`, 'utf8');
const manifest = JSON.parse(readText('examples/saas/manifest.json')) as Manifest;

/** A page with its style sheets in it: they lie beside it. */
function readPage(file: string): string {
  const folder = dirname(file);
  return readText(file).replace(/<link rel="stylesheet" href="\/?([^"]+)"[^>]*>/g, (_, sheet: string) => {
    return `<style>${readText(join(folder, sheet))}</style>`;
  });
}

const PAGES: { readonly [name: string]: string } = {
  'the report': renderHtml(toReport(manifest, { date: '2026-11-30' })),
  'the quick start': readPage('examples/quick-start/index.html'),
  'the live page': readPage('examples/demo/page/index.html'),
};

/** What axe finds amiss: the rule, and the first element that breaks it. */
async function judge(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    interface Axe {
      run(root: Document): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    }
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(document);
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

for (const scheme of ['light', 'dark'] as const) {
  for (const [name, body] of Object.entries(PAGES)) {
    test(`axe finds nothing amiss with ${name} in ${scheme}`, async ({ page, pages }) => {
      await page.emulateMedia({ colorScheme: scheme });
      pages.set('/', body);
      await page.goto(pages.origin);
      expect(await judge(page)).toEqual([]);
    });

    test(`${name} does not scroll sideways on a phone in ${scheme}`, async ({ page, pages }) => {
      await page.setViewportSize({ width: 390, height: 800 });
      await page.emulateMedia({ colorScheme: scheme });
      pages.set('/', body);
      await page.goto(pages.origin);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    });
  }
}

test('a page with a picture without words and a poor contrast is seen to be amiss', async ({ page, pages }) => {
  const style = 'style="color: #999; background: #aaa"';
  pages.set(
    '/',
    `<!doctype html><html lang="en"><title>x</title><main><h1>x</h1><p ${style}>Hard to read</p><img src="x.png"></main></html>`,
  );
  await page.goto(pages.origin);
  const found = (await judge(page)).map((line) => line.split(':')[0]);
  expect(found).toEqual(expect.arrayContaining(['color-contrast', 'image-alt']));
});
