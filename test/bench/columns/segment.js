/** Segment's defaults: one request an event, and a queue that is written to localStorage while the page is left. */
import { AnalyticsBrowser } from '@segment/analytics-next';
import { NAME, toData } from './event.js';

/** @type {AnalyticsBrowser} */
let analytics;

globalThis.column = {
  init({ url }) {
    const apiHost = `${url.replace('http://', '')}/v1`;
    const settings = { apiKey: 'key', apiHost, protocol: /** @type {const} */ ('http') };
    analytics = AnalyticsBrowser.load(
      // What its server would answer, so that start-up waits for no request.
      { writeKey: 'key', cdnSettings: { integrations: { 'Segment.io': settings } } },
      { integrations: { 'Segment.io': settings } },
    );
  },
  track(mark) {
    void analytics.track(NAME, toData(mark));
  },
};
