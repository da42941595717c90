import type { Manifest } from '../../manifest/manifest.js';
import type { VendorDatabase } from './load-tools.js';

/** Whoever is behind a host. */
export interface Party {
  readonly host: string;
  /** The vendor's name, or the host where nobody knows it. */
  readonly name: string;
  /** As third-party-web sorts it: `analytics`, `ad`, `cdn`, …; `unknown` where it does not know the host. */
  readonly category: string;
  readonly isOwn: boolean;
  /** Whether it follows people by what it is for. */
  readonly isTracker: boolean;
  /** Whether the manifest names it as a recipient, by its name or by an address of a collector. */
  readonly isDeclared: boolean;
}

export interface PartySources {
  readonly start: URL;
  readonly own: readonly string[];
  readonly vendors: VendorDatabase;
  readonly manifest: Manifest | undefined;
  /** Addresses of collectors, by name. */
  readonly endpoints: { readonly [collector: string]: string };
}

/** What follows people from page to page, or loads what does. */
const TRACKING = new Set(['ad', 'analytics', 'social', 'marketing', 'tag-manager']);

/** Returns a function from an address to whoever is behind it. */
export function createParties(sources: PartySources): (url: string) => Party {
  const { start, own, vendors, manifest, endpoints } = sources;
  const collectors = Object.values(manifest?.collectors ?? {});
  const recipients = new Set(collectors.flatMap(({ recipient = '' }) => firmOf(recipient)));
  const endpointHosts = new Set(Object.values(endpoints).flatMap((urls) => urls.split(' ').map(hostOf)));
  const known = new Map<string, Party>();
  const ownSite = vendors.getRootDomain(start.href);

  function look(url: string, host: string): Party {
    const entity = vendors.getEntity(url);
    const isOwn =
      host === start.hostname || own.some((one) => isWithin(host, one)) || vendors.getRootDomain(url) === ownSite;
    const firms = [entity?.name, entity?.company].flatMap((name) => firmOf(name ?? ''));
    return {
      host,
      name: isOwn ? 'the site itself' : (entity?.name ?? host),
      category: isOwn ? 'own' : (entity?.category ?? 'unknown'),
      isOwn,
      isTracker: !isOwn && TRACKING.has(entity?.category ?? ''),
      isDeclared: endpointHosts.has(host) || firms.some((firm) => recipients.has(firm)),
    };
  }

  return (url) => {
    const host = hostOf(url);
    const party = known.get(host) ?? look(url, host);
    known.set(host, party);
    return party;
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** Names of products by which contracts do not know their firm. */
const FIRMS: { readonly [word: string]: string } = {
  facebook: 'meta',
  instagram: 'meta',
  bing: 'microsoft',
  doubleclick: 'google',
};

/** The word by which a firm is known: `mixpanel` of `Mixpanel, Inc.`, `google` of `Google Ireland Ltd`. */
function firmOf(name: string): string[] {
  const [word] =
    name
      .toLowerCase()
      .replace(/^the\s+/, '')
      .match(/[\p{L}\p{N}]+/u) ?? [];
  return word === undefined ? [] : [FIRMS[word] ?? word];
}
