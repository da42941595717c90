import type { ConsentSource } from '../consent.js';
import { followPlatform, type PlatformAnswer } from '../follow-platform.js';
import { readCookies } from '../read-cookies.js';
import { readOwn } from '../../safety/own.js';

/** What is read of the page. `window.CookieConsent` is an older name of it, and the global of another banner. */
interface Cookiebot {
  readonly hasResponse?: boolean;
  readonly consent: { readonly [category: string]: boolean | undefined; readonly method?: never };
  readonly regulations?: { gdprApplies?: boolean; lgpdApplies?: boolean; ccpaApplies?: boolean };
  /** `de`, or `us-06` with the number of a state. */
  readonly userCountry?: string;
  readonly consentID?: string;
  readonly consentUTC: Date | string | number;
}

interface Page {
  readonly Cookiebot?: Cookiebot;
  readonly CookieConsent?: Cookiebot;
}

const DEFAULTS = {
  necessary: 'necessary',
  functional: 'preferences',
  analytics: 'statistics',
  marketing: 'marketing',
};

/**
 * Cookiebot (https://www.cookiebot.com/en/developer/). Categories have values before the visitor responds, and outside
 * the regions that the site chose they are implied: both are no answer. `CookiebotOnAccept` comes with every page of a
 * visitor who consented, and after a consent in part. Its cookie is not JSON.
 *
 * @example
 * ```ts
 * import { createHeadgate, cookiebot } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [cookiebot()], collectors });
 * ```
 */
export function cookiebot(): ConsentSource {
  return (host) =>
    followPlatform(host, {
      name: 'cookiebot',
      defaults: DEFAULTS,
      events: ['CookiebotOnConsentReady', 'CookiebotOnAccept', 'CookiebotOnDecline'],
      read: readCookiebot,
    });
}

function readCookiebot(): PlatformAnswer | undefined {
  const { Cookiebot, CookieConsent } = window as unknown as Page;
  const bot = Cookiebot ?? CookieConsent;
  if (bot?.hasResponse === undefined) return undefined;
  const { consent, regulations, userCountry, consentID: id, consentUTC } = bot;
  // Of all paths, as one text: what one of them refuses is refused.
  const cookie = readCookies('CookieConsent').join();
  const isImplied = /implied|(^|,)-1/.test(`${cookie}${consent.method}`);
  const isAnswered = bot.hasResponse && !isImplied;
  return {
    allows: (code) => (cookie.includes(`${code}:false`) ? false : readOwn(consent, code)),
    evidence: isAnswered ? 'explicit' : isImplied ? 'implied' : 'default',
    regime:
      regulations?.gdprApplies || regulations?.lgpdApplies
        ? 'opt-in'
        : regulations?.ccpaApplies
          ? 'opt-out'
          : undefined,
    region: userCountry?.toUpperCase(),
    proof: isAnswered && id ? { id, time: new Date(consentUTC).toISOString() } : undefined,
  };
}
