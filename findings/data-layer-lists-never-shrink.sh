#!/usr/bin/env bash
# A page pushes its list of granted consent categories into a Google data layer, and a shorter one after a withdrawal. Google's
# open helper for reading a data layer is asked for the list; so is Adobe's.
#
# Versions: npm data-layer-helper 0.1.0, npm @adobe/adobe-client-data-layer 3.0.1.
# Expected: the second list replaces the first, as any assignment does.
# Seen: Google's merges lists place by place: ["analytics", "ads"] and then ["analytics"] is still both, and an empty list
# changes nothing. Adobe's replaces.
# Why it matters: a withdrawal that is pushed as a shorter list is not one for whoever reads the data layer. Push an object with
# a boolean for each category, which is merged rightly.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund data-layer-helper@0.1.0 @adobe/adobe-client-data-layer@3.0.1 >/dev/null
cat > push.mjs <<'END'
import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
globalThis.window = globalThis;
const load = (file) => runInThisContext(readFileSync(`node_modules/${file}`, 'utf8'));

load('data-layer-helper/dist/data-layer-helper.js');
const google = [];
const helper = new DataLayerHelper(google);
globalThis.adobeDataLayer = [];
load('@adobe/adobe-client-data-layer/dist/adobe-client-data-layer.min.js');
const adobe = globalThis.adobeDataLayer;

for (const granted of [['analytics', 'ads'], ['analytics'], []]) {
  google.push({ consent: { granted } });
  adobe.push({ consent: { granted } });
  const pushed = JSON.stringify(granted);
  console.log(pushed, 'Google', JSON.stringify(helper.get('consent.granted')), 'Adobe', JSON.stringify(adobe.getState('consent.granted')));
}
for (const ads of [true, false]) google.push({ choices: { analytics: true, ads } });
console.log('as an object', JSON.stringify(helper.get('choices')));
END

seen=$(node push.mjs)
diff - <(echo "$seen") <<'END' || { echo 'changed: lists are merged otherwise' >&2; exit 1; }
["analytics","ads"] Google ["analytics","ads"] Adobe ["analytics","ads"]
["analytics"] Google ["analytics","ads"] Adobe ["analytics"]
[] Google ["analytics","ads"] Adobe []
as an object {"analytics":true,"ads":false}
END
echo 'ok: a shorter list of categories withdraws nothing'
