/** Every page of the demo as it is served and has started, by the rules of axe, in both colour schemes and on a phone. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../prepare.mjs';

const PATIENCE = 15_000;
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 1000 };

/**
 * @param {import('playwright').Browser} browser
 * @param {{ name: string, url: string, ready?: (page: import('playwright').Page) => Promise<void> }[]} pages
 * @returns {Promise<{ promise: string, broken: string[] }>}
 */
export async function judgePages(browser, pages) {
  const axe = await readFile(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
  const broken = [];
  for (const colorScheme of ['light', 'dark']) {
    // The rules are put into pages that allow no foreign script.
    const context = await browser.newContext({ colorScheme, viewport: DESKTOP, bypassCSP: true });
    context.setDefaultTimeout(PATIENCE);
    try {
      for (const { name, url, ready } of pages) {
        const page = await context.newPage();
        await page.goto(url);
        await ready?.(page);
        await settle(page);
        const faults = [...(await findFaults(page, axe)), ...(await findOverflow(page))];
        broken.push(...faults.map((fault) => `${name}, ${colorScheme}: ${fault}`));
        await page.close();
      }
    } finally {
      await context.close();
    }
  }
  return { promise: 'Every page: axe finds nothing amiss, light and dark, and a phone scrolls down alone', broken };
}

/** What comes with a fade is pale at first. */
async function settle(page) {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => {
    const fades = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(fades.map(({ finished }) => finished)).then(() => undefined);
  });
}

/** The rule, and the first element that breaks it; in frames of other sites too, if people see them. */
async function findFaults(page, axe) {
  const frames = await Promise.all(
    page.frames().map(async (frame) => {
      const isShown = frame === page.mainFrame() || (await (await frame.frameElement()).isVisible());
      return isShown ? [frame] : [];
    }),
  );
  const faults = await Promise.all(
    frames.flat().map(async (frame) => {
      await frame.evaluate(axe);
      return frame.evaluate(async () => {
        const { violations } = await globalThis.axe.run(document, { iframes: false });
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      });
    }),
  );
  return faults.flat();
}

async function findOverflow(page) {
  await page.setViewportSize(PHONE);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.setViewportSize(DESKTOP);
  return width > PHONE.width ? [`${width} px wide on a phone of ${PHONE.width}`] : [];
}
