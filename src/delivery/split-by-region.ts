import type { Item } from './item.js';

/**
 * Parts of a batch whose events name the same region, so that they share an endpoint wherever the visitor turns out to be:
 * what an event names stays as it is as long as the page.
 */
export function splitByRegion(batch: readonly Item[]): (readonly Item[])[] {
  const regions = new Set(batch.map(({ policy: plan }) => plan.rule.region));
  return [...regions].map((region) => batch.filter(({ policy: plan }) => plan.rule.region === region));
}
