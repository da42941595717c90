/** Full anonymous tracking until the visitor consents. https://docs.snowplow.io/docs/sources/web-trackers/anonymous-tracking/ */
import {
  clearUserData,
  disableAnonymousTracking,
  enableAnonymousTracking,
  newTracker,
  trackStructEvent,
} from '@snowplow/browser-tracker';

const anonymously = { withServerAnonymisation: true };

export function init(collector, { application }) {
  newTracker(application, collector, {
    appId: application,
    anonymousTracking: anonymously,
    stateStorageStrategy: 'none',
    encodeBase64: false,
  });
}
export const grant = () => disableAnonymousTracking({ stateStorageStrategy: 'cookieAndLocalStorage' });
export const deny = () => enableAnonymousTracking({ options: anonymously, stateStorageStrategy: 'none' });
export function withdraw() {
  deny();
  clearUserData();
}
export const track = (note) => trackStructEvent({ category: 'shop', action: 'product_viewed', label: note });
