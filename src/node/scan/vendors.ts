import type { Vendor } from './vendor.js';
import { ADVERTISING } from './vendors/advertising.js';
import { DATA_HUBS } from './vendors/data-hubs.js';
import { ENGAGEMENT } from './vendors/engagement.js';
import { PRODUCT_ANALYTICS } from './vendors/product-analytics.js';
import { SESSION_RECORDING } from './vendors/session-recording.js';
import { WEB_ANALYTICS } from './vendors/web-analytics.js';

export type { Vendor } from './vendor.js';

export const VENDORS: readonly Vendor[] = [
  ...WEB_ANALYTICS,
  ...DATA_HUBS,
  ...PRODUCT_ANALYTICS,
  ...ADVERTISING,
  ...SESSION_RECORDING,
  ...ENGAGEMENT,
];

/** Returns the vendor whose script or pixel an address is of. */
export function vendorOfUrl(url: string): Vendor | undefined {
  const [, address] = /^(?:https?:)?\/\/([^?#]*)/i.exec(url.trim()) ?? [];
  if (address === undefined) return undefined;
  const [host = ''] = address.toLowerCase().split('/');
  return VENDORS.find(({ hosts = [] }) =>
    hosts.some((known) => {
      const [knownHost = '', ...path] = known.split('/');
      const isHost = host === knownHost || host.endsWith(`.${knownHost}`);
      return (
        isHost &&
        address
          .toLowerCase()
          .slice(host.length + 1)
          .startsWith(path.join('/'))
      );
    }),
  );
}

/** The names of all globals of vendors. */
export const VENDOR_GLOBALS: ReadonlyMap<string, Vendor> = new Map(
  VENDORS.flatMap((vendor) =>
    [vendor.functions, vendor.objects, vendor.queues]
      .flatMap((group) => Object.keys(group ?? {}))
      .map((name) => [name, vendor] as const),
  ),
);

const PACKAGES: readonly (readonly [name: string, vendor: Vendor])[] = VENDORS.flatMap((vendor) =>
  Object.keys(vendor.packages ?? {}).map((name) => [name, vendor] as const),
);

/** The names of all npm packages of vendors. */
export const VENDOR_PACKAGES: ReadonlySet<string> = new Set(PACKAGES.map(([name]) => name));

/** Returns the vendors of a package or of a path in it, such as `posthog-js/react`, and the package's name in the table. */
export function vendorsOfPackage(from: string): readonly { readonly name: string; readonly vendor: Vendor }[] {
  return PACKAGES.filter(([name]) => from === name || from.startsWith(`${name}/`)).map(([name, vendor]) => ({
    name,
    vendor,
  }));
}

/** Said of a package alone: many have a hook of this name. */
const COMMON_HOOKS = new Set(['useAnalytics', 'useTrack', 'useTrackEvent']);

/** Hooks that frameworks import by themselves, so that only their name says whose they are. */
export const VENDOR_HOOKS: ReadonlyMap<string, { readonly vendor: Vendor; readonly gives: string }> = new Map(
  VENDORS.flatMap((vendor) =>
    Object.entries(vendor.hooks ?? {})
      .filter(([name]) => !COMMON_HOOKS.has(name))
      .map(([name, gives]) => [name, { vendor, gives }] as const),
  ),
);
