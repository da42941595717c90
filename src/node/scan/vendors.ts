/**
 * Trackers that send by themselves, and how their calls look. Only what sends is listed: `gtag('consent', …)` or
 * `mixpanel.opt_out_tracking()` bypass nothing.
 */
export interface Vendor {
  readonly name: string;
  /** Globals that are called themselves, with the first arguments that send; `true` where every call does. */
  readonly functions?: { readonly [name: string]: readonly string[] | true };
  /** Globals whose methods send, and what plugins of Vue and Nuxt add to each component: `this.$gtag`. */
  readonly objects?: { readonly [name: string]: readonly string[] };
  /** Queues whose entries are calls: `_paq.push(['trackEvent', …])`, with the methods that send. */
  readonly queues?: { readonly [name: string]: RegExp };
  /** npm packages, with what they export that sends: methods of the default export, or named exports. */
  readonly packages?: { readonly [name: string]: readonly string[] };
  /** Functions of these packages, or known by their name alone, that return what a global of this name is. */
  readonly hooks?: { readonly [name: string]: string };
  /** Components of these packages that load the tracker. */
  readonly components?: readonly string[];
  /** Where their scripts and pixels come from. A host covers those below it. */
  readonly hosts?: readonly string[];
}

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
const BRAZE = ['changeUser', 'initialize', 'logCustomEvent', 'logPurchase', 'openSession'];
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

