/** Opted out until the visitor opts in. https://docs.mixpanel.com/docs/privacy/protecting-user-data */
import mixpanel from 'mixpanel-browser';

export function init(collector, { application }) {
  mixpanel.init(application, { api_host: collector, opt_out_tracking_by_default: true, persistence: 'localStorage' });
}
export function grant() {
  if (!mixpanel.has_opted_in_tracking()) mixpanel.opt_in_tracking();
}
export const deny = () => mixpanel.opt_out_tracking();
export const withdraw = deny;
export const track = (note) => mixpanel.track('product_viewed', { note });
