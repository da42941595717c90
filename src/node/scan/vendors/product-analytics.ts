import type { Vendor } from '../vendor.js';
import { TRACKING_METHODS } from './tracking-methods.js';

const MIXPANEL = [
  ...TRACKING_METHODS,
  'register',
  'time_event',
  'track_forms',
  'track_links',
  'track_pageview',
  'track_with_groups',
];
const POSTHOG = ['alias', 'capture', 'group', 'identify', 'init', 'register', 'setPersonProperties'];

/** Trackers that follow what people do in a product. */
export const PRODUCT_ANALYTICS: readonly Vendor[] = [
  {
    name: 'Mixpanel',
    objects: { mixpanel: MIXPANEL, $mixpanel: MIXPANEL },
    packages: {
      'mixpanel-browser': MIXPANEL,
      'vue-mixpanel': MIXPANEL,
      'react-mixpanel-browser': MIXPANEL,
      'react-mixpanel': MIXPANEL,
    },
    hooks: { useMixpanel: 'mixpanel' },
    hosts: ['mxpnl.com', 'api.mixpanel.com', 'api-eu.mixpanel.com', 'api-js.mixpanel.com'],
  },
  {
    name: 'Amplitude',
    objects: { amplitude: [...TRACKING_METHODS, 'revenue'], $amplitude: [...TRACKING_METHODS, 'revenue'] },
    hooks: { useAmplitude: 'amplitude' },
    packages: {
      '@amplitude/analytics-browser': [...TRACKING_METHODS, 'revenue'],
      '@amplitude/unified': ['initAll', 'track'],
      'amplitude-js': TRACKING_METHODS,
    },
    hosts: ['amplitude.com'],
  },
  {
    name: 'PostHog',
    objects: { posthog: POSTHOG, $posthog: POSTHOG },
    packages: {
      'posthog-js': POSTHOG,
      '@posthog/nuxt': POSTHOG,
      '@posthog/react': POSTHOG,
      'posthog-js-lite': POSTHOG,
    },
    hooks: { usePostHog: 'posthog', usePosthog: 'posthog' },
    components: ['PostHogProvider', 'PostHogPageView'],
    hosts: ['posthog.com'],
  },
  {
    name: 'Heap',
    objects: { heap: ['addEventProperties', 'identify', 'load', 'track'] },
    hosts: ['heapanalytics.com'],
  },
  {
    name: 'Pendo',
    objects: { pendo: ['identify', 'initialize', 'track', 'updateOptions'] },
    hosts: ['cdn.pendo.io', 'cdn.eu.pendo.io'],
  },
  {
    name: 'Appcues',
    objects: { Appcues: ['group', 'identify', 'page', 'track'] },
    hosts: ['fast.appcues.com'],
  },
  { name: 'Statsig', packages: { 'statsig-js': ['logEvent'], '@statsig/js-client': ['logEvent'] } },
];
