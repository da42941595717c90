#!/usr/bin/env bash
# RudderStack's browser SDK before consent, told to store nothing and to buffer events until the visitor has chosen.
#
# Version: npm @rudderstack/analytics-js 3.34.1 with any recent Chromium.
# Expected: with `preConsent: { storage: { strategy: 'none' }, events: { delivery: 'buffer' } }` events wait in the page's memory.
#   Those that a grant finds are sent; those of an earlier page are gone.
# Seen: each event lies in localStorage in plain text before any choice. Granted on the next page, it is not sent, and it stays
#   there: the strategy is about ids alone, and the queue that was never started is found by nobody.
# Why it matters: what a site believes to hold in memory is on the device without consent, and stays there after it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes > /dev/null
npm install --silent --no-audit --no-fund @rudderstack/analytics-js@3.34.1 esbuild@0.28.2 playwright-core@1.65.1
export CHROMIUM=${CHROMIUM:-$(command -v google-chrome chromium | head -n 1)}
cat > shop.js <<'END'
import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';

const config = { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } };
const source = { id: 'a', name: 'a', writeKey: 'key', enabled: true, workspaceId: 'a', config, connections: [], destinations: [] };
window.analytics = new RudderAnalytics();
analytics.load('key', location.origin, {
  configUrl: location.origin,
  getSourceConfig: () => ({ source }),
  preConsent: { enabled: true, storage: { strategy: 'none' }, events: { delivery: 'buffer' } },
  consentManagement: { enabled: true, provider: 'custom' },
});
END
npx esbuild shop.js --bundle --outfile=bundle.js --log-level=error
cat > visit.mjs <<'END'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const bundle = readFileSync('bundle.js');
let sent = '';
const server = createServer((request, response) => {
  request.on('data', (chunk) => (sent += chunk));
  response.setHeader('content-type', request.url === '/bundle.js' ? 'text/javascript' : 'text/html');
  response.end(request.url === '/bundle.js' ? bundle : '<script src="/bundle.js"></script>');
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const args = ['--no-sandbox', '--disable-gpu'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args, timeout: 120000 });
const page = await browser.newPage();
const look = async (when) => {
  await page.waitForTimeout(5000);
  const stored = await page.evaluate(() => JSON.stringify(localStorage).includes('first@example.com'));
  console.log(`${when}: ${stored ? 'on the device' : 'not on the device'}, ${sent.includes('first@example.com') ? 'sent' : 'not sent'}`);
};

await page.goto(origin);
await page.evaluate(() => void analytics.track('signed_up', { email: 'first@example.com' }));
await look('nobody has chosen');
await page.goto(origin);
await page.evaluate(() => {
  analytics.consent({ consentManagement: { allowedConsentIds: ['analytics'], deniedConsentIds: [] } });
  analytics.track('signed_up', { email: 'second@example.com' });
});
await page.waitForTimeout(15000);
await look('granted on the next page');
console.log(`the event of that page: ${sent.includes('second@example.com') ? 'sent' : 'not sent'}`);
await browser.close();
server.close();
END

seen=$(node visit.mjs)
diff - <(echo "$seen") <<'END' || { echo 'changed: events wait for consent elsewhere' >&2; exit 1; }
nobody has chosen: on the device, not sent
granted on the next page: on the device, not sent
the event of that page: sent
END
echo 'ok: an event that waits for consent lies on the device, and is neither sent nor removed after it'
