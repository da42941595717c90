/** The consent wrapper, model `opt-in`. https://github.com/segmentio/analytics-next/tree/master/packages/consent/consent-tools */
import { createWrapper, resolveWhen } from '@segment/analytics-consent-tools';
import { AnalyticsBrowser } from '@segment/analytics-next';

const analytics = new AnalyticsBrowser();
let categories;
let tellWrapper = () => {};

function choose(isGranted) {
  categories = { analytics: isGranted };
  tellWrapper(categories);
}

export function init(collector, { application }) {
  const withConsent = createWrapper({
    shouldLoadSegment: async (context) => {
      await resolveWhen(() => categories !== undefined, 50);
      context.load({ consentModel: 'opt-in' });
    },
    getCategories: () => categories,
    registerOnConsentChanged: (setCategories) => {
      tellWrapper = setCategories;
    },
  });
  withConsent(analytics).load({ writeKey: application, cdnURL: collector });
}
export const grant = () => choose(true);
export const deny = () => choose(false);
export const withdraw = deny;
export const track = (note) => analytics.track('product_viewed', { note });
