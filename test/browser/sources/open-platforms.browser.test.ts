import type { Page } from '@playwright/test';
import { describePlatform, type PlatformCase } from '../support/platform-suite.js';

/** Open consent platforms from npm, with their own interfaces where they have one. */

const click = (selector: string) => (page: Page) => page.locator(selector).click();
const appears = (selector: string) => (page: Page) => page.locator(selector).waitFor();

const texts = JSON.stringify({
  consentModal: { title: 'Choose', acceptAllBtn: 'Yes', acceptNecessaryBtn: 'No' },
  preferencesModal: { title: 'Choose', acceptAllBtn: 'Yes', acceptNecessaryBtn: 'No', sections: [] },
});

const vanilla: PlatformCase = {
  name: 'vanilla-cookieconsent',
  key: 'vanillaCookieConsent',
  entry: 'vanilla-cookieconsent',
  code: 'stats',
  evidence: 'explicit',
  isAnswered: 'CookieConsent.validConsent()',
  // Playwright drives the browser, and the platform hides from what is driven unless told otherwise.
  after: `<script src="/node_modules/vanilla-cookieconsent/dist/cookieconsent.umd.js"></script><script>
    addEventListener('DOMContentLoaded', () => CookieConsent.run({
      hideFromBots: false,
      categories: { necessary: { enabled: true, readOnly: true }, stats: {} },
      language: { default: 'en', translations: { en: ${texts} } },
    }));</script>`,
  ready: (page) => page.waitForFunction(() => '_ccRun' in window).then(() => undefined),
  accept: click('#cc-main .cm [data-role=all]'),
  reject: click('#cc-main .cm [data-role=necessary]'),
  async withdraw(page) {
    await page.evaluate('CookieConsent.showPreferences()');
    await page.locator('#cc-main .pm [data-role=necessary]').click();
  },
};

const klaro: PlatformCase = {
  name: 'klaro',
  key: 'klaro',
  entry: 'klaro',
  code: 'matomo',
  evidence: 'explicit',
  isAnswered: 'klaro.getManager().confirmed',
  after: `<script>klaroConfig = { acceptAll: true, services: [{ name: 'matomo', title: 'Matomo', purposes: ['stats'] }] };</script>
    <script src="/node_modules/klaro/dist/klaro-no-css.js"></script>`,
  ready: appears('#klaro .cm-btn-success'),
  accept: click('#klaro .cn-buttons .cm-btn-success'),
  reject: click('#klaro .cn-decline'),
  // Once answered, its interface has no button that declines all.
  async withdraw(page) {
    await page.evaluate('void klaro.show()');
    await page.locator('#klaro label[for=purpose-item-stats]').click();
    await page.locator('#klaro .cm-footer .cm-btn-accept:not(.cm-btn-accept-all)').click();
  },
};

const c15t: PlatformCase = {
  name: 'c15t',
  key: 'c15t',
  entry: 'c15t',
  evidence: 'explicit',
  code: 'measurement',
  isAnswered: 'c15tStore.getState().hasConsented()',
  ready: appears('#accept'),
  accept: click('#accept'),
  reject: click('#reject'),
  withdraw: click('#reject'),
};

for (const platform of [vanilla, klaro, c15t]) describePlatform(platform);
