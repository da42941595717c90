import type { ConsentReading, ConsentSource } from '../consent.js';
import { readCookies } from '../read-cookies.js';
import { listenToIab } from './iab-api.js';

/**
 * The US Privacy string, through `__uspapi` of this page or, by messages, of one around it, and the cookie `usprivacy`
 * (https://github.com/InteractiveAdvertisingBureau/USPrivacy). Superseded by GPP, still emitted.
 *
 * It knows of the sale of data only: an opt-out denies every category, but those that the manifest takes out with
 * `"usPrivacy": false`. Without an opt-out nothing is explicit: it is open in an opt-out regime, once notice was given. The
 * API has no event, so it is asked on a timer. The cookie can deny, and never grants.
 *
 * @example
 * ```ts
 * import { createHeadgate, usPrivacy } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [usPrivacy()], collectors });
 * ```
 */
export function usPrivacy(): ConsentSource {
  return (host) => {
    const { codes, report } = host;
    const bound = Object.entries(codes('usPrivacy')).filter(([, code]) => code !== false);
    const read = ({ uspString }: { readonly uspString: string }): ConsentReading => {
      if (uspString && !/^1[YN-]{3}$/i.test(uspString)) throw new TypeError();
      const text = [uspString, ...readCookies('usprivacy', String)].join(' ').toUpperCase();
      const choice = /\b1.Y/.test(text) ? 'denied' : text.startsWith('1YN') ? 'granted' : 'undecided';
      const isApplicable = !text.startsWith('1---');
      return {
        source: 'usPrivacy',
        categories: Object.fromEntries(isApplicable ? bound.map(([category]) => [category, choice]) : []),
        evidence: isApplicable ? 'default' : 'not-applicable',
        ...(!uspString && { isPending: true }),
        ...(uspString && isApplicable && { regime: 'opt-out', region: 'US', proof: { string: uspString } }),
      };
    };
    report(read({ uspString: '' }));
    return listenToIab('__uspapi', [1], host, read, 'getUSPData');
  };
}
