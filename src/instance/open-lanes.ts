import type { Report } from '../audit/diagnostic.js';
import { readEndpoints, type Endpoint } from '../delivery/endpoints.js';
import type { Manifest } from '../manifest/manifest.js';
import type { HeadgateOptions } from './options.js';

/**
 * Opens a lane for each collector that the page set up and the manifest describes: nothing flows to any other. What a lane is
 * called on the device has its recipient, so that a collector of the same name in another application is another one.
 */
export function openLanes(
  collectors: HeadgateOptions<Manifest>['collectors'],
  manifest: Manifest,
  report: Report,
  open: (name: string, storedAs: string, endpoints: readonly Endpoint[]) => void,
): void {
  for (const [name, collector] of Object.entries(collectors)) {
    const isDescribed = Object.hasOwn(manifest.collectors, name);
    const description = isDescribed ? manifest.collectors[name]! : Object.create(null);
    const endpoints = readEndpoints(collector, description);
    if (typeof endpoints === 'string') report({ code: 'misconfigured', collector: name, field: endpoints });
    else open(name, `${name}\n${description.recipient}`, endpoints);
  }
}
