/** Opted out until the visitor opts in. https://amplitude.com/docs/sdks/analytics/browser/cookies-and-consent-management */
import * as amplitude from '@amplitude/analytics-browser';

export function init(collector, { application }) {
  amplitude.init(application, {
    serverUrl: `${collector}/2/httpapi`,
    optOut: true,
    // Events by call alone: what else it captures and loads is not asked here.
    autocapture: false,
    fetchRemoteConfig: false,
    remoteConfig: { fetchRemoteConfig: false },
    enableDiagnostics: false,
  });
}
export const grant = () => amplitude.setOptOut(false);
export const deny = () => amplitude.setOptOut(true);
export const withdraw = deny;
export const track = (note) => amplitude.track('product_viewed', { note });
