#!/usr/bin/env bash
# Amplitude's browser SDK in two tabs of one site. The visitor opts out in the second, and goes on in the first.
#
# Versions: npm @amplitude/analytics-browser 2.48.1, playwright-core 1.65.1, with any recent Chromium.
# Expected: the opt-out is kept in the SDK's cookie, which both tabs share. So it holds in both, from the next page at the latest.
# Seen: the first tab goes on sending, and with its next event it writes the cookie as it knows it, without the opt-out. From then
#   on every page sends again, the one where the visitor opted out too, and nothing is left of the opt-out.
# Why it matters: a shop is open in several tabs more often than not, and a withdrawal there is undone by the next click in any
#   other. Call `setOptOut` from the consent itself on each page, and tell the other tabs of it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --ignore-scripts --loglevel=error --no-audit --no-fund @amplitude/analytics-browser@2.48.1 playwright-core@1.65.1 \
  esbuild@0.28.2 >/dev/null
export CHROMIUM=${CHROMIUM:-$(command -v google-chrome chromium | head -n 1)}
cat > page.js <<'JS'
import * as amplitude from '@amplitude/analytics-browser';

amplitude.init('key', { serverUrl: `${location.origin}/events`, autocapture: false, remoteConfig: { fetchRemoteConfig: false } });
window.amplitude = amplitude;
JS
npx esbuild page.js --bundle --outfile=bundle.js --log-level=error
cat > visit.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const answers = {
  '/page': ['text/html', '<body><script src="/script"></script>'],
  '/script': ['text/javascript', readFileSync('bundle.js')],
  '/events': ['application/json', '{"code":200}'],
};
let sent = '';
const server = createServer((request, response) => {
  const [type, body] = answers[request.url] ?? ['text/plain', ''];
  response.setHeader('content-type', type);
  request.on('data', (chunk) => (sent += chunk));
  request.on('end', () => response.end(body));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

const args = ['--no-sandbox', '--disable-gpu'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args, timeout: 120000 });
const context = await browser.newContext();
const open = async () => {
  const tab = await context.newPage();
  await tab.goto(`http://127.0.0.1:${server.address().port}/page`);
  await tab.waitForTimeout(2000);
  return tab;
};
const track = async (tab, name) => {
  await tab.evaluate((event) => void amplitude.track(event), name);
  await tab.waitForTimeout(4000);
  console.log(`${name}: ${sent.includes(name) ? 'sent' : 'not sent'}`);
};

const first = await open();
const second = await open();
await second.evaluate(() => amplitude.setOptOut(true));
await track(second, 'in the tab of the opt-out');
await second.reload();
await second.waitForTimeout(2000);
await track(second, 'there, loaded anew');
await track(first, 'in the other tab');
await second.reload();
await second.waitForTimeout(2000);
await track(second, 'in the tab of the opt-out after that');
await track(await open(), 'in a new tab');
await browser.close();
server.close();
JS

seen=$(node visit.mjs)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: an opt-out of another tab holds otherwise' >&2; exit 1; }
in the tab of the opt-out: not sent
there, loaded anew: not sent
in the other tab: sent
in the tab of the opt-out after that: sent
in a new tab: sent
TEXT
echo 'ok: a tab that was open before the opt-out undoes it for all'
