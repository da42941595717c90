/**
 * The example shop's pages in one of its themes, with this module in the place of the example's own tags: what its layout puts
 * into the head, what its templates render, and its collector. Pages go through what Magento's settings do to scripts.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createShop } from '../../../examples/magento/shop/create-shop.mjs';
import { MODULE, ROOT } from '../files.mjs';
import { serveShop } from './serve-shop.mjs';

/** @import { ServerResponse } from 'node:http' */
/** @import { Shop } from './serve-shop.mjs' */

/** @typedef {'luma' | 'hyva'} Theme */
/** @typedef {'rendered' | 'bottom' | 'merged' | 'bundled' | 'eval'} Setting */

/**
 * @typedef {object} ThemeOptions
 * @property {Theme} theme
 * @property {Setting} [setting] How scripts come into the page. `eval`: Hyvä with the build of Alpine that needs it.
 * @property {object} manifest
 * @property {string} [head] More for the head, with `NONCE` where the page's nonce belongs.
 * @property {string} [block] A CMS block, before the footer.
 */

/** @typedef {Shop & { url: string, files: Map<string, string>, routes: Map<string, (query: string) => string>, isKept: boolean }} ThemeShop `files`: what is served by name instead of the module's own. `routes`: what else is answered. `isKept`: browsers may keep pages. */

const SCRIPTS = '/static/Headgate_Core/js';

/** @param {ThemeOptions} options @returns {Promise<ThemeShop>} */
export async function serveTheme(options) {
  const { theme, manifest } = options;
  const state = { isKept: false, routes: new Map() };
  /** @type {Map<string, string>} */
  const files = new Map();
  /** @type {ReturnType<typeof createShop> | undefined} */
  let theShop;
  const served = await serveShop(manifest, {
    store: theme === 'luma' ? 'default' : 'second',
    answer(request, response, shop) {
      const url = new URL(request.url ?? '/', shop.origin);
      const route = state.routes.get(url.pathname);
      if (route) return void response.end(route(url.search.slice(1)));
      theShop ??= createShop({
        theme,
        base: '',
        values: { manifest: {}, collector: '' },
        scripts: listScripts(shop, files, options),
      });
      const cache = state.isKept ? 'private, max-age=60' : 'no-store';
      const change = changeAnswer(response, cache, (body, policy) => changePage(body, policy, shop, options));
      theShop(request, change, url).catch((error) => {
        response.writeHead(500).end(String(error));
      });
    },
  });
  return Object.assign(state, served, { url: `${served.origin}/`, files });
}

/** @param {Shop} shop @param {Map<string, string>} files @param {ThemeOptions} options */
function listScripts(shop, files, { setting, theme }) {
  const read = (/** @type {string} */ path) => readFileSync(join(ROOT, 'node_modules', path), 'utf8');
  const undo = readFileSync(join(MODULE, 'storefront/view/frontend/web/js/undo.min.js'), 'utf8');
  const libraries = {
    'requirejs/require.js': read('requirejs/require.js'),
    'jquery/jquery.min.js': read('jquery/dist/jquery.min.js'),
    'js/alpine3-csp.min.js': read(setting === 'eval' ? 'alpinejs/dist/cdn.min.js' : '@alpinejs/csp/dist/cdn.min.js'),
  };
  const own = {
    'Headgate_Core/js/headgate.min.js': shop.script,
    'Headgate_Core/js/undo.min.js': undo,
    'Headgate_Core/css/headgate.css': readFileSync(
      join(MODULE, 'storefront/view/frontend/web/css/headgate.css'),
      'utf8',
    ),
  };
  // Magento joins with a semicolon and no line feed, and a bundle holds each file as a string.
  const config = readFileSync(join(ROOT, `examples/magento/web/luma/static/requirejs-config.js`), 'utf8');
  const made = {
    '_cache/merged.js': `${libraries['requirejs/require.js']};${config};${shop.script};${undo};window.last = 1`,
    '_cache/bundle.js': `for (const file of ${JSON.stringify([shop.script, undo])}) new Function(file)();`,
  };
  const all = { ...libraries, ...own, ...(theme === 'luma' && made) };
  return Object.fromEntries(Object.entries(all).map(([name, text]) => [name, () => files.get(name) ?? text]));
}

