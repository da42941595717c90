/** Pre-consent tracking with buffered events. https://www.rudderstack.com/docs/sources/event-streams/sdks/rudderstack-javascript-sdk/consent-management/ */
import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';

const analytics = new RudderAnalytics();

const source = {
  id: 'shop',
  name: 'shop',
  writeKey: 'conform',
  enabled: true,
  workspaceId: 'conform',
  config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
  connections: [],
  destinations: [],
};

export function init(collector, { application }) {
  analytics.load(application, collector, {
    configUrl: collector,
    getSourceConfig: () => ({ source }),
    preConsent: { enabled: true, storage: { strategy: 'none' }, events: { delivery: 'buffer' } },
    consentManagement: { enabled: true, provider: 'custom' },
  });
}
export const grant = () =>
  analytics.consent({ consentManagement: { allowedConsentIds: ['analytics'], deniedConsentIds: [] } });
export function deny() {
  analytics.consent({
    discardPreConsentEvents: true,
    consentManagement: { allowedConsentIds: [], deniedConsentIds: ['analytics'] },
  });
}
export const withdraw = deny;
export const track = (note) => analytics.track('product_viewed', { note });
