/**
 * One website of the demo: a static file server on Node's own http, with `{{placeholders}}` filled in its HTML pages.
 * Each page of the demo is a site of its own, because origins and sites are what consent and storage hang on.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/**
 * @param {object} options
 * @param {string} options.hostname `localhost` or `127.0.0.1`: two different sites on one machine
 * @param {[prefix: string, fileOrFolder: string][]} options.files longest prefix wins
 * @param {Record<string, (request, response, url: URL) => unknown>} [options.routes] by `METHOD /path`
 * @param {[prefix: string, answer: (request, response, url: URL) => Promise<boolean>][]} [options.handlers] asked before the files
 */
export function createSite({ hostname, files, routes = {}, handlers = [] }) {
  const mounts = files.toSorted(([a], [b]) => b.length - a.length);
  const site = {
    /** Filled in once all ports are known. */
    values: {},
    server: createServer((request, response) => {
      answer(request, response).catch((error) => end(response, 500, String(error?.message ?? error)));
    }),
    get origin() {
      return `http://${hostname}:${site.server.address().port}`;
    },
  };

  async function answer(request, response) {
    if (request.headers.host !== new URL(site.origin).host) return end(response, 421, 'This server has another name.');
    const url = new URL(request.url, site.origin);
    const route = routes[`${request.method} ${url.pathname}`];
    if (route) return route(request, response, url);
    const handler = handlers.find(([prefix]) => url.pathname.startsWith(prefix));
    if (handler && (await handler[1](request, response, url))) return;
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'Method not allowed');
    return sendFile(url.pathname, response);
  }

  async function sendFile(pathname, response) {
    const path = toPath(mounts, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    const content = path && (await readFile(path).catch(() => undefined));
    // As the pages of the documentation are addressed where they are published.
    if (!content && /\/[\w-]+$/.test(pathname)) return sendFile(`${pathname}.html`, response);
    if (!content) return end(response, 404, 'Not found');
    const body = extname(path) === '.html' ? fill(String(content), site.values) : content;
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
    });
    response.end(body);
  }

  return site;
}

export function end(response, status, text) {
  if (response.headersSent) return response.end();
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

/** The file behind a path of the site; nothing outside the mounted folders. */
function toPath(mounts, pathname) {
  const mount = mounts.find(([prefix]) => pathname.startsWith(prefix));
  if (!mount) return undefined;
  const [prefix, target] = mount;
  if (!prefix.endsWith('/')) return pathname === prefix ? target : undefined;
  const path = normalize(join(target, decodeURIComponent(pathname.slice(prefix.length))));
  return path.startsWith(normalize(target + sep)) ? path : undefined;
}

/** Values land in JSON blocks and attributes; `<` must not end the block. */
function fill(html, values) {
  return html.replace(/\{\{(\w+)\}\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('<', '\\u003C');
  });
}
