import { isWithinRegion } from '../manifest/is-within-region.js';
import type { CollectorDefinition } from '../manifest/manifest.js';
import type { Collector, RegionalCollectors } from './collector.js';

/** One endpoint of a collector, and the region that it lies in; empty where nobody said. */
export type Endpoint = readonly [region: string, collector: Collector];

/** What the manifest must say of who receives data (GDPR Art. 30(1)(d)). */
const DESCRIPTION = ['recipient', 'role', 'country'] as const;

/**
 * Reads the endpoints of a collector as the page set it up. Where it must not start, what is amiss: what the manifest does
 * not say of the recipient; `regions` for an endpoint in another region than the manifest lists or its adapter knows of
 * itself; `adapter` for none. Whether a transfer has its safeguard is the compiler's to check: it knows the law.
 */
export function readEndpoints(
  given: Collector | RegionalCollectors | undefined,
  description: CollectorDefinition,
): readonly Endpoint[] | string {
  const { regions } = description;
  const missing = DESCRIPTION.find((key) => !description[key]);
  if (missing || !given) return missing ?? 'adapter';
  // Of a recipient with one region every endpoint lies in it.
  const only = regions?.[1] ? '' : (regions?.[0] ?? '');
  const endpoints: Endpoint[] =
    'maxEvents' in given ? [[(given as Collector).region ?? only, given as Collector]] : Object.entries(given);
  const isDescribed = ([region, collector]: Endpoint): boolean =>
    !!collector && (collector.region ?? region) === region && (!region || (regions ?? [region]).includes(region));
  return endpoints.length && endpoints.every(isDescribed) ? endpoints : 'regions';
}

/**
 * Chooses where an event goes: never to an endpoint outside the region that it names. Where several are left, to the one for
 * the visitor's region, else to the first.
 */
export function chooseEndpoint(
  endpoints: readonly Endpoint[],
  region: string | undefined,
  visitor = '',
): Collector | undefined {
  const open = endpoints.filter(([place]) => !region || isWithinRegion(place, region));
  return (open.find(([place]) => isWithinRegion(visitor, place)) ?? open[0])?.[1];
}
