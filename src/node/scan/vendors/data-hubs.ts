import type { Vendor } from '../vendor.js';
import { TRACKING_METHODS } from './tracking-methods.js';

const SEGMENT = ['alias', 'group', 'identify', 'load', 'page', 'screen', 'track', 'trackForm', 'trackLink'];

/** What takes events and hands them on to others. */
export const DATA_HUBS: readonly Vendor[] = [
  {
    name: 'Google Tag Manager',
    objects: { dataLayer: ['push'], $gtm: ['push', 'trackEvent', 'trackView'] },
    packages: {
      '@next/third-parties': ['sendGTMEvent'],
      '@gtm-support/vue-gtm': ['trackEvent', 'trackView'],
      '@gtm-support/vue2-gtm': ['trackEvent', 'trackView'],
      'react-gtm-module': ['dataLayer', 'initialize'],
      'react-gtm-hook': [],
      '@elgorditosalsero/react-gtm-hook': [],
      'vue-gtm': ['trackEvent', 'trackView'],
    },
    hooks: { useGtm: '$gtm', useGTM: '$gtm', useGTMDispatch: 'sendDataToGTM', useScriptGoogleTagManager: '$gtm' },
    functions: { sendDataToGTM: true },
    components: ['GoogleTagManager'],
    hosts: ['googletagmanager.com'],
  },
  {
    name: 'Segment',
    objects: { analytics: SEGMENT, $analytics: [...SEGMENT, 'logEvent'], $segment: SEGMENT },
    packages: {
      '@segment/analytics-next': [...TRACKING_METHODS, 'load'],
      '@segment/analytics.js-core': [...TRACKING_METHODS, 'load'],
      '@segment/snippet': ['max', 'min'],
    },
    hooks: { useSegment: '$segment' },
    hosts: ['cdn.segment.com', 'api.segment.io'],
  },
  {
    name: 'RudderStack',
    objects: { rudderanalytics: SEGMENT, $rudderanalytics: SEGMENT },
    hooks: { useRudderStack: 'rudderanalytics', useRudderAnalytics: 'rudderanalytics' },
    packages: {
      '@rudderstack/analytics-js': ['identify', 'load', 'page', 'track'],
      'rudder-sdk-js': ['load', 'page', 'track'],
    },
    hosts: ['rudderlabs.com', 'rudderstack.com'],
  },
  {
    name: 'Snowplow',
    functions: { snowplow: true },
    packages: {
      '@snowplow/browser-tracker': ['newTracker', 'trackPageView', 'trackSelfDescribingEvent', 'trackStructEvent'],
      '@snowplow/javascript-tracker': ['newTracker', 'trackPageView', 'trackSelfDescribingEvent', 'trackStructEvent'],
    },
  },
  {
    name: 'mParticle',
    objects: { mParticle: ['init', 'logEvent', 'logPageView'] },
    packages: { '@mparticle/web-sdk': ['init', 'logEvent', 'logPageView'] },
    hosts: ['jssdkcdns.mparticle.com'],
  },
  { name: 'Tealium', objects: { utag: ['link', 'track', 'view'] }, hosts: ['tags.tiqcdn.com'] },
  {
    name: 'Analytics (getanalytics.io)',
    packages: { analytics: [...TRACKING_METHODS], 'use-analytics': TRACKING_METHODS },
    objects: { $getanalytics: TRACKING_METHODS },
    hooks: { useAnalytics: '$getanalytics', useTrack: '$track' },
    functions: { $track: true },
  },
];
