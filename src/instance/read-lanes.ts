import type { Report } from '../audit/diagnostic.js';
import { readEndpoints, type Endpoint } from '../delivery/endpoints.js';
import type { Manifest } from '../manifest/manifest.js';
import type { HeadgateOptions } from './options.js';

/** The endpoints of each collector that the page set up and the manifest describes: nothing flows to any other. */
export function readLanes(
  collectors: HeadgateOptions<Manifest>['collectors'],
  manifest: Manifest,
  report: Report,
): { readonly [lane: string]: readonly Endpoint[] } {
  const lanes: { [lane: string]: readonly Endpoint[] } = Object.create(null);
  for (const [name, collector] of Object.entries(collectors)) {
    const isDescribed = Object.hasOwn(manifest.collectors, name);
    const endpoints = readEndpoints(collector, isDescribed ? manifest.collectors[name]! : Object.create(null));
    if (typeof endpoints === 'string') report({ code: 'misconfigured', collector: name, field: endpoints });
    else lanes[name] = endpoints;
  }
  return lanes;
}
