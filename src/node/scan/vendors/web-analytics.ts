import type { Vendor } from '../vendor.js';
import { TRACKING_METHODS } from './tracking-methods.js';

const GTAG = ['config', 'event', 'exception', 'ecommerce', 'gtag', 'pageview', 'purchase', 'query', 'screenview'];
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

/** Trackers that count visits to pages. */
export const WEB_ANALYTICS: readonly Vendor[] = [
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
    name: 'Adobe Analytics',
    objects: { _satellite: ['track'], alloy: ['sendEvent'] },
    functions: { alloy: ['sendEvent'] },
    hosts: ['assets.adobedtm.com', 'omtrdc.net', '2o7.net', 'demdex.net'],
  },
  { name: 'Yandex Metrica', functions: { ym: true }, hosts: ['mc.yandex.ru'] },
  {
    name: 'Plausible',
    functions: { plausible: true, $plausible: true },
    objects: { $plausible: ['trackEvent', 'trackPageview'] },
    packages: {
      '@plausible-analytics/tracker': ['init', 'track'],
      'next-plausible': [],
      'plausible-tracker': [...TRACKING_METHODS, 'trackEvent', 'trackPageview', 'enableAutoPageviews'],
    },
    hooks: { usePlausible: 'plausible', useTrackEvent: 'plausible' },
    components: ['PlausibleProvider'],
    hosts: ['plausible.io'],
  },
  {
    name: 'Vercel Analytics',
    packages: {
      '@vercel/analytics': ['inject', 'pageview', 'track'],
      '@vercel/speed-insights': ['injectSpeedInsights'],
    },
    functions: { va: ['event', 'pageview'] },
    components: ['Analytics', 'SpeedInsights'],
    hosts: ['va.vercel-scripts.com'],
  },
  {
    name: 'Shopify Analytics',
    objects: { Shopify: ['publish'], ShopifyAnalytics: ['track', 'page', 'trackLink'], $shopify: ['publish'] },
    packages: { '@shopify/hydrogen': ['sendShopifyAnalytics'], '@shopify/hydrogen-react': ['sendShopifyAnalytics'] },
    hooks: { useAnalytics: '$shopify', useShopifyAnalytics: '$shopify' },
  },
  {
    name: 'Umami',
    objects: { umami: ['identify', 'track'] },
    functions: { umami: true, umTrackEvent: true },
    hosts: ['cloud.umami.is', 'analytics.umami.is'],
  },
  {
    name: 'Fathom',
    objects: { fathom: ['trackEvent', 'trackGoal', 'trackPageview'] },
    packages: { 'fathom-client': ['load', 'trackEvent', 'trackGoal', 'trackPageview'] },
    hosts: ['cdn.usefathom.com'],
  },
  {
    name: 'Simple Analytics',
    functions: { sa_event: true, sa_pageview: true },
    hosts: ['scripts.simpleanalyticscdn.com', 'queue.simpleanalyticscdn.com'],
  },
  {
    name: 'Piano Analytics',
    objects: { pa: ['sendEvent', 'sendEvents'] },
    packages: { 'piano-analytics-js': ['sendEvent', 'sendEvents'] },
  },
  { name: 'Countly', objects: { Countly: ['add_event', 'init', 'track_pageview', 'track_view'] } },
];
