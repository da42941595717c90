/** The websites of the demo and what each serves. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { platforms } from '../consent/platforms.mjs';
import { createShop } from '../magento/shop/create-shop.mjs';
import { createSite } from './create-site.mjs';
import { root } from './prepare.mjs';

const path = (...parts) => join(root, ...parts);
const instrument = ['/demo/instrument.js', path('examples/demo/instrument.js')];

/** @param {ReturnType<import('./create-hub.mjs').createHub>} hub */
export function createSites(hub) {
  const audit = {
    'POST /demo/audit': hub.audit,
    'GET /demo/': (_, response) => response.writeHead(302, { location: `${shop.origin}/` }).end(),
  };
  const shop = createShopSite({
    theme: 'luma',
    base: '/magento',
    watch: 'shop/demo.js',
    files: [
      ['/', path('examples/demo/page')],
      ['/manifest.json', path('examples/manifest.json')],
      ['/headgate/', path('docs/.vitepress/dist')],
    ],
    routes: { ...audit, 'GET /demo/stream': hub.stream, 'POST /demo/outage': hub.switchOutage },
  });
  return {
    shop,
    hyva: createShopSite({ theme: 'hyva', base: '/hyva', watch: 'js/demo.js', files: [], routes: audit }),
    onboarding: createSite({ hostname: 'localhost', files: [['/', path('examples/onboarding/dist')]], routes: audit }),
    surveyHost: createSurveySite('localhost', 'host', ['host.js'], audit),
    // Another host name is another site: cookies, storage and consent of the page around it are out of reach.
    surveyFrame: createSurveySite('127.0.0.1', 'frame', ['survey.js', 'survey.css']),
    ...Object.fromEntries(platforms.map((platform) => [platform.name, createConsentSite(platform, audit)])),
  };
}

/** A Magento shop in one of its themes, with the demo's instrument in its pages. */
function createShopSite({ theme, base, watch, files, routes }) {
  const site = createSite({
    hostname: 'localhost',
    files: [instrument, ...files],
    routes,
    handlers: [[`${base}/`, (...asked) => answer(...asked)]],
  });
  const read =
    (...parts) =>
    () =>
      readFile(path(...parts));
  const answer = createShop({
    theme,
    base,
    values: site.values,
    scripts: {
      // In one file, as the Magento module has it.
      'Headgate_Tracking/js/headgate.min.js': read('dist/headgate.single.min.js'),
      'Headgate_Tracking/js/events.min.js': read('examples/magento/dist/events.js'),
      'requirejs/require.js': read('node_modules/requirejs/require.js'),
      'jquery/jquery.min.js': read('node_modules/jquery/dist/jquery.min.js'),
      'js/alpine3-csp.min.js': read('node_modules/@alpinejs/csp/dist/cdn.min.js'),
    },
    head: `<script type="module" src="${base}/static/${watch}"></script>`,
  });
  return site;
}

/** A site for each consent platform: what one stores, and what Headgate buffers under it, is no business of the others. */
function createConsentSite({ name, ...about }, routes) {
  const site = createSite({
    hostname: 'localhost',
    files: [
      ['/', path('examples/consent/web')],
      ...['js', 'js.map', 'css', 'css.map'].map((type) => [
        `/${name}.${type}`,
        path(`examples/consent/dist/${name}.${type}`),
      ]),
    ],
    routes,
  });
  Object.assign(site.values, { platform: name, ...about });
  return site;
}

function createSurveySite(hostname, page, scripts, routes = {}) {
  return createSite({
    hostname,
    files: [
      ['/', path('examples/survey/web', page)],
      ['/style.css', path('examples/survey/web/style.css')],
      ['/favicon.svg', path('examples/survey/web/favicon.svg')],
      ...scripts.flatMap((file) =>
        ['', '.map'].map((ending) => [`/${file}${ending}`, path('examples/survey/dist', `${file}${ending}`)]),
      ),
    ],
    routes,
  });
}
