/** Opted out until the visitor opts in. https://posthog.com/docs/privacy/data-collection */
import { posthog } from 'posthog-js';

export function init(collector, { application }) {
  posthog.init(application, {
    api_host: collector,
    opt_out_capturing_by_default: true,
    opt_out_persistence_by_default: true,
    // It is silent before browsers that say they are driven.
    opt_out_useragent_filter: true,
    // Events by call alone: what else it captures and loads is not asked here.
    autocapture: false,
    capture_pageview: false,
    capture_pageleave: false,
    disable_session_recording: true,
    disable_surveys: true,
    disable_external_dependency_loading: true,
    advanced_disable_flags: true,
  });
}
export const grant = () => posthog.opt_in_capturing({ captureEventName: false });
export const deny = () => posthog.opt_out_capturing();
export const withdraw = deny;
export const track = (note) => posthog.capture('product_viewed', { note });
