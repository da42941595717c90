import type { Manifest } from '../../manifest/manifest.js';
import { ccpa } from './ccpa.js';
import { gdpr } from './gdpr.js';
import type { Law } from './law.js';
import { lgpd } from './lgpd.js';
import { pdpa } from './pdpa.js';

/**
 * The laws that a manifest can be checked against.
 *
 * @example
 * ```ts
 * import { auditManifest, LAWS } from 'headgate/node';
 *
 * const { findings } = auditManifest(manifest, { laws: LAWS });
 * ```
 */
export const LAWS: readonly Law[] = [gdpr, ccpa, lgpd, pdpa];

/** Returns the laws of the regions that a manifest names in `regimes`; GDPR always, which is the strictest. */
export function lawsOf({ regimes = {} }: Pick<Manifest, 'regimes'>): Law[] {
  const named = Object.keys(regimes);
  return LAWS.filter(({ id, places }) => id === 'gdpr' || named.some((region) => places.includes(region)));
}

/** Returns the law that holds in a region, `US-CA` or `DE`; `undefined` where none of these does. */
export function lawIn(region: string): Law | undefined {
  return LAWS.find(({ places }) => places.includes(region) || places.includes(region.slice(0, 2)));
}
