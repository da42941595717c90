import type { ConsentSource } from '../consent.js';
import { followPlatform, type PlatformAnswer } from '../follow-platform.js';
import { readCookies } from '../read-cookies.js';
import { readOwn } from '../../safety/own.js';

/** What is read of the page. */
interface Page {
  readonly Fides?: {
    readonly initialized: boolean;
    readonly consent: { readonly [notice: string]: boolean | string | undefined };
    readonly fides_meta: { readonly updatedAt?: string; readonly consentMethod?: string };
    readonly fides_string?: string;
    readonly identity?: { readonly fides_user_device_id?: string };
    readonly geolocation?: { readonly location?: string };
    readonly experience?: { readonly privacy_notices?: readonly { readonly consent_mechanism?: string }[] };
  };
}

interface Stored {
  readonly consent?: { readonly [notice: string]: boolean | string | undefined };
}

/**
 * Fides (https://ethyca.com/docs/dev-docs/js/reference). A code is the key of a notice. Every notice has a value from the
 * start: it is a choice once it was saved, by a method with which a visitor chooses. A banner that was dismissed, or an
 * acknowledged notice, is no consent.
 *
 * @example
 * ```ts
 * import { createHeadgate, fides } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [fides()], collectors });
 * ```
 */
export function fides(): ConsentSource {
  return (host) => followPlatform(host, { name: 'fides', events: ['FidesReady', 'FidesUpdated'], read: readFides });
}

function readFides(): PlatformAnswer | undefined {
  const { Fides } = window as Page;
  if (!Fides?.initialized) return undefined;
  const { consent, fides_meta, fides_string: string, identity, geolocation, experience } = Fides;
  const { updatedAt: time, consentMethod } = fides_meta;
  const isAnswered = time && /^(accept|reject|save)$/.test(consentMethod!);
  const laws = String(experience?.privacy_notices?.map((notice) => notice.consent_mechanism));
  // JSON, or that in base64. A compressed cookie cannot be read at once, and is left out.
  const stored = readCookies('fides_consent\\w*').flatMap((cookie = 'gzip:') => {
    if (cookie.startsWith('gzip:')) return [];
    const { consent: kept }: Stored = JSON.parse(cookie[0] === '{' ? cookie : atob(cookie));
    return kept ? [kept] : [];
  });
  const id = identity?.fides_user_device_id;
  return {
    allows(code) {
      const kept = stored.map((one) => readOwn(one, code));
      if (/false|opt_out/.test(kept.join())) return false;
      // A notice that is newer than the visitor's choice has a value, and is in no cookie.
      if (isAnswered && kept.includes(undefined)) return undefined;
      const now = `${readOwn(consent, code)}`;
      return /^(false|opt_out)$/.test(now) ? false : /^(true|opt_in)$/.test(now) || undefined;
    },
    evidence: consentMethod === 'gpc' ? 'signal' : 'default',
    regime: /opt_in/.test(laws) ? 'opt-in' : /opt_out/.test(laws) ? 'opt-out' : undefined,
    region: geolocation?.location,
    ...(isAnswered && { evidence: 'explicit', proof: id ? { id, time, string } : undefined }),
  };
}
