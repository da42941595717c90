#!/usr/bin/env bash
# "Is this visitor in the EU?", asked of the two packages of npm that answer it for most sites, by country, language and time zone.
#
# Versions: npm is-eu-member 1.0.6, npm @segment/in-eu 0.4.0.
# Expected: 27 member states by the ISO 3166 codes that the first one's page asks for; the zones and languages of all of them.
# Seen: both have Greece under its tax code. `GR` is no member for the first, and a browser set to `el-GR` not in the EU for the
# second; `EL`, which no browser and no geolocation says, is. By time zone Cyprus, which has two zones of its own, is not in the
# EU, and neither are the Canaries, Madeira, the Azores, Ceuta and the French overseas departments; Switzerland, Norway, London
# and Kyiv are.
# Why it matters: these answers choose between opt-in and opt-out. A site that asks for consent "in the EU" tracks all Greeks by
# the first, and Cyprus and the islands by the second, unasked. Take "no" only from a list of countries that you have read.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund is-eu-member@1.0.6 @segment/in-eu@0.4.0 >/dev/null
cat > ask.mjs <<'JS'
import member from 'is-eu-member';
import region from '@segment/in-eu';

const { isEuMember, getEuMembers } = member;
console.log('members', getEuMembers().length, ['GR', 'EL', 'CY', 'HR', 'GB'].map((code) => `${code} ${isEuMember(code)}`).join(', '));

const inTimeZone = (timeZone) => {
  process.env.TZ = timeZone;
  return region.isInEUTimezone();
};
const zones = [
  'Europe/Athens', 'Asia/Nicosia', 'Asia/Famagusta', 'Atlantic/Canary', 'Atlantic/Madeira', 'Atlantic/Azores', 'Africa/Ceuta',
  'Indian/Reunion', 'America/Cayenne', 'Europe/Zurich', 'Europe/Oslo', 'Europe/London', 'Europe/Kyiv',
];
console.log('zones in', zones.filter(inTimeZone).join(' '));
console.log('zones out', zones.filter((zone) => !inTimeZone(zone)).join(' '));

const inLanguage = (language) => {
  globalThis.window = { navigator: { language, languages: [language] } };
  Object.defineProperty(globalThis, 'navigator', { value: window.navigator, configurable: true });
  return region.isEULocale();
};
console.log('languages', ['el-GR', 'el-CY', 'el-EL', 'de-DE', 'en-GB'].map((text) => `${text} ${inLanguage(text)}`).join(', '));
JS

seen=$(node ask.mjs)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: other places are in the EU' >&2; exit 1; }
members 27 GR false, EL true, CY true, HR true, GB false
zones in Europe/Athens Europe/Zurich Europe/Oslo Europe/London Europe/Kyiv
zones out Asia/Nicosia Asia/Famagusta Atlantic/Canary Atlantic/Madeira Atlantic/Azores Africa/Ceuta Indian/Reunion America/Cayenne
languages el-GR false, el-CY true, el-EL true, de-DE true, en-GB true
TEXT
echo 'ok: Greece is no member, and Cyprus and the islands have no zone of the EU'
