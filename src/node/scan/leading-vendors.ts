import type { Vendor } from './vendor.js';

const CAPTURE = [
  'alias',
  'capture',
  'event',
  'group',
  'identify',
  'init',
  'logEvent',
  'page',
  'screen',
  'send',
  'track',
];
const GTAG = ['config', 'event', 'exception', 'ecommerce', 'gtag', 'pageview', 'purchase', 'query', 'screenview'];
const MIXPANEL = [
  ...CAPTURE,
  'register',
  'time_event',
  'track_forms',
  'track_links',
  'track_pageview',
  'track_with_groups',
];
const SEGMENT = ['alias', 'group', 'identify', 'load', 'page', 'screen', 'track', 'trackForm', 'trackLink'];
const POSTHOG = ['alias', 'capture', 'group', 'identify', 'init', 'register', 'setPersonProperties'];
const MATOMO = [
  'trackEvent',
  'trackEvents',
  'trackGoal',
  'trackLink',
  'trackPageView',
  'trackSiteSearch',
  'pushInstruction',
];
const MATOMO_QUEUE = /^(track|ping|addEcommerceItem|enableHeartBeatTimer|enableLinkTracking|setUserId)/;

/** The trackers that most sites have, by name. */
export const LEADING_VENDORS: readonly Vendor[] = [
  {
    name: 'Google Analytics and Ads',
    functions: { gtag: ['config', 'event'], $gtag: ['config', 'event'], ga: ['create', 'send'] },
    objects: {
      ga: ['send'],
      $ga: [...GTAG, 'page', 'query', 'social', 'time', 'send'],
      $gtag: GTAG,
    },
    queues: { _gaq: /^_(track|link)/ },
    packages: {
      '@next/third-parties': ['sendGAEvent'],
      'firebase/analytics': ['initializeAnalytics', 'logEvent', 'setCurrentScreen', 'setUserId', 'setUserProperties'],
      '@firebase/analytics': ['initializeAnalytics', 'logEvent', 'setUserId', 'setUserProperties'],
      'ga-gtag': ['gtag', 'install'],
      'nextjs-google-analytics': ['event', 'pageView'],
      'nuxt-gtag': [],
      'react-ga': ['event', 'initialize', 'pageview', 'send', 'modalview', 'timing', 'exception'],
      'react-ga4': ['event', 'gtag', 'initialize', 'send'],
      'vue-analytics': GTAG,
      'vue-gtag': GTAG,
      'vue-gtag-next': GTAG,
    },
    hooks: { useGtag: '$gtag', useAnalytics: '$ga', useGoogleAnalytics: '$ga' },
    components: ['GoogleAnalytics'],
    hosts: ['google-analytics.com', 'analytics.google.com', 'doubleclick.net', 'googleadservices.com'],
  },
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
    name: 'Meta Pixel',
    functions: {
      fbq: ['init', 'track', 'trackCustom', 'trackSingle', 'trackSingleCustom'],
      $fbq: ['init', 'track', 'trackCustom', 'trackSingle', 'trackSingleCustom'],
    },
    objects: { $fb: ['event', 'track', 'query'] },
    packages: { 'react-facebook-pixel': ['init', 'pageView', 'track', 'trackCustom'] },
    hosts: ['connect.facebook.net', 'facebook.com/tr'],
  },
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
    objects: { amplitude: [...CAPTURE, 'revenue'], $amplitude: [...CAPTURE, 'revenue'] },
    hooks: { useAmplitude: 'amplitude' },
    packages: {
      '@amplitude/analytics-browser': [...CAPTURE, 'revenue'],
      '@amplitude/unified': ['initAll', 'track'],
      'amplitude-js': CAPTURE,
    },
    hosts: ['amplitude.com'],
  },
  {
    name: 'Hotjar',
    functions: { hj: ['event', 'identify', 'stateChange', 'tagRecording', 'trigger', 'vpv'] },
    packages: {
      '@hotjar/browser': ['event', 'identify', 'init', 'stateChange'],
      'react-hotjar': ['hotjar', 'initialize'],
    },
    hosts: ['hotjar.com', 'hotjar.io'],
  },
  {
    name: 'Segment',
    objects: { analytics: SEGMENT, $analytics: [...SEGMENT, 'logEvent'], $segment: SEGMENT },
    packages: {
      '@segment/analytics-next': [...CAPTURE, 'load'],
      '@segment/analytics.js-core': [...CAPTURE, 'load'],
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
    name: 'Matomo',
    queues: { _paq: MATOMO_QUEUE, $paq: MATOMO_QUEUE },
    objects: { $matomo: MATOMO, $piwik: MATOMO },
    packages: {
      '@jonkoops/matomo-tracker': MATOMO,
      '@jonkoops/matomo-tracker-react': MATOMO,
      '@datapunt/matomo-tracker-js': MATOMO,
      '@datapunt/matomo-tracker-react': MATOMO,
      '@piwikpro/react-piwik-pro': ['trackEvent', 'trackPageView', 'initialize'],
      'vue-matomo': MATOMO,
    },
    hooks: { useMatomo: '$matomo' },
    hosts: ['matomo.cloud'],
  },
  {
    name: 'Snowplow',
    functions: { snowplow: true },
    packages: {
      '@snowplow/browser-tracker': ['newTracker', 'trackPageView', 'trackSelfDescribingEvent', 'trackStructEvent'],
      '@snowplow/javascript-tracker': ['newTracker', 'trackPageView', 'trackSelfDescribingEvent', 'trackStructEvent'],
    },
  },
];
