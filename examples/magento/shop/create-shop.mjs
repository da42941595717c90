/**
 * The shop's server: sessions with a cart, private content, forms and pages, as Magento answers them, in one of two themes.
 * It is a handler for any HTTP server and keeps everything in memory.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actions, orderByRest } from './actions.mjs';
import { findPage, renderPage } from './render-page.mjs';
import { toSections } from './sections.mjs';
import { createSessions } from './sessions.mjs';

const web = fileURLToPath(new URL('../web', import.meta.url));
const types = { '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.json': 'application/json' };
const TEN_YEARS = 315_360_000;
const MAX_FORM = 10_000;

/** @param {import('./create-shop.mjs').ShopOptions} options */
export function createShop({ theme, base, values, scripts, head = '' }) {
  const sessions = createSessions();
  const path = `${base}/`;

  /** Returns whether the request was the shop's. */
  return async function answer(request, response, url) {
    if (!url.pathname.startsWith(path)) return false;
    const place = url.pathname.slice(base.length);
    if (request.method === 'POST') await post(place, request, response);
    else if (place.startsWith('/static/')) await sendFile(place, response);
    else if (place === '/customer/section/load/') sendSections(request, response, url);
    else if (place === '/customer/account/logout/') logOut(request, response);
    else await sendPage(place, request, response, url);
    return true;
  };

  async function post(place, request, response) {
    const session = sessions.open(request);
    const body = await readText(request);
    const rest = /^\/rest\/default\/V1\/guest-carts\/(\w{32})\/(shipping-information|payment-information)$/.exec(place);
    if (rest?.[1] === session.maskedCartId) return sendJson(response, orderByRest(session, rest[2]));
    const act = actions[place];
    if (!act) return end(response, 404, 'Not found');
    const outcome = act(session, new URLSearchParams(body));
    const cookies = [
      sessions.toCookie(session, path),
      // Every POST has it, as a sign that pages may have to ask for private content anew.
      `private_content_version=${randomBytes(16).toString('hex')}; path=${path}; max-age=${TEN_YEARS}; samesite=lax`,
    ];
    const isAjax = request.headers['x-requested-with'] === 'XMLHttpRequest';
    if (isAjax && !outcome.error) return sendJson(response, { success: true, message: outcome.success }, cookies);
    const go = outcome.go ? base + outcome.go : toReferer(request);
    response.setHeader('set-cookie', [...cookies, toMessages(outcome)]);
    // Refused: the page is told to go where the message is shown.
    if (isAjax) return sendJson(response, { backUrl: go });
    response.writeHead(302, { location: go }).end();
  }

  function sendSections(request, response, url) {
    const names = (url.searchParams.get('sections') ?? '').split(',').filter(Boolean);
    sendJson(response, toSections(sessions.find(request), names));
  }

  function logOut(request, response) {
    const session = sessions.find(request);
    if (session) Object.assign(session, { customer: undefined, cart: [], wishlist: [], compare: [] });
    response.writeHead(302, { location: path, 'set-cookie': `mage-cache-sessid=; path=${path}; max-age=0` }).end();
  }

  async function sendPage(place, request, response, url) {
    const page = findPage(place);
    const session = sessions.find(request);
    if (!page) return end(response, 404, 'Not found');
    // As Magento: without an order to show there is no page of success, and without a cart no checkout.
    const isTooSoon =
      (page.name === 'success' && !session?.order) || (page.name === 'checkout' && !session?.cart.length);
    if (isTooSoon) return void response.writeHead(302, { location: `${path}checkout/cart/` }).end();
    const nonce = randomBytes(16).toString('base64');
    const filled = {
      base,
      head,
      nonce,
      collector: values.collector,
      manifest: JSON.stringify(values.manifest).replaceAll('<', '\\u003C'),
      order: session?.order,
      cartId: session?.maskedCartId,
    };
    if (page.name === 'success') session.order = undefined;
    const body = await renderPage(theme, page, filled, url.searchParams.get('q') ?? '');
    const headers = { 'content-security-policy': toPolicy(nonce, values), 'cache-control': 'no-store' };
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  }

  async function sendFile(place, response) {
    const name = place.slice('/static/'.length);
    const file = normalize(join(web, theme, place));
    const isOurs = file.startsWith(join(web, theme, 'static') + sep);
    const read = Object.hasOwn(scripts, name) ? scripts[name] : isOurs && (() => readFile(file).catch(() => undefined));
    const content = read && (await read());
    if (!content) return end(response, 404, 'Not found');
    const type = `${types[extname(name)] ?? 'application/octet-stream'}; charset=utf-8`;
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    response.end(content);
  }

  /** Only ever a page of this shop. */
  function toReferer({ headers }) {
    const referer = URL.canParse(headers.referer) ? new URL(headers.referer) : undefined;
    const isOurs = referer?.host === headers.host && referer.pathname.startsWith(path);
    return isOurs ? referer.pathname + referer.search : path;
  }

  function toMessages({ success, error }) {
    const messages = [success && { type: 'success', text: success }, error && { type: 'error', text: error }];
    return `mage-messages=${encodeURIComponent(JSON.stringify(messages.filter(Boolean)))}; path=${path}; samesite=lax`;
  }
}

/** The policy that Magento 2.4.8 enforces on its checkout, here on every page, with the collector in `connect-src`. */
function toPolicy(nonce, { collector, shop = '' }) {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${collector}`,
    `frame-ancestors 'self' ${shop}`.trim(),
    "base-uri 'self'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ');
}

async function readText(request) {
  let text = '';
  for await (const chunk of request) if (text.length < MAX_FORM) text += chunk;
  return text;
}

function sendJson(response, value, cookies = []) {
  if (cookies.length) response.setHeader('set-cookie', cookies);
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(value));
}

function end(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
