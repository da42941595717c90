import type { ConsentSource } from '../consent.js';
import { followJQuery } from '../follow-jquery.js';
import { followPlatform } from '../follow-platform.js';
import { readCookie } from '../read-cookie.js';

export interface AmastyOptions {
  /** How often the cookie is looked at, in milliseconds. @defaultValue `1000` */
  readonly interval?: number;
}

/**
 * Amasty GDPR Cookie for Magento. A code is the id of a cookie group. Its cookie `amcookie_allowed` is `0` for all groups,
 * `-1` for none, or a list of groups; without it there is no answer, also after the shop asks everybody anew. Its events
 * are jQuery's, and come after a refusal too. `amcookie_policy_restriction=allowed` is no consent: it says that the
 * policy applies to this visitor.
 */
export function amasty({ interval }: AmastyOptions = {}): ConsentSource {
  return (host) =>
    followPlatform(host, {
      name: 'amasty',
      interval,
      listen: (update) => followJQuery('amcookie_save amcookie_allow', update),
      read() {
        const cookie = readCookie('amcookie_allowed');
        return {
          allows: (code) => (cookie === '0' ? true : cookie?.split(',').includes(code)),
          evidence: cookie ? 'explicit' : 'default',
          ...(readCookie('amcookie_policy_restriction') && { regime: 'opt-in' }),
        };
      },
    });
}
