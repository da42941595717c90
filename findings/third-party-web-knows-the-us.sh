#!/usr/bin/env bash
# The data set that audits tell a page's third parties with, asked for the hosts of consent platforms and trackers.
#
# Version: npm third-party-web 0.30.0.
# Expected: a vendor's host of the EU belongs to the vendor as its host of the US does, and consent platforms are one category.
# Seen: Segment's host of the EU and Cookiebot's .eu belong to nobody. PostHog, RudderStack, CookieYes, Ketch and Adobe's edge
# network are not known at all. Cookiebot, TrustArc and iubenda are "utility", beside OneTrust, Usercentrics, Didomi and Osano,
# which are "consent-provider".
# Why it matters: a check such as "no analytics before consent" that asks for the category passes what the EU's visitors send,
# and one that lets consent platforms through by category blocks three of the large ones. Keep an own list of hosts.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund third-party-web@0.30.0 >/dev/null
cat > ask.mjs <<'END'
import web from 'third-party-web';
const hosts = `api.segment.io events.eu1.segmentapis.com consent.cookiebot.com consentcdn.cookiebot.eu us.i.posthog.com
  hosted.rudderlabs.com edge.adobedc.net cdn-cookieyes.com global.ketchcdn.com consent.trustarc.com cdn.iubenda.com
  cdn.cookielaw.org app.usercentrics.eu sdk.privacy-center.org cmp.osano.com`.split(/\s+/);
for (const host of hosts) console.log(host, web.getEntity(`https://${host}/`)?.category ?? 'unknown');
END

seen=$(node ask.mjs)
diff - <(echo "$seen") <<'END' || { echo 'changed: other hosts are known' >&2; exit 1; }
api.segment.io analytics
events.eu1.segmentapis.com unknown
consent.cookiebot.com utility
consentcdn.cookiebot.eu unknown
us.i.posthog.com unknown
hosted.rudderlabs.com unknown
edge.adobedc.net unknown
cdn-cookieyes.com unknown
global.ketchcdn.com unknown
consent.trustarc.com utility
cdn.iubenda.com utility
cdn.cookielaw.org consent-provider
app.usercentrics.eu consent-provider
sdk.privacy-center.org consent-provider
cmp.osano.com consent-provider
END
echo 'ok: hosts of the EU are unknown where those of the US are not, and consent platforms are in two categories'
