/**
 * A shop with a real consent banner, trackers that wait for it, and faults planted where a test asks for them. Its trackers'
 * hosts are those of real vendors, looked up at this machine: nothing leaves it.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { servePages } from '../../support/serve-pages.mjs';

const scripts = resolve(import.meta.dirname, '../../fixtures/planted-shop');

/** @param {string} name */
const readScript = (name) => readFileSync(resolve(scripts, name), 'utf8');

/** What the shop's reviewed manifest declares. */
export const SHOP_MANIFEST = {
  version: '1',
  controller: { name: 'Planted Shop', contact: 'privacy@shop.example' },
  categories: { analytics: { title: 'Analytics' } },
  purposes: { shop_improvement: { title: 'Improve the shop' } },
  collectors: {
    warehouse: { recipient: 'Planted Shop', role: 'controller', country: 'DE' },
    matomo: { recipient: 'Matomo (InnoCraft Ltd)', role: 'processor', agreement: 'DPA', country: 'DE' },
    mixpanel: { recipient: 'Mixpanel, Inc.', role: 'processor', agreement: 'DPA', country: 'DE' },
    segment: { recipient: 'Segment', role: 'processor', agreement: 'DPA', country: 'DE' },
    meta: { recipient: 'Meta Platforms Ireland Ltd', role: 'joint-controller', agreement: 'JCA', country: 'IE' },
  },
  events: {
    page_shown: {
      title: 'A page was shown',
      purpose: 'shop_improvement',
      tier: 'anonymous',
      basis: 'consent',
      categories: ['analytics'],
      retentionDays: 30,
      collectors: ['warehouse', 'matomo', 'mixpanel', 'segment', 'meta'],
      fields: { path: { type: 'string', title: 'Path of the page' } },
    },
  },
};

/** What the visitor does. */
export const SHOP_JOURNEY = {
  pages: ['/', { path: '/account', steps: [{ type: '#email', text: '{email}' }, { click: '#send' }, { wait: 300 }] }],
};

/** @typedef {'vanilla-cookieconsent' | 'klaro'} Platform */

/**
 * `resolve` looks every host up at this server, so that nothing leaves the machine.
 *
 * @param {readonly string[]} faults Names of what is planted; none for the clean twin.
 * @param {Platform} [platform]
 */
export async function servePlantedShop(faults, platform = 'vanilla-cookieconsent') {
  const page = (/** @type {string} */ content) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
    <title>Planted Shop</title><meta name="viewport" content="width=device-width">
    <style>body { font: 18px sans-serif; margin: 2rem; } input, button { font: inherit; padding: .4rem .8rem; }</style>
    <script>const faults = new Set(${JSON.stringify(faults)});</script>
    <script src="/shop.js"></script>${PLATFORM_TAGS[platform]}</head>
    <body><h1>Planted Shop</h1>${content}<footer>${SETTINGS[platform]}</footer></body></html>`;
  const account = `<form action="/thanks" method="${faults.includes('address') ? 'get' : 'post'}">
    <label>E-mail <input id="email" name="email" type="email"></label> <button id="send">Send</button></form>`;
  const script = (/** @type {string} */ name) => ({ type: 'text/javascript', body: readScript(name) });
  const pages = await servePages({
    '/': page('<p>Things to buy. <a href="/account">Account</a></p><iframe src="/frame" title="Reviews"></iframe>'),
    '/account': page(account),
    '/thanks': page('<p>Thank you.</p>'),
    '/frame': `<!doctype html><title>Reviews</title><p>Five stars</p>${
      faults.includes('frame-cookie') ? '<script src="http://static.hotjar.com/hotjar.js"></script>' : ''
    }`,
    '/shop.js': script('shop.js'),
    '/worker.js': script('worker.js'),
    '/hotjar.js': script('hotjar.js'),
    '/amplitude.js': script('amplitude.js'),
    '/matomo.js': script('matomo.js'),
    '/v1/events': { status: 204, body: '' },
    // What was asked before a withdrawal arrives after it.
    '/detour': async () => {
      await setTimeout(350);
      return { status: 307, body: '', headers: { location: '/sent', 'access-control-allow-origin': '*' } };
    },
    '/sent': { status: 204, body: '', headers: { 'access-control-allow-origin': '*' } },
  });
  const { port } = new URL(pages.origin);
  return {
    url: `http://localhost:${port}/`,
    requests: pages.requests,
    resolve: `*=127.0.0.1:${port}`,
    close: pages.close,
  };
}

/** @type {{ [platform in Platform]: string }} */
const PLATFORM_TAGS = {
  'vanilla-cookieconsent': `<link rel="stylesheet" href="/node_modules/vanilla-cookieconsent/dist/cookieconsent.css">
    <script src="/node_modules/vanilla-cookieconsent/dist/cookieconsent.umd.js"></script>
    <script>
      const tell = ({ cookie }) => choose(cookie.categories.includes('analytics'));
      addEventListener('DOMContentLoaded', () => CookieConsent.run({
        categories: { necessary: { enabled: true, readOnly: true }, analytics: {} },
        onConsent: tell,
        onChange: tell,
        language: { default: 'en', translations: { en: {
          consentModal: { title: 'Cookies', description: 'May we measure?', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', showPreferencesBtn: 'Manage' },
          preferencesModal: { title: 'Settings', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', savePreferencesBtn: 'Save', sections: [{ title: 'Analytics', linkedCategory: 'analytics' }] },
        } } },
      }));
    </script>`,
  klaro: `<script>
      var klaroConfig = {
        version: 1, elementID: 'klaro', storageMethod: 'cookie', lang: 'en', mustConsent: false, acceptAll: true,
        translations: { zz: { privacyPolicyUrl: '/privacy' } },
        services: [{ name: 'analytics', title: 'Analytics', purposes: ['analytics'],
          callback: (isGranted) => { if (document.cookie.includes('klaro=')) choose(isGranted); } }],
      };
    </script><script defer src="/node_modules/klaro/dist/klaro.js"></script>`,
};

/** @type {{ [platform in Platform]: string }} */
const SETTINGS = {
  'vanilla-cookieconsent': '<button type="button" data-cc="show-preferencesModal">Cookie settings</button>',
  klaro: '<button type="button" onclick="klaro.show(undefined, true)">Cookie settings</button>',
};
