/**
 * Trackers that send by themselves, and how their calls look. Only what sends is listed: `gtag('consent', …)` or
 * `mixpanel.opt_out_tracking()` bypass nothing.
 */
export interface Vendor {
  readonly name: string;
  /** Globals that are called themselves, with the first arguments that send; `true` where every call does. */
  readonly functions?: { readonly [name: string]: readonly string[] | true };
  /** Globals whose methods send. */
  readonly objects?: { readonly [name: string]: readonly string[] };
  /** npm packages, with what they export that sends: methods of the default export, or named exports. */
  readonly packages?: { readonly [name: string]: readonly string[] };
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

export const VENDORS: readonly Vendor[] = [
  {
    name: 'Google Analytics and Ads',
    functions: { gtag: ['config', 'event'], ga: ['create', 'send'] },
    objects: { _gaq: ['push'], ga: ['send'] },
    packages: {
      'ga-gtag': ['gtag', 'install'],
      'react-ga': ['event', 'initialize', 'pageview', 'send'],
      'react-ga4': ['event', 'gtag', 'initialize', 'send'],
      'vue-gtag': ['event', 'pageview'],
    },
    hosts: ['google-analytics.com', 'analytics.google.com', 'doubleclick.net', 'googleadservices.com'],
  },
  {
    name: 'Google Tag Manager',
    objects: { dataLayer: ['push'] },
    packages: { 'react-gtm-module': ['dataLayer', 'initialize'] },
    hosts: ['googletagmanager.com'],
  },
  {
    name: 'Meta Pixel',
    functions: { fbq: ['init', 'track', 'trackCustom', 'trackSingle', 'trackSingleCustom'] },
    packages: { 'react-facebook-pixel': ['init', 'pageView', 'track', 'trackCustom'] },
    hosts: ['connect.facebook.net', 'facebook.com/tr'],
  },
  {
    name: 'Mixpanel',
    objects: { mixpanel: [...CAPTURE, 'time_event', 'track_forms', 'track_links', 'track_pageview'] },
    packages: { 'mixpanel-browser': [...CAPTURE, 'track_forms', 'track_links', 'track_pageview'] },
    hosts: ['mxpnl.com', 'api.mixpanel.com', 'api-eu.mixpanel.com', 'api-js.mixpanel.com'],
  },
  {
    name: 'Amplitude',
    objects: { amplitude: [...CAPTURE, 'revenue'] },
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
    objects: { analytics: ['alias', 'group', 'identify', 'load', 'page', 'screen', 'track', 'trackForm', 'trackLink'] },
    packages: { '@segment/analytics-next': [...CAPTURE, 'load'], '@segment/snippet': ['max', 'min'] },
    hosts: ['cdn.segment.com', 'api.segment.io'],
  },
  {
    name: 'RudderStack',
    objects: { rudderanalytics: ['alias', 'group', 'identify', 'load', 'page', 'track'] },
    packages: {
      '@rudderstack/analytics-js': ['identify', 'load', 'page', 'track'],
      'rudder-sdk-js': ['load', 'page', 'track'],
    },
    hosts: ['rudderlabs.com', 'rudderstack.com'],
  },
  {
    name: 'PostHog',
    objects: { posthog: ['alias', 'capture', 'group', 'identify', 'init'] },
    packages: { 'posthog-js': ['alias', 'capture', 'group', 'identify', 'init'] },
    hosts: ['posthog.com'],
  },
  {
    name: 'Matomo',
    objects: { _paq: ['push'] },
    packages: { '@jonkoops/matomo-tracker': ['trackEvent', 'trackPageView'] },
    hosts: ['matomo.cloud'],
  },
  {
    name: 'Snowplow',
    functions: { snowplow: true },
    packages: {
      '@snowplow/browser-tracker': ['newTracker', 'trackPageView', 'trackSelfDescribingEvent', 'trackStructEvent'],
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
    objects: { ttq: ['identify', 'load', 'page', 'track'] },
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
  { name: 'Microsoft Ads', objects: { uetq: ['push'] }, hosts: ['bat.bing.com'] },
  {
    name: 'Microsoft Clarity',
    functions: { clarity: ['event', 'identify', 'set', 'upgrade'] },
    packages: { '@microsoft/clarity': ['event', 'identify', 'init', 'setTag'] },
    hosts: ['clarity.ms'],
  },
  { name: 'HubSpot', objects: { _hsq: ['push'] }, hosts: ['hs-scripts.com', 'hs-analytics.net'] },
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
    objects: { _learnq: ['push'], klaviyo: ['identify', 'push', 'track'] },
    hosts: ['static.klaviyo.com'],
  },
  { name: 'Criteo', objects: { criteo_q: ['push'] }, hosts: ['static.criteo.net', 'dynamic.criteo.com'] },
  {
    name: 'Plausible',
    functions: { plausible: true },
    packages: { 'plausible-tracker': CAPTURE },
    hosts: ['plausible.io'],
  },
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
    [...Object.keys(vendor.functions ?? {}), ...Object.keys(vendor.objects ?? {})].map(
      (name) => [name, vendor] as const,
    ),
  ),
);

/** The vendors of npm packages. */
export const VENDOR_PACKAGES: ReadonlyMap<string, Vendor> = new Map(
  VENDORS.flatMap((vendor) => Object.keys(vendor.packages ?? {}).map((name) => [name, vendor] as const)),
);
