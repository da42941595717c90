#!/usr/bin/env bash
# Segment's own consent wrapper, which writes the visitor's choice into each event (`context.consent.categoryPreferences`), on a
# page that tracks before Segment is loaded. It is loaded once the visitor grants, as `shouldLoadSegment` is meant.
#
# Versions: npm @segment/analytics-consent-tools 2.0.3, @segment/analytics-next 1.84.3, playwright-core 1.65.1, with any recent
#   Chromium.
# Expected: an event tells of the choice that held when it was tracked, or is not sent if that was a refusal.
# Seen: what was tracked while the visitor refused is kept, is sent once they grant, and has the choice and the time of the grant.
#   So has the event by which the wrapper itself tells of the refusal: it arrives as a second grant.
# Why it matters: a record that shows consent for an event of a moment when it was refused proves the opposite of what happened,
#   and nothing in the event tells it from a right one. Do not track before the grant, and give the choice and the time with the
#   call where they matter.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --ignore-scripts --loglevel=error --no-audit --no-fund @segment/analytics-consent-tools@2.0.3 \
  @segment/analytics-next@1.84.3 playwright-core@1.65.1 esbuild@0.28.2 >/dev/null
export CHROMIUM=${CHROMIUM:-$(command -v google-chrome chromium | head -n 1)}
cat > page.js <<'JS'
import { createWrapper } from '@segment/analytics-consent-tools';
import { AnalyticsBrowser } from '@segment/analytics-next';

let analyticsIsGranted = false;
let tell;
const granted = new Promise((resolve) => {
  window.choose = (isGranted) => {
    analyticsIsGranted = isGranted;
    tell?.({ analytics: isGranted });
    if (isGranted) resolve();
  };
});
window.analytics = new AnalyticsBrowser();
createWrapper({
  shouldLoadSegment: () => granted,
  getCategories: () => ({ analytics: analyticsIsGranted }),
  registerOnConsentChanged: (callback) => (tell = callback),
})(analytics);
analytics.load({
  writeKey: 'key',
  cdnSettings: {
    integrations: { 'Segment.io': { apiKey: 'key', apiHost: `${location.host}/events`, protocol: 'http' } },
    consentSettings: { allCategories: ['analytics'] },
  },
});
JS
npx esbuild page.js --bundle --outfile=bundle.js --log-level=error
cat > visit.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const pages = {
  '/': ['text/html', '<body><script src="/script"></script>'],
  '/script': ['text/javascript', readFileSync('bundle.js')],
};
let grantedAt = 0;
const lines = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const [type, text] = pages[request.url] ?? ['application/json', '{"success":true}'];
    response.setHeader('content-type', type);
    response.end(text);
    if (!request.url.startsWith('/events') || body === '') return;
    const { event, timestamp, context } = JSON.parse(body);
    const when = Date.parse(timestamp) < grantedAt ? 'before' : 'after';
    lines.push(`${event}: its time is ${when} the grant, ${JSON.stringify(context.consent.categoryPreferences)}`);
  });
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));

const args = ['--no-sandbox', '--disable-gpu'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args, timeout: 120000 });
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}`);
const track = (name) => page.evaluate((event) => void analytics.track(event), name);

await page.evaluate(() => choose(false));
await track('refused');
await page.waitForTimeout(3000);
lines.push(`${lines.length} events sent while refused`);
grantedAt = Date.now();
await page.evaluate(() => choose(true));
await page.waitForTimeout(5000);
await track('granted');
await page.waitForTimeout(4000);
console.log(lines.join('\n'));
await browser.close();
server.close();
JS

seen=$(node visit.mjs)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: events tell of another choice' >&2; exit 1; }
0 events sent while refused
Segment Consent Preference Updated: its time is after the grant, {"analytics":true}
refused: its time is after the grant, {"analytics":true}
Segment Consent Preference Updated: its time is after the grant, {"analytics":true}
granted: its time is after the grant, {"analytics":true}
TEXT
echo 'ok: an event that was tracked while refused says that it was granted'
