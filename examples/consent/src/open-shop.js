/** The same small shop for every consent platform: only the source and the banner differ. */
import { createHeadgate, gpc, json } from 'headgate';
import { createInstrument } from '../../demo/instrument.js';
import manifest from '../../manifest.json';
import { showConsent, showStep } from './show-decisions.js';
import './style.css';

const product = { sku: 'AO-2077', price: 89 };
const at = (id) => document.getElementById(id);

/**
 * @param {object} platform
 * @param {import('headgate').ConsentSource} platform.source the one line that connects a consent platform
 * @param {() => unknown} platform.reopen shows the choice again
 * @param {() => unknown} platform.withdraw takes everything back with one click (GDPR Art. 7(3))
 */
export function openShop({ source, reopen, withdraw }) {
  let tracking;
  const { platform, collector } = JSON.parse(at('demo-page').textContent);
  const instrument = createInstrument(platform);
  const headgate = createHeadgate({
    // The platforms for the states of the US stand under their law, which the manifest has to say.
    manifest: { ...manifest, regimes: { ...manifest.regimes, US: 'opt-out' } },
    consent: [source, gpc()],
    collectors: { warehouse: json({ url: `${collector}/v1/events` }) },
    onAudit(entry) {
      instrument.onAudit(entry);
      showStep(at('steps'), entry, tracking);
    },
    onConsent(state) {
      instrument.onConsent(state);
      showConsent(at('consent'), state);
    },
  });
  instrument.watch(headgate);
  showConsent(at('consent'), headgate.consent());
  at('reopen').addEventListener('click', () => reopen());
  at('withdraw').addEventListener('click', () => withdraw());
  trackProduct((name, data) => {
    // An event that is refused at once has no name in the audit trail: this page takes it from the call.
    tracking = name;
    headgate.track(name, data);
    tracking = undefined;
  });
}

function trackProduct(track) {
  let position = 1;
  let items = 0;
  track('product_viewed', { ...product, currency: 'EUR' });
  at('picture').addEventListener('click', () => {
    position = (position % 3) + 1;
    document.documentElement.dataset.picture = String(position);
    track('gallery_image_viewed', { sku: product.sku, position });
  });
  at('add').addEventListener('click', () => {
    items += 1;
    at('items').textContent = String(items);
    track('add_to_cart', { ...product, size: 'M', colour: 'moss', quantity: 1 });
  });
  at('cart').addEventListener('click', () => track('minicart_opened', { items }));
}
