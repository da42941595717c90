import type { Item } from './item.js';

/** Says nothing of a person, and is never sent beside what tells two events of one device. */
export const isAnonymous = ({ policy }: Item): boolean => policy.rule.tier === 'anonymous';

/**
 * Parts of a batch that may share a request: whose events name the same region, so that they share an endpoint wherever the
 * visitor turns out to be (what an event names stays as it is as long as the page); and where the device says whose they
 * are, the anonymous ones apart.
 */
export function groupByRequest(batch: readonly Item[], tellsDevice: boolean): (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of batch) {
    const name = `${tellsDevice && isAnonymous(item)} ${item.policy.rule.region}`;
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups.values()];
}
