#!/usr/bin/env bash
# A page that sends beacons while it goes, watched by the tools with which sites are tested for what they send.
#
# Version: npm playwright-core 1.65.1 and puppeteer-core 24.43.1, with any recent Chromium.
# Expected: every request that arrives at the server is among the requests that the tool reports.
# Seen: of what is sent in `beforeunload`, `visibilitychange`, `pagehide` and `unload`, by `sendBeacon` and by `fetch` with
# `keepalive`, only the first is reported. All of it arrives. The DevTools protocol detaches from the page before.
# Why it matters: trackers send what they have queued just then. A test that listens to the tool's requests finds a site clean
# that sends on every page after a refusal. The browser's network log (`--log-net-log`) or a server that records has to be asked.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes > /dev/null
npm install --silent --no-audit --no-fund playwright-core@1.65.1 puppeteer-core@24.43.1
export CHROMIUM=${CHROMIUM:-$(command -v google-chrome chromium | head -n 1)}
cat > leave.mjs <<'END'
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';

const PAGE = `<script>
for (const event of ['beforeunload', 'visibilitychange', 'pagehide', 'unload'])
  addEventListener(event, () => navigator.sendBeacon('/sent/' + event), true);
addEventListener('pagehide', () => fetch('/sent/keepalive', { method: 'POST', keepalive: true, body: 'x' }));
</script>`;
let arrived = [];
const server = createServer((request, response) => {
  arrived.push(request.url);
  response.setHeader('content-type', 'text/html');
  response.end(request.url.startsWith('/sent') ? '' : PAGE);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const launch = { executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'], timeout: 120000 };

for (const [tool, browser] of [
  ['playwright', await chromium.launch(launch)],
  ['puppeteer', await puppeteer.launch(launch)],
]) {
  arrived = [];
  const reported = [];
  const page = await browser.newPage();
  page.on('request', (request) => reported.push(new URL(request.url()).pathname));
  await page.goto(`${origin}/one`);
  await page.goto(`${origin}/two`);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const list = (paths) => paths.filter((path) => path.startsWith('/sent/')).map((path) => path.slice(6)).sort().join(' ');
  console.log(`${tool} reported: ${list(reported)}`);
  console.log(`the server got: ${list(arrived)}`);
  await browser.close();
}
server.close();
END

seen=$(node leave.mjs)
diff - <(echo "$seen") <<'END' || { echo 'changed: what a leaving page sends is reported otherwise' >&2; exit 1; }
playwright reported: beforeunload
the server got: beforeunload keepalive pagehide unload visibilitychange
puppeteer reported: beforeunload
the server got: beforeunload keepalive pagehide unload visibilitychange
END
echo 'ok: what a page sends while it goes arrives, and is reported by neither tool'
