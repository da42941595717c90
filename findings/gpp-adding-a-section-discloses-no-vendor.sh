#!/usr/bin/env bash
# A section of California that is added to a GPP string which has a European section already.
#
# Version: npm @iabgpp/cmpapi 3.2.0.
# Expected: the European section stays, character for character: nothing of it was set.
# Seen: it is written again, and gets a segment of disclosed vendors that is empty. It had none. Since TCF 2.3 that segment
# says which vendors the visitor was shown, so the new string says: none at all. Read and written without a change, the first
# string does stay.
# Why it matters: a platform that adds a state of the US takes the ground from every vendor of the European section. A proof
# of consent that is kept as a string is no longer the string that the visitor's choice had made.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund @iabgpp/cmpapi@3.2.0 @iabtcf/core@1.5.6 >/dev/null
cat > add.mjs <<'END'
import { GppModel } from '@iabgpp/cmpapi';
import { TCString } from '@iabtcf/core';

// Service-specific, policy 5, consent to purposes 1, 3 and 8 and to vendors 2, 755 and 1000, with a publisher's segment.
const before = 'CQuf10AQuf10AAfADBENCCFoAKEAAEIAAAYgH0QAwABALzAfQBecAIAAQC8wAAAA.cCAACAAAAAAA';
const untouched = new GppModel(`DBABMA~${before}`);
console.log('untouched', untouched.getFieldValue('tcfeuv2', 'CmpId'), untouched.encode() === `DBABMA~${before}`);

const model = new GppModel(`DBABMA~${before}`);
model.setFieldValue('usca', 'SaleOptOut', 2);
const [, after] = model.encode().split('~');
const kinds = (text) =>
  text.split('.').slice(1).map(([first]) => ['core', 'disclosed', 'allowed', 'publisher'][base64.indexOf(first) >> 3]);
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
console.log('segments before', kinds(before).join(), 'after', kinds(after).join());
const { vendorsDisclosed, vendorConsents } = TCString.decode(after);
console.log('disclosed after', vendorsDisclosed.size, 'consents after', vendorConsents.size);
END

seen=$(node add.mjs)
diff - <(echo "$seen") <<'END' || { echo 'changed: the European section is treated otherwise' >&2; exit 1; }
untouched 31 true
segments before publisher after disclosed,publisher
disclosed after 0 consents after 3
END
echo 'ok: adding a section of California makes the European one say that no vendor was disclosed'
