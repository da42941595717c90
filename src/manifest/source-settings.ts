import type { Regime } from './manifest.js';

/** No settings: the source is in use, and that is all. */
export type NoSettings = { readonly [setting: string]: never };

/** What each consent source can be told, by its name. A source that is named here is in use. */
export interface SourceSettings {
  readonly manual?: {
    /** Keep the choice in localStorage, the way a consent banner does. @defaultValue `false` */
    readonly remember?: boolean;
  };
  readonly onetrust?: NoSettings;
  readonly trustarc?: {
    /** The domain that TrustArc knows the site by. @defaultValue as the banner script says */
    readonly domain?: string;
  };
  readonly tcf?: NoSettings;
  readonly gpp?: NoSettings;
  readonly usPrivacy?: NoSettings;
  readonly gpc?: {
    /** The regime of all visitors: in `opt-in` the signal closes only categories with `"gpc": true`. @defaultValue by region */
    readonly regime?: Regime;
  };
  readonly googleConsentMode?: {
    /** The name of the data layer's global. @defaultValue `'dataLayer'` */
    readonly dataLayer?: string;
  };
  readonly cookiebot?: NoSettings;
  readonly usercentrics?: NoSettings;
  readonly didomi?: NoSettings;
  readonly klaro?: NoSettings;
  readonly vanillaCookieConsent?: NoSettings;
  readonly c15t?: {
    /** The name of its global store. @defaultValue `'c15tStore'` */
    readonly namespace?: string;
  };
  readonly cookieyes?: NoSettings;
  readonly iubenda?: NoSettings;
  readonly osano?: NoSettings;
  readonly ketch?: NoSettings;
  readonly fides?: NoSettings;
  readonly magento?: {
    /** The current website's id. Consent given on another website of the shop proves nothing here. */
    readonly websiteId: number | string;
    /** How often the cookie is looked at, in milliseconds. @defaultValue `1000` */
    readonly interval?: number;
  };
  readonly amasty?: {
    /** How often the cookie is looked at, in milliseconds. @defaultValue `1000` */
    readonly interval?: number;
  };
  readonly hyva?: {
    /** The current website's id. @defaultValue `CURRENT_WEBSITE_ID` of the page */
    readonly websiteId?: number | string;
    /** How often the cookie is looked at, in milliseconds. @defaultValue `1000` */
    readonly interval?: number;
  };
}

/** The names of the consent sources that Headgate has adapters for. */
export type SourceName = keyof SourceSettings;
