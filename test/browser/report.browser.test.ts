import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Manifest } from '../../src/manifest/manifest.js';
import { renderHtml } from '../../src/node/reports/html/render-html.js';
import { LANGUAGES } from '../../src/node/reports/languages/languages.js';
import { toReport } from '../../src/node/reports/to-report.js';
import { expect, test, type Pages } from '../support/browser.js';
import { root } from '../support/dist.js';

/** The report as an auditor opens it: one page that asks for nothing, in a browser that would tell if it did. */

declare global {
  var violations: string[];
}

const manifest = JSON.parse(readFileSync(`${root}/examples/saas/manifest.json`, 'utf8')) as Manifest;
const html = renderHtml(toReport(manifest, { date: '2026-11-22', file: 'manifest.json', sha256: 'a'.repeat(64) }));

interface Watch {
  readonly errors: string[];
  readonly requests: string[];
}

async function open(page: Page, pages: Pages, body = html): Promise<Watch> {
  const watched: Watch = { errors: [], requests: [] };
  page.on('console', (message) => void (message.type() === 'error' && watched.errors.push(message.text())));
  page.on('pageerror', (error) => void watched.errors.push(error.message));
  page.on('request', (request) => void watched.requests.push(request.url()));
  await page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener(
      'securitypolicyviolation',
      (event) => void globalThis.violations.push(event.violatedDirective),
    );
  });
  pages.set('/report.html', body);
  await page.goto(`${pages.origin}/report.html`);
  return watched;
}

