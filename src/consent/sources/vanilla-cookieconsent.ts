import type { ConsentSource } from '../consent.js';
import { followPlatform, strictest } from '../follow-platform.js';
import { readCookies } from '../read-cookies.js';
import { readOwn } from '../../safety/own.js';

/** What is used of the platform: exports of `vanilla-cookieconsent`, which its global has too. */
export interface CookieConsentApi {
  /** Whether there is an answer: `true`, and nothing else. */
  validConsent(): unknown;
  getUserPreferences(): { readonly acceptedCategories: string[]; readonly acceptedServices: Services };
  /** Read anew from the cookie, or from localStorage, at every call. */
  getCookie(): Stored;
  getConfig(): object;
}

interface Services {
  readonly [category: string]: string[];
}

interface Config {
  readonly mode?: unknown;
  readonly categories?: object;
  readonly cookie?: { readonly name?: string; readonly useLocalStorage?: boolean };
}

interface Stored {
  readonly categories?: string[];
  readonly services?: Services;
  readonly consentId?: string;
  readonly lastConsentTimestamp: string;
  readonly revision: number;
}

export interface VanillaCookieConsentOptions {
  /** The platform's exports, for a page that bundles it. @defaultValue `window.CookieConsent` */
  readonly api?: CookieConsentApi;
}

const NAME = 'vanillaCookieConsent';

/**
 * vanilla-cookieconsent 3 (https://cookieconsent.orestbida.com). Its codes are the names of its categories, or
 * `category/service`; a category without a code is looked for by its own name. A refusal is announced like a consent, and
 * `reset()`, or an answer in another tab, not at all. So its state is read again each time, and what it has stored beside
 * it: the stricter counts. What it lists as rejected or enabled before an answer is no choice; in its mode `opt-out`,
 * what is enabled then is granted by default.
 *
 * @example
 * ```ts
 * import { createHeadgate, vanillaCookieConsent } from 'headgate';
 *
 * createHeadgate({ manifest, consent: [vanillaCookieConsent()], collectors });
 * ```
 */
export function vanillaCookieConsent({ api }: VanillaCookieConsentOptions = {}): ConsentSource {
  return (host) => {
    let isKnown = false;
    return followPlatform(host, {
      name: NAME,
      defaults: Object.fromEntries(Object.keys(host.codes(NAME)).map((category) => [category, category])),
      events: ['cc:onConsent', 'cc:onChange'],
      read() {
        const platform = api ?? (window as unknown as { CookieConsent?: CookieConsentApi }).CookieConsent;
        // Cookiebot has the same global, without this function.
        if (!isKnown && typeof platform?.validConsent !== 'function') return undefined;
        const { mode, categories = {}, cookie } = platform!.getConfig() as Config;
        const { acceptedCategories, acceptedServices } = platform!.getUserPreferences();
        const stored = platform!.getCookie();
        const { consentId, lastConsentTimestamp, revision } = stored;
        const isAnswered = platform!.validConsent() === true;
        const name = cookie?.useLocalStorage ? undefined : cookie?.name?.replace(/\W/g, '\\$&');
        const others = name ? readCookies(name).map((text) => JSON.parse(text ?? '{}') as Partial<Stored>) : [];
        isKnown = true;
        return {
          allows(code) {
            const [category, service] = code.split('/') as [string, string?];
            const has = (names: string[] = [], services?: Services): boolean =>
              names.includes(category) && (!service || readOwn(services!, category)!.includes(service));
            const isAccepted = Object.hasOwn(categories, category) && has(acceptedCategories, acceptedServices);
            // What is stored lists services of every category that there was: one that is newer is not covered.
            const isIn = ({ categories: names, services }: Partial<Stored>): boolean | undefined =>
              has(names, services) || (services && !Object.hasOwn(services, category) ? undefined : false);
            if (stored.categories && Object.hasOwn(categories, category))
              return strictest([stored, ...others].map((one) => isIn(one) && isAccepted));
            // Before an answer: enabled by default, in the mode that lets it be.
            return (isAccepted && !isAnswered) || undefined;
          },
          evidence: isAnswered ? 'explicit' : 'default',
          ...(mode === 'opt-out' && { regime: mode }),
          ...(isAnswered &&
            consentId && { proof: { id: consentId, time: lastConsentTimestamp, version: `${revision}` } }),
        };
      },
    });
  };
}
