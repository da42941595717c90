import type { ConsentSource } from '../consent.js';
import { followPlatform, type PlatformAnswer } from '../follow-platform.js';
import { isWebsiteAllowed } from '../is-website-allowed.js';
import { readOwn } from '../../safety/own.js';

/** What is read of the page. */
interface Page {
  readonly COOKIE_CONFIG?: { readonly cookie_restriction_enabled?: boolean };
  readonly CURRENT_WEBSITE_ID?: string;
  readonly cookie_consent_groups?: { readonly [group: string]: boolean | undefined };
}

export interface HyvaOptions {
  /** The current website's id. @defaultValue `window.CURRENT_WEBSITE_ID` */
  readonly websiteId?: number | string;
  /** How often the page is looked at, in milliseconds. @defaultValue `1000` */
  readonly interval?: number;
}

/**
 * Hyvä themes for Magento. A code is a group of `window.cookie_consent_groups`, which a consent module sets, or `true` for
 * Magento's one yes to the whole shop. A group that is not set is refused once the visitor has said that yes, and no
 * answer before it. With restriction mode off nothing opens. `hyva.getCookie` shows what the page would like to have
 * stored, so the cookie itself is read.
 *
 * @example
 * ```ts
 * import { createHeadgate, hyva } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [hyva()], collectors });
 * ```
 */
export function hyva({ websiteId, interval }: HyvaOptions = {}): ConsentSource {
  return (host) =>
    followPlatform(host, {
      name: 'hyva',
      events: ['user-allowed-save-cookie'],
      interval,
      read: () => readHyva(websiteId),
    });
}

function readHyva(websiteId?: number | string): PlatformAnswer | undefined {
  const { COOKIE_CONFIG, CURRENT_WEBSITE_ID, cookie_consent_groups: groups = {} } = window as unknown as Page;
  if (!COOKIE_CONFIG?.cookie_restriction_enabled) return undefined;
  const isAllowed = isWebsiteAllowed(websiteId ?? CURRENT_WEBSITE_ID);
  return {
    allows(code) {
      const isOn = code === 'true' ? isAllowed : readOwn(groups, code);
      return isOn === true || (isOn === false && isAllowed ? false : undefined);
    },
    // A module sets groups without Magento's yes; the necessary one is always on.
    evidence:
      isAllowed || Object.keys(groups).some((group) => group !== 'necessary' && groups[group]) ? 'explicit' : 'default',
  };
}
