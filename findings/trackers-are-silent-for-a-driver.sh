#!/usr/bin/env bash
# Six trackers on a page that is opened by Playwright, as a test of "nothing is sent before consent" opens it, and on the same
# page in the same browser without the mark that a driver sets (navigator.webdriver).
#
# Versions: npm posthog-js 1.449.2, @plausible-analytics/tracker 0.4.6, swetrix 4.6.1, mixpanel-browser 2.83.0,
# @amplitude/analytics-browser 2.48.1, @openpanel/web 1.4.1, playwright-core 1.65.1, with any recent Chromium.
# Expected: what is sent for a visitor is sent for a driven browser too, at least with an ordinary user agent.
# Seen: PostHog, Plausible and Swetrix send nothing at all and report no error, whatever the user agent; PostHog's and
# Plausible's calls look as if they had worked. Mixpanel, Amplitude and OpenPanel send.
# Why it matters: such a test passes on a site that sends everything before consent, and a test that "the event arrives after
# the grant" fails on a site that is right. Before believing in silence, see the same page send once. Start Chromium with
# --disable-blink-features=AutomationControlled for it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --ignore-scripts --loglevel=error --no-audit --no-fund posthog-js@1.449.2 @plausible-analytics/tracker@0.4.6 \
  swetrix@4.6.1 mixpanel-browser@2.83.0 @amplitude/analytics-browser@2.48.1 @openpanel/web@1.4.1 playwright-core@1.65.1 \
  esbuild@0.28.2 >/dev/null
export CHROMIUM=${CHROMIUM:-$(command -v google-chrome chromium | head -n 1)}

mkdir pages
cat > pages/posthog.js <<'JS'
import posthog from 'posthog-js';
posthog.init('key', {
  api_host: `${location.origin}/posthog`,
  capture_pageview: false,
  request_batching: false,
  advanced_disable_flags: true,
  disable_external_dependency_loading: true,
});
posthog.capture('signed_up');
JS
cat > pages/plausible.js <<'JS'
import { init, track } from '@plausible-analytics/tracker';
init({ domain: 'shop.example', endpoint: '/plausible', autoCapturePageviews: false });
track('signed_up', {});
JS
cat > pages/swetrix.js <<'JS'
import { init, track } from 'swetrix';
init('project', { apiURL: `${location.origin}/swetrix` });
track({ ev: 'signed_up' });
JS
cat > pages/mixpanel.js <<'JS'
import mixpanel from 'mixpanel-browser';
mixpanel.init('token', { api_host: `${location.origin}/mixpanel`, batch_requests: false });
mixpanel.track('signed_up');
JS
cat > pages/amplitude.js <<'JS'
import * as amplitude from '@amplitude/analytics-browser';
amplitude.init('key', { serverUrl: '/amplitude', autocapture: false, remoteConfig: { fetchRemoteConfig: false } });
amplitude.track('signed_up');
JS
cat > pages/openpanel.js <<'JS'
import { OpenPanel } from '@openpanel/web';
new OpenPanel({ clientId: 'client', apiUrl: `${location.origin}/openpanel` }).track('signed_up');
JS
npx esbuild pages/*.js --bundle --outdir=built --log-level=error

cat > drive.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const NAMES = ['posthog', 'plausible', 'swetrix', 'mixpanel', 'amplitude', 'openpanel'];
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const arrived = new Set();
const server = createServer((request, response) => {
  const [, first, name] = request.url.split('/');
  if (request.method === 'POST') arrived.add(first);
  if (first === 'built') return response.end(readFileSync(`built/${name}`));
  response.setHeader('content-type', first === 'page' ? 'text/html' : 'application/json');
  response.end(first === 'page' ? `<body><script src="/built/${name}.js"></script>` : '{}');
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

for (const [kind, more] of [
  ['driven', []],
  ['as a visitor', ['--disable-blink-features=AutomationControlled']],
]) {
  const args = ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP shop.example 127.0.0.1', ...more];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args, timeout: 120000 });
  const page = await browser.newPage({ userAgent: AGENT });
  arrived.clear();
  for (const name of NAMES) {
    await page.goto(`http://shop.example:${server.address().port}/page/${name}`);
    await page.waitForTimeout(4000);
  }
  console.log(`${kind}: ${NAMES.filter((name) => arrived.has(name)).join(' ')}`);
  await browser.close();
}
server.close();
JS

seen=$(node drive.mjs)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: other trackers send for a driver' >&2; exit 1; }
driven: mixpanel amplitude openpanel
as a visitor: posthog plausible swetrix mixpanel amplitude openpanel
TEXT
echo 'ok: three of six trackers send nothing for a browser that is driven'
