/** Klaro, bundled: the source gets the module, because there is no global. */
import { klaro as klaroSource } from 'headgate';
import * as klaro from 'klaro/dist/klaro-no-css.js';
import 'klaro/dist/klaro.css';
import { openShop } from './open-shop.js';

const isDark = matchMedia('(prefers-color-scheme: dark)').matches;

openShop({ source: klaroSource({ api: klaro }), reopen: () => klaro.show(), withdraw });

klaro.setup({
  acceptAll: true,
  // Its own green is too pale for text on either ground.
  styling: isDark
    ? { theme: ['bottom'], green1: '#5fd0ab', 'button-text-color': '#10201a' }
    : { theme: ['light', 'bottom'], green1: '#0f6b50' },
  showNoticeTitle: true,
  // The purpose has the name of the manifest's category, so the manifest needs no code for Klaro.
  services: [{ name: 'warehouse', title: 'Acme’s own event collector', purposes: ['analytics'] }],
  translations: {
    en: {
      consentNotice: {
        title: 'May we measure?',
        description: 'May we see which products interest people? Nothing is measured until you say yes.',
        learnMore: 'Choose',
      },
      ok: 'Accept all',
      decline: 'Reject all',
      purposes: { analytics: { title: 'Analytics', description: 'Which products interest people.' } },
      poweredBy: 'Made with Klaro',
    },
  },
  lang: 'en',
});

/** Klaro’s own way: everything off, then save. */
function withdraw() {
  const manager = klaro.getManager();
  manager.changeAll(false);
  manager.saveAndApplyConsents('decline');
}
