/** The websites of the demo and what each serves. */
import { join } from 'node:path';
import { platforms } from '../consent/platforms.mjs';
import { createSite, end } from './create-site.mjs';
import { root } from './prepare.mjs';

const path = (...parts) => join(root, ...parts);
const statics = '/magento/static';

/** @param {ReturnType<import('./create-hub.mjs').createHub>} hub */
export function createSites(hub) {
  const audit = { 'POST /demo/audit': hub.audit };
  const shop = createSite({
    hostname: 'localhost',
    files: [
      ['/', path('examples/demo/page')],
      ['/manifest.json', path('examples/manifest.json')],
      ['/demo/instrument.js', path('examples/demo/instrument.js')],
      ['/magento/', path('examples/magento/web')],
      [`${statics}/requirejs/require.js`, path('node_modules/requirejs/require.js')],
      [`${statics}/jquery/jquery.min.js`, path('node_modules/jquery/dist/jquery.min.js')],
      [`${statics}/Headgate_Tracking/js/headgate.min.js`, path('dist/headgate.min.js')],
    ],
    routes: {
      ...audit,
      'GET /demo/stream': hub.stream,
      'POST /demo/outage': hub.switchOutage,
      'POST /magento/checkout/cart/add': addToCart,
      'POST /magento/newsletter/subscriber/new': subscribe,
    },
    headers: (pathname, nonce) => (pathname.startsWith('/magento') ? toMagentoHeaders(nonce, shop.values) : {}),
  });
  return {
    shop,
    onboarding: createSite({ hostname: 'localhost', files: [['/', path('examples/onboarding/dist')]], routes: audit }),
    surveyHost: createSurveySite('localhost', 'host', 'host.js', audit),
    // Another host name is another site: cookies, storage and consent of the page around it are out of reach.
    surveyFrame: createSurveySite('127.0.0.1', 'frame', 'survey.js'),
    ...Object.fromEntries(platforms.map((platform) => [platform.name, createConsentSite(platform, audit)])),
  };
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

function createSurveySite(hostname, page, script, routes = {}) {
  return createSite({
    hostname,
    files: [
      ['/', path('examples/survey/web', page)],
      ['/style.css', path('examples/survey/web/style.css')],
      ['/favicon.svg', path('examples/survey/web/favicon.svg')],
      [`/${script}`, path('examples/survey/dist', script)],
      [`/${script}.map`, path('examples/survey/dist', `${script}.map`)],
    ],
    routes,
  });
}

/** The policy that Magento 2.4.8 enforces on its checkout, with the collector in `connect-src` (csp_whitelist.xml). */
function toMagentoHeaders(nonce, { collector }) {
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${collector}`,
    "frame-ancestors 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "object-src 'none'",
  ];
  return { 'content-security-policy': policy.join('; ') };
}

async function addToCart(request, response) {
  const form = new URLSearchParams(await readText(request));
  const answer = form.get('size') === 'XL' ? { error: 'The requested size is not available.' } : {};
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

/** As in Magento: a plain form post, answered by sending the visitor back to the page. */
async function subscribe(request, response) {
  await readText(request);
  if (!URL.canParse(request.headers.referer)) return end(response, 400, 'No page to go back to.');
  const referer = new URL(request.headers.referer);
  referer.searchParams.set('subscribed', '');
  response.writeHead(303, { location: `/magento/${referer.search}` }).end();
}

async function readText(request) {
  let text = '';
  for await (const chunk of request) if (text.length < 10_000) text += chunk;
  return text;
}
