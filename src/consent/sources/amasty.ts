import type { ConsentSource } from '../consent.js';
import { followJQuery } from '../follow-jquery.js';
import { followPlatform, strictest } from '../follow-platform.js';
import { readCookies } from '../read-cookies.js';

export interface AmastyOptions {
  /** How often the cookie is looked at, in milliseconds. @defaultValue `1000` */
  readonly interval?: number;
}

/**
 * Amasty GDPR Cookie for Magento. A code is the id of a cookie group. Its cookie `amcookie_allowed` is `0` for all groups,
 * `-1` for none, or a list of groups; without it there is no answer, also after the shop asks everybody anew. Its events
 * are jQuery's, and come after a refusal too. `amcookie_policy_restriction=allowed` is no consent: it says that the
 * policy applies to this visitor.
 *
 * @example
 * ```ts
 * import { createHeadgate, amasty } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [amasty()], collectors });
 * ```
 */
export function amasty({ interval }: AmastyOptions = {}): ConsentSource {
  return (host) =>
    followPlatform(host, {
      name: 'amasty',
      interval,
      listen: (update) => followJQuery('amcookie_save amcookie_allow', update),
      read() {
        const cookies = readCookies('amcookie_allowed');
        return {
          allows: (code) =>
            strictest(cookies.map((cookie) => cookie && (cookie === '0' || cookie.split(',').includes(code)))),
          evidence: cookies.every(Boolean) ? 'explicit' : 'default',
          ...(readCookies('amcookie_policy_restriction')[0] && { regime: 'opt-in' }),
        };
      },
    });
}
