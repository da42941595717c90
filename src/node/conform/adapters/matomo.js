/** Tracking consent is required, and the consent platform remembers it. https://developer.matomo.org/guides/tracking-consent */

const call = (...words) => window['_paq'].push(words);

export function init(collector, { application }) {
  window['_paq'] = window['_paq'] ?? [];
  call('requireConsent');
  call('setTrackerUrl', `${collector}/matomo.php`);
  call('setSiteId', application === 'shop' ? '1' : '2');
  // As its snippet does: the calls wait for it.
  void import('./matomo-tracker.js');
}
export const grant = () => call('setConsentGiven');
export const deny = () => call('forgetConsentGiven');
export const withdraw = deny;
export const track = (note) => call('trackEvent', 'shop', 'product_viewed', note);
