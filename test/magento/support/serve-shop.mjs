/**
 * A shop's pages as this module renders them, and its collector: PHP's own web server runs pub/collect.php behind the path /hg/
 * of the same origin, as nginx does it. What a page looks like is the test's.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '../../support/listen.mjs';
import { MODULE, ROOT, TESTS } from '../files.mjs';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/**
 * @typedef {object} Shop
 * @property {string} origin
 * @property {{ config: string, withdraw: string }} rendered The templates of the storefront.
 * @property {string} script The script file as `build.mjs` has put it into the module.
 * @property {Map<string, Page>} pages By path.
 * @property {{ path: string, body: string, status: number, headers: Record<string, unknown> }[]} posts What reached the collector, and its answers.
 * @property {() => Row[]} rows What is stored.
 * @property {() => Promise<void>} close
 */

/** @typedef {{ body: string, type?: string, headers?: Record<string, string> }} Page */
/** @typedef {{ event_id: string, event: string, store_id: number, tier: string, purpose: string, basis: string, consent_state: string, consent_source: string, tagged: string }} Row */

/** PHP with what the collector needs here. */
export function canServeShop() {
  const { status, stdout } = spawnSync('php', ['-m'], { encoding: 'utf8' });
  return status === 0 && ['pdo_sqlite', 'mbstring', 'SimpleXML'].every((name) => stdout.includes(name));
}

/**
 * @param {object} manifest
 * @returns {Promise<Shop>}
 */
export async function serveShop(manifest) {
  const folder = mkdtempSync(join(tmpdir(), 'headgate-shop-'));
  /** @type {Map<string, Page>} */
  const pages = new Map();
  /** @type {Shop['posts']} */
  const posts = [];
  const collectorPort = await findPort();
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/hg/')) return forward(request, response, collectorPort, posts);
    send(response, pages.get(new URL(request.url ?? '/', 'http://shop').pathname));
  });
  const { origin, close } = await listen(server);

  const manifestFile = join(folder, 'manifest.json');
  writeFileSync(manifestFile, JSON.stringify(manifest));
  const args = [join(TESTS, 'support/open-shop.php'), folder, origin, manifestFile];
  const rendered = JSON.parse(execFileSync('php', args, { encoding: 'utf8' }));
  const script = buildScript(folder);
  // The last that can fail: nothing is left running.
  const php = await startPhp(collectorPort, folder);
  return {
    origin,
    rendered,
    script,
    pages,
    posts,
    rows: () => readRows(folder),
    async close() {
      await close();
      const ended = new Promise((resolve) => php.once('exit', resolve));
      php.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @param {string} folder */
function buildScript(folder) {
  const out = join(folder, 'built');
  execFileSync('node', [join(MODULE, 'build.mjs'), '--out', out], { cwd: ROOT, stdio: 'pipe' });
  return readFileSync(join(out, 'storefront/view/frontend/web/js/headgate.min.js'), 'utf8');
}

/** @param {number} port @param {string} folder */
async function startPhp(port, folder) {
  const php = spawn('php', ['-S', `127.0.0.1:${port}`, join(MODULE, 'pub/collect.php')], {
    env: { ...process.env, HEADGATE_ROOT: folder, PHP_CLI_SERVER_WORKERS: '1' },
    stdio: 'ignore',
  });
  while (!(await accepts(port))) {
    if (php.exitCode !== null) throw new Error('PHP’s web server did not start.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return php;
}

/** @param {number} port @returns {Promise<boolean>} */
function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve((socket.destroy(), true)));
    socket.once('error', () => resolve(false));
  });
}

async function findPort() {
  const { port, close } = await listen(createServer());
  await close();
  return port;
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
      posts.push({ path, body: body.toString(), status: answer.statusCode ?? 0, headers: answer.headers });
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    onward.end(body);
  });
}

/** @param {ServerResponse} response @param {Page | undefined} page */
function send(response, page) {
  if (!page) return void response.writeHead(404).end('Not found');
  const type = page.type ?? 'text/html;charset=utf-8';
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...page.headers }).end(page.body);
}

/** @param {string} folder @returns {Row[]} */
function readRows(folder) {
  const code =
    '$p = new PDO("sqlite:" . $argv[1]); $p->exec("PRAGMA busy_timeout = 5000");' +
    ' echo json_encode($p->query("SELECT * FROM headgate_event ORDER BY event_id")->fetchAll(PDO::FETCH_ASSOC));';
  return JSON.parse(execFileSync('php', ['-r', code, '--', join(folder, 'shop.sqlite')], { encoding: 'utf8' }));
}
