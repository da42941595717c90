/** PostHog's event capture with its default batching and persistence; everything that records on its own is off. */
import { posthog } from 'posthog-js';
import { NAME, toData } from './event.js';

globalThis.column = {
  init({ url }) {
    posthog.init('phc_bench', {
      api_host: url,
      persistence: 'localStorage+cookie',
      autocapture: false,
      capture_pageview: false,
      capture_pageleave: false,
      disable_session_recording: true,
      disable_surveys: true,
      advanced_disable_flags: true,
      disable_external_dependency_loading: true,
      // Without it nothing is sent from a headless browser.
      opt_out_useragent_filter: true,
    });
  },
  track(mark) {
    posthog.capture(NAME, toData(mark));
  },
};
