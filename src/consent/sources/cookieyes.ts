import type { ConsentSource } from '../consent.js';
import { followPlatform, type PlatformAnswer } from '../follow-platform.js';
import { readCookies } from '../read-cookies.js';
import { readOwn } from '../../safety/own.js';

/** What is read of the page, once the banner is loaded. */
interface Page {
  getCkyConsent?(): {
    readonly activeLaw?: string;
    readonly categories: { readonly [category: string]: boolean };
    readonly isUserActionCompleted: unknown;
    readonly consentID?: string;
  };
}

const DEFAULTS = {
  necessary: 'necessary',
  functional: 'functional',
  analytics: 'analytics',
  performance: 'performance',
  marketing: 'advertisement',
};

/**
 * CookieYes. The visitor has answered where `isUserActionCompleted`, and where the cookie says `action:yes`, which stands
 * beside `consent:no` after a refusal. What `getCkyConsent` returned is never kept: it does not change.
 *
 * @example
 * ```ts
 * import { createHeadgate, cookieyes } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [cookieyes()], collectors });
 * ```
 */
export function cookieyes(): ConsentSource {
  return (host) =>
    followPlatform(host, {
      name: 'cookieyes',
      defaults: DEFAULTS,
      events: ['cookieyes_banner_load', 'cookieyes_consent_update'],
      read: readCookieYes,
    });
}

function readCookieYes(): PlatformAnswer | undefined {
  const { getCkyConsent } = window as Page;
  if (!getCkyConsent) return undefined;
  const { activeLaw, categories, isUserActionCompleted, consentID: id } = getCkyConsent();
  const cookies = readCookies('cookieyes-consent').map((cookie) => `,${cookie},`);
  const isAnswered = isUserActionCompleted === true && !cookies.some((cookie) => cookie.includes(',action:,'));
  return {
    allows(code) {
      if (cookies.some((cookie) => cookie.includes(`,${code}:no,`))) return false;
      // A category that is newer than the visitor's choice is in no cookie of it.
      const isNew = cookies.some((cookie) => cookie.includes(',action:yes,') && !cookie.includes(`,${code}:`));
      return isNew ? undefined : readOwn(categories, code);
    },
    regime: activeLaw === 'ccpa' ? 'opt-out' : activeLaw ? 'opt-in' : undefined,
    ...(isAnswered && { evidence: 'explicit', proof: id ? { id } : undefined }),
  };
}
