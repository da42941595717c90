/** Klaro, bundled: the source gets the module, because there is no global. */
import { klaro as klaroSource } from 'headgate';
import * as klaro from 'klaro/dist/klaro-no-css.js';
import 'klaro/dist/klaro.css';
import { openShop } from './open-shop.js';

const isDark = matchMedia('(prefers-color-scheme: dark)').matches;

openShop({ source: klaroSource({ api: klaro }), reopen: () => klaro.show(), withdraw });

klaro.setup({
  acceptAll: true,
  styling: { theme: isDark ? ['bottom'] : ['light', 'bottom'] },
  // The purpose has the name of the manifest's category, so the manifest needs no code for Klaro.
  services: [{ name: 'warehouse', title: 'Acme’s own event collector', purposes: ['analytics'] }],
  translations: {
    en: {
      consentNotice: {
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
