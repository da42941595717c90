/**
 * A site for browser tests: pages given as text, with the headers that a test wants, and the built package. The same
 * server is two sites: `127.0.0.1` and `localhost` share no cookies and no storage.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listen } from './listen.mjs';
import { readBody, recordRequest } from './record-request.mjs';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { RecordedRequest } from './record-request.mjs' */

/**
 * @typedef {object} Page
 * @property {string} body
 * @property {string} [type] `text/html` by default.
 * @property {number} [status]
 * @property {Record<string, string | string[]>} [headers] `{{nonce}}` in them and in the body becomes a new nonce of each answer.
 */

/** @typedef {string | Page | ((request: RecordedRequest) => string | Page | Promise<Page>)} PageSource */

/**
 * @typedef {object} Pages
 * @property {string} origin `http://127.0.0.1:<port>`
 * @property {string} otherOrigin `http://localhost:<port>`, another site
 * @property {RecordedRequest[]} requests
 * @property {(path: string, page: PageSource) => void} set Adds or replaces a page.
 * @property {() => Promise<void>} close
 */

/**
 * A policy as strict as shops have it: own files and those with this answer's nonce, no string becomes code but the address of the
 * script tag's second file.
 */
export const STRICT_POLICY =
  "default-src 'none'; script-src 'self' 'nonce-{{nonce}}'; connect-src *; frame-src *; img-src 'self'; " +
  "style-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types headgate";

/** For `import … from 'headgate'` in a page's module scripts. Has the nonce that a strict policy asks for. */
export const IMPORT_MAP = `<script type="importmap" nonce="{{nonce}}">${JSON.stringify({
  imports: {
    headgate: '/dist/index.js',
    'headgate/debug': '/dist/debug.js',
    'headgate/frame': '/dist/frame.js',
    'headgate/inspector': '/dist/inspector.js',
    'headgate/seal': '/dist/seal.js',
  },
})}</script>`;

const ROOT = resolve(fileURLToPath(import.meta.url), '../../..');
const FOLDERS = ['/dist/', '/node_modules/', '/test/fixtures/'];
/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html;charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript',
};

/** What a full browser asks of every site, and a headless shell of none. @type {Record<string, PageSource>} */
const ICON = { '/favicon.ico': { status: 204, body: '' } };

/**
 * @param {Record<string, PageSource>} [pages] By path.
 * @param {{ headers?: Record<string, string>, port?: number }} [options] Headers that every answer has.
 * @returns {Promise<Pages>}
 */
export async function servePages(pages = {}, { headers = {}, port = 0 } = {}) {
  const sources = new Map(Object.entries({ ...ICON, ...pages }));
  /** @type {RecordedRequest[]} */
  const requests = [];

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  async function serve(request, response) {
    const recorded = recordRequest(request, response, () => {});
    requests.push(recorded);
    if (!(await readBody(request, recorded))) return;
    const source = sources.get(recorded.path);
    const page = source === undefined ? await readFileOf(recorded.path) : source;
    send(response, toPage(typeof page === 'function' ? await page(recorded) : page), headers);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  const { origin, localhostOrigin, close } = await listen(server, port);
  return { origin, otherOrigin: localhostOrigin, requests, set: (path, page) => void sources.set(path, page), close };
}

/**
 * @param {string | Page | undefined} page
 * @returns {Page}
 */
function toPage(page) {
  if (page === undefined) return { status: 404, type: 'text/plain', body: 'Not found' };
  return typeof page === 'string' ? { body: page } : page;
}

/** @param {ServerResponse} response @param {Page} page @param {Record<string, string>} common */
function send(response, { body, type = 'text/html;charset=utf-8', status = 200, headers = {} }, common) {
  const nonce = randomBytes(16).toString('base64');
  const fill = (/** @type {string} */ text) => text.replaceAll('{{nonce}}', nonce);
  response.setHeader('content-type', type);
  response.setHeader('cache-control', 'no-store');
  for (const [name, value] of Object.entries({ ...common, ...headers }))
    response.setHeader(name, Array.isArray(value) ? value.map(fill) : fill(value));
  response.writeHead(status).end(type.startsWith('text/html') ? fill(body) : body);
}

/**
 * @param {string} path
 * @returns {Promise<Page | undefined>}
 */
async function readFileOf(path) {
  const file = normalize(join(ROOT, decodeURIComponent(path)));
  if (!FOLDERS.some((folder) => file.startsWith(join(ROOT, folder).replaceAll('/', sep)))) return undefined;
  try {
    // Another origin's module script and an `integrity` attribute both need the header.
    const headers = { 'access-control-allow-origin': '*' };
    return { body: await readFile(file, 'utf8'), type: TYPES[extname(file)] ?? 'application/octet-stream', headers };
  } catch {
    return undefined;
  }
}
