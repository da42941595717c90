import type { Vendor } from '../vendor.js';

const BRAZE = ['changeUser', 'initialize', 'logCustomEvent', 'logPurchase', 'openSession'];

/** What writes to people or asks them, by what they did. */
export const ENGAGEMENT: readonly Vendor[] = [
  { name: 'HubSpot', queues: { _hsq: /^(track|identify)/ }, hosts: ['hs-scripts.com', 'hs-analytics.net'] },
  { name: 'Intercom', functions: { Intercom: ['boot', 'trackEvent', 'update'] }, hosts: ['widget.intercom.io'] },
  {
    name: 'Klaviyo',
    queues: { _learnq: /^(track|identify)/ },
    objects: { klaviyo: ['identify', 'push', 'track'] },
    hosts: ['static.klaviyo.com'],
  },
  {
    name: 'Braze',
    objects: { braze: BRAZE, appboy: BRAZE },
    packages: { '@braze/web-sdk': BRAZE, '@braze/web-sdk-core': BRAZE },
    hosts: ['js.appboycdn.com'],
  },
  { name: 'Customer.io', objects: { _cio: ['identify', 'page', 'track'] }, hosts: ['assets.customer.io'] },
  { name: 'Zigpoll', hosts: ['cdn.zigpoll.com'] },
  {
    name: 'Salesforce Interactions',
    objects: { SalesforceInteractions: ['init', 'sendEvent'], Evergage: ['init', 'sendEvent'] },
    hosts: ['evgnet.com'],
  },
];
