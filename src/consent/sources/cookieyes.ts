import type { ConsentSource } from '../consent.js';
import { followPlatform, type PlatformAnswer } from '../follow-platform.js';
import { readCookie } from '../read-cookie.js';

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
  const cookie = `,${readCookie('cookieyes-consent')},`;
  const isAnswered = isUserActionCompleted === true && !cookie.includes(',action:,');
  return {
    allows: (code) => (cookie.includes(`,${code}:no,`) ? false : categories[code]),
    regime: activeLaw === 'ccpa' ? 'opt-out' : 'opt-in',
    ...(isAnswered && { evidence: 'explicit', proof: id ? { id } : undefined }),
  };
}
