/** What arrived of a page's events, once everything that it had to send has been sent. */
import type { Page } from '@playwright/test';
import type { TaggedEvent } from '../../../src/tag/tagged-event.js';
import { expect, type FakeCollector } from '../../support/browser.js';

/** In the order in which it was tracked; what has the same millisecond, as it arrived. */
export async function arrivals(page: Page, collector: FakeCollector): Promise<TaggedEvent[]> {
  const instance = await page.evaluateHandle(() => headgate);
  await instance.evaluate((headgate) => headgate.flush());
  // Another tab may have the lease.
  const waiting = (): Promise<number> => instance.evaluate(async (headgate) => (await headgate.access()).length);
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
  return collector.events().sort((a, b) => a.time.localeCompare(b.time));
}

/** Names and data alone. */
export async function arrived(page: Page, collector: FakeCollector): Promise<(readonly [string, object])[]> {
  return (await arrivals(page, collector)).map(({ event, data }) => [event, data] as const);
}

/** Collects what went wrong in a page: uncaught, or against its policy. */
export function watchTrouble(page: Page): string[] {
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted ?(Type|Script|HTML)/i.test(message.text())) trouble.push(message.text());
  });
  return trouble;
}
