import type { Page } from 'puppeteer-core';
import type { Canaries } from './canaries.js';
import type { JourneyStep } from './journey.js';
import { wait } from './read-device.js';

const LONGEST_WAIT = 10_000;

/** Does on a page what a journey says. Throws where an element does not come. */
export async function doSteps(page: Page, steps: readonly JourneyStep[], canaries: Canaries): Promise<void> {
  for (const step of steps) {
    if ('click' in step) await page.locator(step.click).setTimeout(LONGEST_WAIT).click();
    else if ('type' in step) {
      await page.waitForSelector(step.type, { visible: true, timeout: LONGEST_WAIT });
      await page.type(step.type, fillIn(step.text, canaries));
    } else if ('choose' in step) {
      await page.waitForSelector(step.choose, { timeout: LONGEST_WAIT });
      await page.select(step.choose, step.value);
    } else if (typeof step.wait === 'number') await wait(step.wait);
    else await page.waitForSelector(step.wait, { timeout: LONGEST_WAIT });
  }
}

function fillIn(text: string, canaries: Canaries): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => canaries[name] ?? whole);
}
