import type { ConsentSource } from '../consent.js';
import { followJQuery } from '../follow-jquery.js';
import { followPlatform } from '../follow-platform.js';
import { isWebsiteAllowed } from '../is-website-allowed.js';

export interface MagentoOptions {
  /** The current website's id. Consent given on another website of the shop proves nothing here. */
  readonly websiteId: number | string;
  /** How often the cookie is looked at, in milliseconds. @defaultValue `1000` */
  readonly interval?: number;
}

/**
 * Magento's cookie restriction mode: one yes for the whole shop, in the cookie `user_allowed_save_cookie`, a map of
 * website ids. It opens the categories that the manifest maps with `"magento": true`, and no other. There is no refusal: a
 * cookie that is absent is no answer, one that vanishes is a withdrawal. With restriction mode off there is no
 * cookie, and nothing opens.
 *
 * Luma announces a grant through jQuery only, Hyvä by an event of window, early versions not at all, and nobody
 * announces that the cookie was deleted: so the cookie itself is read, on every hint and by a timer.
 *
 * @example
 * ```ts
 * import { createHeadgate, magento } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [magento({ websiteId: 1 })], collectors });
 * ```
 */
export function magento({ websiteId, interval }: MagentoOptions): ConsentSource {
  return (host) =>
    followPlatform(host, {
      name: 'magento',
      interval,
      events: ['user-allowed-save-cookie'],
      listen: (update) => followJQuery('user:allowed:save:cookie', update),
      read() {
        const isAllowed = isWebsiteAllowed(websiteId);
        return {
          allows: (code) => (code === 'true' && isAllowed) || undefined,
          evidence: isAllowed ? 'explicit' : 'default',
        };
      },
    });
}
