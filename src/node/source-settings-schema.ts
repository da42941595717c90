import * as z from 'zod';
import type { SourceName } from '../manifest/source-settings.js';
import { REGIMES } from '../manifest/vocabulary.js';

/** What each consent source can be told in the manifest. A name that is not here is the name of no source. */

const text = (description: string) => z.string().min(1).max(200).describe(description).exactOptional();
const noSettings = (title: string) => z.strictObject({}).describe(`${title}. It has no settings.`).exactOptional();
const websiteId = z.union([z.int().min(0), z.string().min(1)]);
const interval = z.number().min(50).describe('How often the cookie is looked at, in milliseconds. Default: 1000.');

export const sourcesSchema = z
  .strictObject({
    manual: z
      .strictObject({
        remember: z.boolean().describe('Keep the choice in localStorage. Default: false.').exactOptional(),
      })
      .describe('A consent banner of your own.')
      .exactOptional(),
    onetrust: noSettings('OneTrust'),
    trustarc: z
      .strictObject({ domain: text('The domain that TrustArc knows the site by.') })
      .describe('TrustArc.')
      .exactOptional(),
    tcf: noSettings('IAB TCF 2.2 and 2.3'),
    gpp: noSettings('IAB Global Privacy Platform'),
    usPrivacy: noSettings('IAB US Privacy string'),
    gpc: z
      .strictObject({
        regime: z
          .enum(REGIMES)
          .describe('The regime of all visitors: in opt-in it closes only categories with "gpc": true.')
          .exactOptional(),
      })
      .describe('Global Privacy Control.')
      .exactOptional(),
    googleConsentMode: z
      .strictObject({ dataLayer: text('The name of the global of its data layer. Default: dataLayer.') })
      .describe('Google Consent Mode v2.')
      .exactOptional(),
    cookiebot: noSettings('Cookiebot'),
    usercentrics: noSettings('Usercentrics'),
    didomi: noSettings('Didomi'),
    klaro: noSettings('Klaro'),
    vanillaCookieConsent: noSettings('vanilla-cookieconsent'),
    c15t: z
      .strictObject({ namespace: text('The name of its global store. Default: c15tStore.') })
      .describe('c15t.')
      .exactOptional(),
    cookieyes: noSettings('CookieYes'),
    iubenda: noSettings('iubenda'),
    osano: noSettings('Osano'),
    ketch: noSettings('Ketch'),
    fides: noSettings('Fides'),
    magento: z
      .strictObject({
        websiteId: websiteId.describe('The id of the current website.'),
        interval: interval.exactOptional(),
      })
      .describe('Magento cookie restriction mode.')
      .exactOptional(),
    amasty: z.strictObject({ interval: interval.exactOptional() }).describe('Amasty GDPR Cookie.').exactOptional(),
    hyva: z
      .strictObject({
        websiteId: websiteId.describe('The id of the current website. Default: as the page says.').exactOptional(),
        interval: interval.exactOptional(),
      })
      .describe('Hyvä.')
      .exactOptional(),
  } satisfies { readonly [source in SourceName]: z.ZodType })
  .describe('The consent sources in use, by name, with their settings.');

/** The names of the consent sources that Headgate has adapters for. */
export const SOURCE_NAMES = Object.keys(sourcesSchema.shape) as readonly SourceName[];