/**
 * The example's own tags go out, and the module's in.
 *
 * @param {string} body @param {string} policy @param {Shop} shop @param {ThemeOptions} options
 */
function changePage(body, policy, shop, { setting = 'rendered', head = '', block = '' }) {
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
  const isMerged = setting === 'merged';
  const tags = isMerged ? '' : ['headgate', 'undo'].map((name) => toTag(shop, name)).join('\n');
  const bundle = setting === 'bundled' ? '<script src="/static/_cache/bundle.js"></script>' : '';
  const { config, product, order } = shop.rendered;
  const events = body.includes('<div class="checkout-success">') ? order : isProduct(body) ? product : '';
  const own = `${tags}\n${config}\n${events}\n${head.replaceAll('NONCE', nonce)}`;
  let page = body
    .replace(/<script src="[^"]*Headgate_Tracking\/js\/headgate\.min\.js" defer><\/script>/, '')
    .replace(/<script src="[^"]*Headgate_Tracking\/js\/events\.min\.js" defer><\/script>/, '')
    .replace(/<script type="application\/json" id="headgate-config">[\s\S]*?<\/script>/, () => own)
    .replace('<footer', () => `${block}<footer`)
    .replace('</head>', () => `<link rel="stylesheet" href="/static/Headgate_Core/css/headgate.css"></head>`)
    .replace('</body>', () => `<ul class="footer links">${shop.rendered.withdraw}</ul>${bundle}</body>`);
  if (isMerged) {
    page = page
      .replace('<script src="/static/requirejs-config.js"></script>', '')
      .replace('/static/requirejs/require.js', '/static/_cache/merged.js');
  }
  if (setting === 'bottom') page = moveToBottom(page);
  const isLax = setting === 'bundled' || setting === 'eval';
  return { page, policy: isLax ? policy.replace("script-src 'self'", "script-src 'self' 'unsafe-eval'") : policy };
}

/** @param {string} body */
function isProduct(body) {
  return /<div\s+class="product"/.test(body);
}

/** As the layout renders it, at the checkout with the hash of what was deployed. @param {Shop} shop @param {string} name */
function toTag(shop, name) {
  const file = `${name}.min.js`;
  const text =
    name === 'undo' ? readFileSync(join(MODULE, 'storefront/view/frontend/web/js', file), 'utf8') : shop.script;
  const hash = createHash('sha256').update(text).digest('base64');
  return `<script type="text/javascript" defer="true" src="${SCRIPTS}/${file}" integrity="sha256-${hash}" crossorigin="anonymous"></script>`;
}

/** What `JsFooterPlugin` does: every script element, of data too, goes before the end of the body, in its order. @param {string} page */
export function moveToBottom(page) {
  /** @type {string[]} */
  const scripts = [];
  const rest = page.replaceAll(/<script[\s\S]*?<\/script>/g, (script) => {
    scripts.push(script);
    return '';
  });
  return rest.replace('</body>', () => `${scripts.join('\n')}</body>`);
}

/**
 * The response, but pages are changed before they go out.
 *
 * @param {ServerResponse} response
 * @param {string} cache
 * @param {(body: string, policy: string) => { page: string, policy: string }} change
 * @returns {ServerResponse}
 */
function changeAnswer(response, cache, change) {
  /** @type {string | undefined} */
  let policy;
  const changed = {
    setHeader: (/** @type {string} */ name, /** @type {string} */ value) => response.setHeader(name, value),
    writeHead(/** @type {number} */ status, /** @type {Record<string, string>} */ headers = {}) {
      policy = headers['content-security-policy'];
      response.statusCode = status;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      return changed;
    },
    end(/** @type {string | Buffer} */ body = '') {
      if (policy === undefined) return response.end(body);
      const after = change(String(body), policy);
      response.setHeader('cache-control', cache);
      return response.setHeader('content-security-policy', after.policy).end(after.page);
    },
  };
  return /** @type {ServerResponse} */ (/** @type {unknown} */ (changed));
}
