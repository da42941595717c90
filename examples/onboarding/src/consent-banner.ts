/** The consent banner (vanilla-cookieconsent) and the bridge from it to Headgate. */
import type { ManualSource } from 'headgate';
import * as CookieConsent from 'vanilla-cookieconsent';
import 'vanilla-cookieconsent/dist/cookieconsent.css';

const categories = ['analytics', 'outreach'] as const;

/**
 * Tells Headgate what the banner knows. Without a valid answer (none yet, expired, or the banner was revised) it says
 * nothing: undecided is neither a yes nor a no.
 */
function followBanner(choice: ManualSource): void {
  const read = (): void => {
    if (!CookieConsent.validConsent()) return;
    choice.deny(...categories.filter((category) => !CookieConsent.acceptedCategory(category)));
    choice.grant(...categories.filter((category) => CookieConsent.acceptedCategory(category)));
  };
  addEventListener('cc:onConsent', read);
  addEventListener('cc:onChange', read);
}

export function startConsentBanner(choice: ManualSource): Promise<void> {
  followBanner(choice);
  return CookieConsent.run({
    // Automated browsers are visitors of this demo too.
    hideFromBots: false,
    categories: { necessary: { enabled: true, readOnly: true }, analytics: {}, outreach: {} },
    guiOptions: { consentModal: { layout: 'box inline', position: 'bottom left' } },
    language: { default: 'en', translations: { en: texts } },
  });
}

export const openPreferences = (): void => CookieConsent.showPreferences();

/** One click takes everything back (GDPR Art. 7(3)). */
export const withdrawConsent = (): void => CookieConsent.acceptCategory([]);

const texts: CookieConsent.Translation = {
  consentModal: {
    title: 'May we learn from how you get started?',
    description: 'Nothing is measured until you say yes. You can take it back at any time, at the top of this page.',
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
      {
        title: 'Necessary',
        description: 'Keeps you signed in and remembers this choice.',
        linkedCategory: 'necessary',
      },
      {
        title: 'Product analytics',
        description: 'Which set-up steps people finish, and which features they switch on.',
        linkedCategory: 'analytics',
      },
      {
        title: 'Contact and feedback',
        description: 'Your ratings, comments and accessibility needs reach our team.',
        linkedCategory: 'outreach',
      },
    ],
  },
};