test('the report asks for nothing beyond itself, and its own policy refuses nothing of it', async ({ page, pages }) => {
  const { errors, requests } = await open(page, pages);
  await page.waitForLoadState('networkidle');
  expect(requests.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([`${pages.origin}/report.html`]);
  expect(await page.evaluate(() => globalThis.violations)).toEqual([]);
  expect(errors.filter((text) => !text.includes('404'))).toEqual([]);
  expect(await page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('15px');
});

test('a script, an image or a style in the report would be refused', async ({ page, pages }) => {
  const attack = '<img src="/x.png"><script>document.title = "run"</script><p style="color: red">x</p></main>';
  await open(page, pages, html.replace('</main>', attack));
  await expect
    .poll(() => page.evaluate(() => [...new Set(globalThis.violations)].sort()))
    .toEqual(['img-src', 'script-src-elem', 'style-src-attr']);
  await expect(page).toHaveTitle(/Record of event tracking/);
});

test('each link leads to a place in the report', async ({ page, pages }) => {
  await open(page, pages);
  const { links, broken, repeated } = await page.evaluate(() => {
    const hrefs = [...document.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '');
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    return {
      links: hrefs.length,
      broken: hrefs.filter((href) => !href.startsWith('#') || !document.getElementById(href.slice(1))),
      repeated: ids.filter((id, index) => ids.indexOf(id) !== index),
    };
  });
  expect(links).toBeGreaterThan(200);
  expect(broken).toEqual([]);
  expect(repeated).toEqual([]);
  await page
    .getByRole('navigation', { name: 'Contents' })
    .getByRole('link', { name: 'Recipients and transfers' })
    .click();
  expect(new URL(page.url()).hash).toBe('#recipients');
  await expect(page.getByRole('heading', { name: 'Recipients and transfers' })).toBeInViewport();
});

test('the report has landmarks, one first heading, no skipped level, and tables that name their rows and columns', async ({
  page,
  pages,
}) => {
  await open(page, pages);
  await expect(page.getByRole('main')).toHaveCount(1);
  await expect(page.getByRole('navigation')).toHaveCount(1);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Record of event tracking');
  for (const pillar of [
    '1. Event inventory',
    '2. Compliance mapping',
    '3. Technical controls',
    '4. Record of processing activities',
  ]) {
    await expect(page.getByRole('region', { name: pillar, exact: true })).toBeVisible();
  }
  const structure = await page.evaluate(() => ({
    levels: [...document.querySelectorAll('h1,h2,h3,h4')].map(({ tagName }) => Number(tagName[1])),
    language: document.documentElement.lang,
    nameless: [...document.querySelectorAll('table')].filter(
      (table) =>
        !table.caption?.textContent || !table.querySelector('th[scope=col]') || !table.querySelector('th[scope=row]'),
    ).length,
    tables: document.querySelectorAll('table').length,
  }));
  expect(structure).toMatchObject({ language: 'en', nameless: 0 });
  expect(structure.tables).toBeGreaterThan(10);
  expect(structure.levels.every((level, index) => index === 0 || level - structure.levels[index - 1]! <= 1)).toBe(true);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
});

test('the picture is named, has a box for each recipient and country, and no text that leaves its box', async ({
  page,
  pages,
}) => {
  await open(page, pages);
  await expect(page.getByRole('group', { name: 'Data flow' })).toBeVisible();
  const texts = await page.locator('svg .box').evaluateAll((boxes) =>
    boxes.flatMap((box) => {
      const frame = box.querySelector('rect')!.getBoundingClientRect();
      return [...box.querySelectorAll('text')].map((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        const isInside = left >= frame.left && right <= frame.right && top >= frame.top && bottom <= frame.bottom;
        return { text: text.textContent ?? '', isInside };
      });
    }),
  );
  const shown = texts.map(({ text }) => text).join('\n');
  for (const name of ['Mixpanel, Inc.', 'Hotjar Ltd', 'Germany', 'United States']) expect(shown).toContain(name);
  expect(texts.filter(({ isInside }) => !isInside)).toEqual([]);
});

test('each box of the picture leads to its part of the report, by mouse and by keyboard', async ({ page, pages }) => {
  await open(page, pages);
  const picture = page.getByRole('group', { name: 'Data flow' });
  const hrefs = await picture
    .getByRole('link')
    .evaluateAll((boxes) => boxes.map((box) => box.getAttribute('href')!.slice(1)));
  expect(hrefs).toEqual(
    expect.arrayContaining(['journey-cart', 'category-analytics', 'rules', 'recipient-mixpanel', 'recipients']),
  );
  const lost = await page.evaluate((ids) => ids.filter((id) => !document.getElementById(id)), hrefs);
  expect(lost).toEqual([]);
  const box = picture.getByRole('link', { name: 'Mixpanel, Inc. 11 events · Processor' });
  await box.focus();
  await expect(box).toBeFocused();
  await box.press('Enter');
  await expect(page.locator('#recipient-mixpanel')).toBeInViewport();
  expect(
    await picture.evaluate((svg) =>
      svg.closest('figure')!.parentElement!.querySelector('table caption')?.textContent.trim(),
    ),
  ).toBe('Every step of the data flow');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`every text has a contrast of 4.5 to 1 or more in ${scheme}`, async ({ page, pages }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await open(page, pages);
    const poor = await page.evaluate(() => {
      const parse = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);
      const luminance = ([r = 0, g = 0, b = 0]: number[]): number => {
        const [red, green, blue] = [r, g, b].map((value) => {
          const share = value / 255;
          return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
      };
      const groundOf = (element: Element | null): number[] => {
        if (!element) return [255, 255, 255];
        const colour = parse(getComputedStyle(element).backgroundColor);
        return colour.length === 4 && colour[3] === 0 ? groundOf(element.parentElement) : colour;
      };
      const texts = [...document.querySelectorAll('main *:not(title, desc), nav *')].filter((element) =>
        [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent!.trim()),
      );
      const colourOf = (element: Element): number[] => {
        const { color, fill } = getComputedStyle(element);
        return parse(element instanceof SVGElement ? fill : color);
      };
      const boxOf = (element: Element): number[] => {
        const box = element instanceof SVGElement ? element.closest('.box')?.querySelector('rect') : undefined;
        return box ? parse(getComputedStyle(box).fill) : groundOf(element);
      };
      return texts
        .map((element) => {
          const [light, dark] = [luminance(colourOf(element)), luminance(boxOf(element))].sort((a, b) => b - a);
          return { text: element.textContent.slice(0, 30), ratio: (light! + 0.05) / (dark! + 0.05) };
        })
        .filter(({ ratio }) => ratio < 4.5);
    });
    expect(poor).toEqual([]);
  });
}

test('printed, the report is dark on light, whole, and without its navigation', async ({ page, pages }) => {
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
  await open(page, pages);
  await expect(page.getByRole('navigation')).toBeHidden();
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(0, 0, 0)');
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
  const cut = await page
    .locator('.scroll')
    .evaluateAll((boxes) => boxes.filter((box) => getComputedStyle(box).overflowX !== 'visible').length);
  expect(cut).toBe(0);
});

test('printed, picture and figures share the first page, activities may break, and no link stands there as dead text', async ({
  page,
  pages,
}) => {
  // A4 across without its margins, at 96 dots an inch.
  const [width, height] = [1031, 688];
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ media: 'print' });
  for (const language of LANGUAGES) {
    await open(page, pages, renderHtml(toReport(manifest, { date: '2026-11-22', language })));
    const foot = await page.locator('figure').evaluate((figure) => figure.getBoundingClientRect().bottom);
    expect(foot).toBeLessThanOrEqual(height);
    await expect(page.locator('.jump:visible')).toHaveCount(0);
    const breaks = await page
      .locator('article')
      .first()
      .evaluate((article) => getComputedStyle(article).breakInside);
    expect(breaks).toBe('auto');
  }
});

for (const language of LANGUAGES) {
  test(`in ${language}, nothing on a phone leaves its box but tables and the picture, which scroll`, async ({
    page,
    pages,
  }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await open(page, pages, renderHtml(toReport(manifest, { date: '2026-11-22', language })));
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('main *:not(.scroll, .scroll *)')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1)
        .filter((element) => getComputedStyle(element).display !== 'inline')
        .map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`),
    );
    expect(cut).toEqual([]);
  });
}

for (const width of [380, 800, 1100, 1280, 1920]) {
  test(`at a width of ${width} pixels nothing but tables and the picture scrolls sideways`, async ({ page, pages }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page, pages);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
