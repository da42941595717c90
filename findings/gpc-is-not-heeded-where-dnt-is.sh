#!/usr/bin/env bash
# Three trackers that promise to heed the browser's "do not track", told to where it is a choice, with a visitor who says so by
# the old signal (`navigator.doNotTrack`) and with one who says so by its successor, Global Privacy Control.
#
# Versions: npm posthog-js 1.449.2, mixpanel-browser 2.83.0, swetrix 4.6.1, playwright-core 1.65.1, with any recent Chromium, where
#   a script of the test sets the signals.
# Expected: the successor counts too, since Firefox has a switch for that one alone since version 135.
# Seen: PostHog heeds both. Mixpanel and Swetrix heed the old one alone, and send for a visitor with Global Privacy Control.
# Why it matters: in several states of the US the successor is an opt-out by law and the old signal is nothing. What looks like
#   a setting for it is none, and in Firefox nobody can switch it on. Read `navigator.globalPrivacyControl` before the tracker.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --ignore-scripts --loglevel=error --no-audit --no-fund posthog-js@1.449.2 mixpanel-browser@2.83.0 swetrix@4.6.1 \
  playwright-core@1.65.1 esbuild@0.28.2 >/dev/null
export CHROMIUM=${CHROMIUM:-$(command -v google-chrome chromium | head -n 1)}

mkdir pages
cat > pages/posthog.js <<'JS'
import posthog from 'posthog-js';
posthog.init('key', {
  api_host: `${location.origin}/posthog`,
  respect_dnt: true,
  capture_pageview: false,
  request_batching: false,
  advanced_disable_flags: true,
  disable_external_dependency_loading: true,
});
posthog.capture('signed_up');
JS
cat > pages/mixpanel.js <<'JS'
import mixpanel from 'mixpanel-browser';
mixpanel.init('token', { api_host: `${location.origin}/mixpanel`, ignore_dnt: false, batch_requests: false });
mixpanel.track('signed_up');
JS
cat > pages/swetrix.js <<'JS'
import { init, track } from 'swetrix';
init('project', { apiURL: `${location.origin}/swetrix`, respectDNT: true });
track({ ev: 'signed_up' });
JS
npx esbuild pages/*.js --bundle --outdir=built --log-level=error

cat > visit.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const NAMES = ['posthog', 'mixpanel', 'swetrix'];
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

const args = ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP shop.example 127.0.0.1'];
args.push('--disable-blink-features=AutomationControlled');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args, timeout: 120000 });
for (const [signal, script] of [
  ['no signal', ''],
  ['do not track', "Object.defineProperty(navigator, 'doNotTrack', { value: '1' })"],
  ['global privacy control', "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })"],
]) {
  const context = await browser.newContext({ userAgent: AGENT });
  await context.addInitScript(script);
  const page = await context.newPage();
  arrived.clear();
  for (const name of NAMES) {
    await page.goto(`http://shop.example:${server.address().port}/page/${name}`);
    await page.waitForTimeout(4000);
  }
  console.log(`${signal}: ${NAMES.filter((name) => arrived.has(name)).join(' ') || 'none'}`);
  await context.close();
}
await browser.close();
server.close();
JS

seen=$(node visit.mjs)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: other signals are heeded' >&2; exit 1; }
no signal: posthog mixpanel swetrix
do not track: none
global privacy control: mixpanel swetrix
TEXT
echo 'ok: two of three trackers that heed "do not track" send in spite of Global Privacy Control'
