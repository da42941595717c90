import * as CookieConsent from 'vanilla-cookieconsent';

const modal = { title: '', acceptAllBtn: 'Yes', acceptNecessaryBtn: 'No' };
const texts = { consentModal: modal, preferencesModal: { ...modal, sections: [] } };

/** The real package, as a page that loads its UMD file has it. */
export const vanillaPlatform = {
  async install(changes: Partial<CookieConsent.CookieConsentConfig> = {}): Promise<void> {
    Object.assign(globalThis, { CookieConsent });
    await CookieConsent.run({
      // happy-dom says that it is driven, as Playwright does.
      hideFromBots: false,
      categories: { necessary: { enabled: true, readOnly: true }, stats: { services: { ga: {} } }, ads: {} },
      language: { default: 'en', translations: { en: texts } },
      ...changes,
    });
  },
  leave(eraseCookie = false): void {
    CookieConsent.reset(eraseCookie);
    Reflect.deleteProperty(globalThis, 'CookieConsent');
    Reflect.deleteProperty(globalThis, '_ccRun');
  },
};