export const VENDORS: readonly Vendor[] = [
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
  {
    name: 'Adobe Analytics',
    objects: { _satellite: ['track'], alloy: ['sendEvent'] },
    functions: { alloy: ['sendEvent'] },
    hosts: ['assets.adobedtm.com', 'omtrdc.net', '2o7.net', 'demdex.net'],
  },
  {
    name: 'TikTok Pixel',
    objects: { ttq: ['identify', 'load', 'page', 'track'], $ttq: ['identify', 'page', 'track'] },
    hosts: ['analytics.tiktok.com'],
  },
  { name: 'LinkedIn Insight', functions: { lintrk: ['track'] }, hosts: ['snap.licdn.com', 'px.ads.linkedin.com'] },
  {
    name: 'Pinterest Tag',
    functions: { pintrk: ['load', 'page', 'track'] },
    hosts: ['s.pinimg.com', 'ct.pinterest.com'],
  },
  { name: 'X Pixel', functions: { twq: ['config', 'event', 'init', 'track'] }, hosts: ['static.ads-twitter.com'] },
  { name: 'Snap Pixel', functions: { snaptr: ['init', 'track'] }, hosts: ['sc-static.net', 'tr.snapchat.com'] },
  { name: 'Reddit Pixel', functions: { rdt: ['init', 'track'] }, hosts: ['redditstatic.com/ads'] },
  { name: 'Microsoft Ads', queues: { uetq: /^(event|pageLoad|track)/ }, hosts: ['bat.bing.com'] },
  {
    name: 'Microsoft Clarity',
    functions: { clarity: ['event', 'identify', 'set', 'upgrade'], $clarity: ['event', 'identify', 'set', 'upgrade'] },
    packages: { '@microsoft/clarity': ['event', 'identify', 'init', 'setTag'] },
    hosts: ['clarity.ms'],
  },
  { name: 'HubSpot', queues: { _hsq: /^(track|identify)/ }, hosts: ['hs-scripts.com', 'hs-analytics.net'] },
  {
    name: 'Heap',
    objects: { heap: ['addEventProperties', 'identify', 'load', 'track'] },
    hosts: ['heapanalytics.com'],
  },
  {
    name: 'FullStory',
    functions: { FS: ['setIdentity', 'setProperties', 'trackEvent'] },
    objects: { FS: ['event', 'identify', 'setUserVars'] },
    packages: { '@fullstory/browser': ['FullStory', 'init'] },
    hosts: ['fullstory.com'],
  },
  { name: 'Yandex Metrica', functions: { ym: true }, hosts: ['mc.yandex.ru'] },
  { name: 'Intercom', functions: { Intercom: ['boot', 'trackEvent', 'update'] }, hosts: ['widget.intercom.io'] },
  {
    name: 'Klaviyo',
    queues: { _learnq: /^(track|identify)/ },
    objects: { klaviyo: ['identify', 'push', 'track'] },
    hosts: ['static.klaviyo.com'],
  },
  { name: 'Criteo', objects: { criteo_q: ['push'] }, hosts: ['static.criteo.net', 'dynamic.criteo.com'] },
  {
    name: 'Plausible',
    functions: { plausible: true, $plausible: true },
    objects: { $plausible: ['trackEvent', 'trackPageview'] },
    packages: {
      '@plausible-analytics/tracker': ['init', 'track'],
      'next-plausible': [],
      'plausible-tracker': [...CAPTURE, 'trackEvent', 'trackPageview', 'enableAutoPageviews'],
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
    name: 'Analytics (getanalytics.io)',
    packages: { analytics: [...CAPTURE], 'use-analytics': CAPTURE },
    objects: { $getanalytics: CAPTURE },
    hooks: { useAnalytics: '$getanalytics', useTrack: '$track' },
    functions: { $track: true },
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
    name: 'Datadog RUM',
    objects: { DD_RUM: ['addAction', 'init', 'setUser', 'startView'] },
    packages: { '@datadog/browser-rum': ['init', 'addAction', 'setUser', 'startView'] },
    hosts: ['datadoghq-browser-agent.com'],
  },
  {
    name: 'LogRocket',
    objects: { LogRocket: ['identify', 'init', 'track'] },
    packages: { logrocket: ['identify', 'init', 'track'] },
    hosts: ['cdn.lr-ingest.io', 'cdn.logrocket.io'],
  },
  {
    name: 'Braze',
    objects: { braze: BRAZE, appboy: BRAZE },
    packages: { '@braze/web-sdk': BRAZE, '@braze/web-sdk-core': BRAZE },
    hosts: ['js.appboycdn.com'],
  },
  { name: 'Customer.io', objects: { _cio: ['identify', 'page', 'track'] }, hosts: ['assets.customer.io'] },
  { name: 'Contentsquare', queues: { _uxa: /^(track|setCustomVariable|ec:)/ }, hosts: ['t.contentsquare.net'] },
  {
    name: 'mParticle',
    objects: { mParticle: ['init', 'logEvent', 'logPageView'] },
    packages: { '@mparticle/web-sdk': ['init', 'logEvent', 'logPageView'] },
    hosts: ['jssdkcdns.mparticle.com'],
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
  { name: 'Tealium', objects: { utag: ['link', 'track', 'view'] }, hosts: ['tags.tiqcdn.com'] },
  { name: 'Countly', objects: { Countly: ['add_event', 'init', 'track_pageview', 'track_view'] } },
  {
    name: 'Piano Analytics',
    objects: { pa: ['sendEvent', 'sendEvents'] },
    packages: { 'piano-analytics-js': ['sendEvent', 'sendEvents'] },
  },
  { name: 'Mouseflow', queues: { _mfq: /^(tag|setVariable|newPageView)/ }, hosts: ['cdn.mouseflow.com'] },
  { name: 'Zigpoll', hosts: ['cdn.zigpoll.com'] },
  {
    name: 'Salesforce Interactions',
    objects: { SalesforceInteractions: ['init', 'sendEvent'], Evergage: ['init', 'sendEvent'] },
    hosts: ['evgnet.com'],
  },
];

/** Returns the vendor whose script or pixel an address is of. */
export function vendorOfUrl(url: string): Vendor | undefined {
  const [, address] = /^(?:https?:)?\/\/([^?#]*)/i.exec(url.trim()) ?? [];
  if (address === undefined) return undefined;
  const [host = ''] = address.toLowerCase().split('/');
  return VENDORS.find(({ hosts = [] }) =>
    hosts.some((known) => {
      const [knownHost = '', ...path] = known.split('/');
      const isHost = host === knownHost || host.endsWith(`.${knownHost}`);
      return (
        isHost &&
        address
          .toLowerCase()
          .slice(host.length + 1)
          .startsWith(path.join('/'))
      );
    }),
  );
}

/** The names of all globals of vendors. */
export const VENDOR_GLOBALS: ReadonlyMap<string, Vendor> = new Map(
  VENDORS.flatMap((vendor) =>
    [vendor.functions, vendor.objects, vendor.queues]
      .flatMap((group) => Object.keys(group ?? {}))
      .map((name) => [name, vendor] as const),
  ),
);

const PACKAGES: readonly (readonly [name: string, vendor: Vendor])[] = VENDORS.flatMap((vendor) =>
  Object.keys(vendor.packages ?? {}).map((name) => [name, vendor] as const),
);

/** The names of all npm packages of vendors. */
export const VENDOR_PACKAGES: ReadonlySet<string> = new Set(PACKAGES.map(([name]) => name));

/** Returns the vendors of a package or of a path in it, such as `posthog-js/react`, and the package's name in the table. */
export function vendorsOfPackage(from: string): readonly { readonly name: string; readonly vendor: Vendor }[] {
  return PACKAGES.filter(([name]) => from === name || from.startsWith(`${name}/`)).map(([name, vendor]) => ({
    name,
    vendor,
  }));
}

/** Said of a package alone: many have a hook of this name. */
const COMMON_HOOKS = new Set(['useAnalytics', 'useTrack', 'useTrackEvent']);

/** Hooks that frameworks import by themselves, so that only their name says whose they are. */
export const VENDOR_HOOKS: ReadonlyMap<string, { readonly vendor: Vendor; readonly gives: string }> = new Map(
  VENDORS.flatMap((vendor) =>
    Object.entries(vendor.hooks ?? {})
      .filter(([name]) => !COMMON_HOOKS.has(name))
      .map(([name, gives]) => [name, { vendor, gives }] as const),
  ),
);
