import type { Vendor } from '../vendor.js';

/** Pixels of advertising networks. */
export const ADVERTISING: readonly Vendor[] = [
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
  { name: 'Criteo', objects: { criteo_q: ['push'] }, hosts: ['static.criteo.net', 'dynamic.criteo.com'] },
];
