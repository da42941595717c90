#!/usr/bin/env bash
# A service worker that keeps events with the queue of Workbox while the collector is out of reach, and sends them again when it
# is back, but still answers 503, 429 or with another's page: overloaded, or behind the portal of a hotel's network.
#
# Versions: npm workbox-background-sync 7.4.1, playwright-core 1.65.1, with any recent Chromium.
# Expected: "if any request fails to re-fetch, it is put back": what is answered with 503 or 429 has failed, and stays.
# Seen: any answer at all counts as delivered. The queue is empty after the first, and the event is gone for good.
# Why it matters: the queue is built in for the sake of events that must not be lost, and loses them when a collector comes back
#   under load, which is when all the queues are sent again. Give it an `onSync` of your own that looks at the status.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --ignore-scripts --loglevel=error --no-audit --no-fund workbox-background-sync@7.4.1 playwright-core@1.65.1 \
  esbuild@0.28.2 >/dev/null
export CHROMIUM=${CHROMIUM:-$(command -v google-chrome chromium | head -n 1)}
cat > worker.js <<'JS'
import { Queue } from 'workbox-background-sync';

// Sent again when the page says so, and not when the browser likes to.
const queue = new Queue('events', { forceSyncFallback: true, onSync: () => {} });
const keep = async (request) => {
  try {
    return await fetch(request.clone());
  } catch {
    await queue.pushRequest({ request });
    return new Response(null, { status: 202 });
  }
};
const replay = async (port) => {
  const before = await queue.size();
  const error = await queue.replayRequests().catch((reason) => reason.name);
  port.postMessage(`${before} waiting, ${await queue.size()} left, ${error ?? 'no error'}`);
};
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  if (event.request.method === 'POST') event.respondWith(keep(event.request));
});
addEventListener('message', (event) => event.waitUntil(replay(event.ports[0])));
JS
npx esbuild worker.js --bundle --outfile=bundle.js --log-level=error --define:process.env.NODE_ENV='"production"'
cat > visit.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const bundle = readFileSync('bundle.js');
let answer;
const server = createServer((request, response) => {
  if (request.method === 'POST' && !answer) return request.socket.destroy();
  response.setHeader('content-type', request.url === '/worker.js' ? 'text/javascript' : 'text/html');
  if (request.method === 'POST') response.statusCode = answer;
  response.end(request.url === '/worker.js' ? bundle : '<p>A page</p>');
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

const args = ['--no-sandbox', '--disable-gpu'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args, timeout: 120000 });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}`);
await page.evaluate(async () => {
  const controlled = new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
  await navigator.serviceWorker.register('/worker.js');
  await controlled;
});
const replay = () =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = (event) => resolve(event.data);
        navigator.serviceWorker.controller.postMessage('replay', [port2]);
      }),
  );
for (const status of [503, 429, 200]) {
  answer = undefined;
  await page.evaluate(() => fetch('/events', { method: 'POST', body: '{"event":"bought"}' }).then((response) => response.status));
  console.log(`out of reach: ${await replay()}`);
  answer = status;
  console.log(`${status}${status === 200 ? ' with a portal’s page' : ''}: ${await replay()}`);
}
await browser.close();
server.close();
JS

seen=$(node visit.mjs)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: the queue keeps what is refused' >&2; exit 1; }
out of reach: 1 waiting, 1 left, queue-replay-failed
503: 1 waiting, 0 left, no error
out of reach: 1 waiting, 1 left, queue-replay-failed
429: 1 waiting, 0 left, no error
out of reach: 1 waiting, 1 left, queue-replay-failed
200 with a portal’s page: 1 waiting, 0 left, no error
TEXT
echo 'ok: an answer of 503 or 429 empties the queue'
