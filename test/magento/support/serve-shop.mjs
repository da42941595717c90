/**
 * A shop's pages as this module renders them, and its collector: PHP's own web server runs pub/collect.php behind the path /hg/
 * of the same origin, as nginx does it, on a MariaDB where there is one. What a page looks like is the test's.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '../../support/listen.mjs';
import { MODULE, ROOT, TESTS } from '../files.mjs';
import { canStartMaria, startMaria } from './start-maria.mjs';
import { startPhp } from './start-php.mjs';
import { toPlainText } from '../../support/read-rows.mjs';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/**
 * @typedef {object} Shop
 * @property {string} origin
 * @property {{ config: string, withdraw: string, product: string, order: string }} rendered The templates of the storefront.
 * @property {string} script The script file as `build.mjs` has put it into the module.
 * @property {Map<string, Page>} pages By path.
 * @property {{ path: string, body: string, status: number, headers: Record<string, unknown> }[]} posts What reached the collector, in full whatever its form, and its answers.
 * @property {() => Row[]} rows What is stored, in the order in which it happened.
 * @property {string} rowsCommand Prints the same as JSON lines.
 * @property {string} database What stores it.
 * @property {() => Promise<void>} close
 */

/** @typedef {{ body: string, type?: string, headers?: Record<string, string> }} Page */
/** @typedef {{ event_id: string, event: string, store_id: number, tier: string, purpose: string, basis: string, consent_state: string, consent_source: string, tagged: string }} Row */

/**
 * @typedef {object} ShopOptions
 * @property {'default' | 'second'} [store] The store view whose pages these are, of website 1 or 2.
 * @property {(request: IncomingMessage, response: ServerResponse, shop: Shop) => void} [answer] What is not the collector's. By default `pages`.
 */

/** PHP with what the collector needs here. */
export function canServeShop() {
  const { status, stdout } = spawnSync('php', ['-m'], { encoding: 'utf8' });
  return status === 0 && ['pdo_sqlite', 'mbstring', 'SimpleXML'].every((name) => stdout.includes(name));
}

/**
 * @param {object} manifest
 * @param {ShopOptions} [options]
 * @returns {Promise<Shop>}
 */
export async function serveShop(manifest, { store = 'default', answer = answerByPath } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-shop-'));
  /** @type {(() => unknown)[]} */
  const ends = [() => rmSync(folder, { recursive: true, force: true })];
  const end = async () => {
    for (const each of ends.reverse()) await each();
  };
  try {
    const database = await openDatabase(folder, ends);
    const rowsCommand = ['php', join(TESTS, 'support/print-rows.php'), database.dsn, ...database.user];
    const collector = await startPhp(folder);
    ends.push(collector.stop);
    /** @type {Shop} */
    const shop = {
      origin: '',
      rendered: { config: '', withdraw: '', product: '', order: '' },
      pages: new Map(),
      posts: [],
      close: end,
      script: buildScript(folder),
      rows: () => readRows(rowsCommand),
      rowsCommand: rowsCommand.map((part) => `'${part}'`).join(' '),
      database: database.name,
    };
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/hg/')) forward(request, response, collector.port, shop.posts);
      else answer(request, response, shop);
    });
    const listening = await listen(server);
    ends.push(listening.close);
    shop.origin = listening.origin;

    const manifestFile = join(folder, 'manifest.json');
    writeFileSync(manifestFile, JSON.stringify(manifest));
    const args = [join(TESTS, 'support/open-shop.php'), folder, shop.origin, manifestFile, store];
    shop.rendered = JSON.parse(
      execFileSync('php', args, { encoding: 'utf8', env: { ...process.env, ...database.env } }),
    );
    return shop;
  } catch (error) {
    await end();
    throw error;
  }
}

/** @typedef {{ name: string, dsn: string, user: string[], env: Record<string, string> }} Database */

/** @param {string} folder @param {(() => unknown)[]} ends @returns {Promise<Database>} */
async function openDatabase(folder, ends) {
  const name = join(folder, 'shop.sqlite');
  if (!canStartMaria()) {
    return { name: 'SQLite', dsn: `sqlite:${name}`, user: [], env: { HEADGATE_TEST_DSN: `sqlite:${name}` } };
  }
  const maria = await startMaria(['magento']);
  ends.push(maria.stop);
  const dsn = maria.dsn('magento');
  const env = { HEADGATE_TEST_DSN: dsn, HEADGATE_TEST_USER: 'root', HEADGATE_TEST_HOST: maria.socket };
  return { name: `MariaDB ${maria.version}`, dsn, user: ['root'], env };
}

/** @param {string} folder */
function buildScript(folder) {
  const out = join(folder, 'built');
  execFileSync('node', [join(MODULE, 'build.mjs'), '--out', out], { cwd: ROOT, stdio: 'pipe' });
  return readFileSync(join(out, 'storefront/view/frontend/web/js/headgate.min.js'), 'utf8');
}

/**
 * As a proxy does it: cookies stay outside, everything else passes.
 *
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {number} port
 * @param {Shop['posts']} posts
 */
function forward(request, response, port, posts) {
  /** @type {Buffer[]} */
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const { cookie: _cookie, ...headers } = request.headers;
    const body = Buffer.concat(parts);
    const onward = ask({ host: '127.0.0.1', port, path: request.url, method: request.method, headers }, (answer) => {
      const { url: path = '' } = request;
      posts.push({ path, body: toPlainText(body), status: answer.statusCode ?? 0, headers: answer.headers });
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    onward.end(body);
  });
}

/** @param {IncomingMessage} request @param {ServerResponse} response @param {Shop} shop */
function answerByPath(request, response, { pages }) {
  const page = pages.get(new URL(request.url ?? '/', 'http://shop').pathname);
  if (!page) return void response.writeHead(404).end('Not found');
  const type = page.type ?? 'text/html;charset=utf-8';
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...page.headers }).end(page.body);
}

/** @param {string[]} rowsCommand @returns {Row[]} */
function readRows([program = '', ...args]) {
  const output = execFileSync(program, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
