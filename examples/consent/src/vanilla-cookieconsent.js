/** vanilla-cookieconsent, bundled: the source gets the module, because there is no global. */
import { vanillaCookieConsent } from 'headgate';
import * as CookieConsent from 'vanilla-cookieconsent';
import 'vanilla-cookieconsent/dist/cookieconsent.css';
import { openShop } from './open-shop.js';

openShop({
  source: vanillaCookieConsent({ api: CookieConsent }),
  reopen: CookieConsent.showPreferences,
  withdraw: () => CookieConsent.acceptCategory([]),
});

const dark = matchMedia('(prefers-color-scheme: dark)');
const followScheme = () => document.documentElement.classList.toggle('cc--darkmode', dark.matches);
followScheme();
dark.addEventListener('change', followScheme);

await CookieConsent.run({
  // Automated browsers are visitors of this demo too.
  hideFromBots: false,
  // Cookies know no ports: the onboarding example has the default name.
  cookie: { name: 'shop_choice' },
  categories: { necessary: { enabled: true, readOnly: true }, analytics: {} },
  guiOptions: { consentModal: { layout: 'box', position: 'bottom right' } },
  language: {
    default: 'en',
    translations: {
      en: {
        consentModal: {
          title: 'May we see what you look at?',
          description: 'To learn which products interest people. Nothing is measured until you say yes.',
          acceptAllBtn: 'Accept all',
          acceptNecessaryBtn: 'Reject all',
          showPreferencesBtn: 'Choose',
        },
        preferencesModal: {
          title: 'Privacy preferences',
          acceptAllBtn: 'Accept all',
          acceptNecessaryBtn: 'Reject all',
          savePreferencesBtn: 'Save choice',
          closeIconLabel: 'Close',
          sections: [
            { title: 'Necessary', description: 'Remembers this choice.', linkedCategory: 'necessary' },
            { title: 'Analytics', description: 'Which products interest people.', linkedCategory: 'analytics' },
          ],
        },
      },
    },
  },
});
