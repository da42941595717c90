#!/usr/bin/env bash
# What Meta's own SDKs for Node.js and Python make of the same visitor for the Conversions API, which wants it hashed with SHA-256.
#
# Versions: npm facebook-nodejs-business-sdk 24.0.1, PyPI facebook-business 26.0.3, with Python 3.11.
# Expected: both trim, fold and hash in the same way, since a hash is of use only if all who make it agree. Each value is hashed.
# Seen: the same answers have other hashes: "Female" is "f" for Node.js and "female" for Python, a phone number of one's own country
#   keeps its zero or loses it, and one with dots keeps them or is refused. A visitor's id of 32 hexadecimal digits, as a UUID is
#   often stored, is hashed by neither: it is taken for a hash that was made before.
# Why it matters: a visitor whose events come from two services is two for the other side, and an id of one's own database leaves
#   in plain where a hash was promised. Write numbers with their country, and hash ids before the SDK sees them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm init --yes >/dev/null
npm install --ignore-scripts --loglevel=error --no-audit --no-fund facebook-nodejs-business-sdk@24.0.1 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check facebook-business==26.0.3
cat > values.json <<'JSON'
{
  "email": " Ada@Shop.Example ",
  "gender": "Female",
  "phone +44 20 7946 0958": "+44 20 7946 0958",
  "phone 0171 3920012": "0171 3920012",
  "phone +44.20.7946.0958": "+44.20.7946.0958",
  "id visitor-1": "visitor-1",
  "id of 32 digits": "3f2b8c1d9e4a4b6c8d7e6f5a4b3c2d1e"
}
JSON
cat > hash.cjs <<'JS'
const { ServerSideUtils } = require('facebook-nodejs-business-sdk');
const fields = { email: 'em', gender: 'ge', phone: 'ph', id: 'external_id' };
const hashes = Object.entries(require('./values.json')).map(([name, value]) => {
  const hash = ServerSideUtils.normalizeAndHash(value, fields[name.split(' ').at(0)]);
  return [name, hash];
});
console.log(JSON.stringify(Object.fromEntries(hashes)));
JS
cat > hash.py <<'PY'
import json
from facebook_business.adobjects.serverside.normalize import Normalize

fields = {'email': 'em', 'gender': 'ge', 'phone': 'ph', 'id': 'external_id'}
hashes = {}
for name, value in json.load(open('values.json')).items():
    try:
        hashes[name] = Normalize.normalize_field(fields[name.split(' ')[0]], value)
    except ValueError:
        hashes[name] = 'refused'
print(json.dumps(hashes))
PY
node hash.cjs > node.json
python/bin/python hash.py > python.json
cat > compare.cjs <<'JS'
const { createHash } = require('node:crypto');
const values = require('./values.json');
const [node, python] = [require('./node.json'), require('./python.json')];
const hash = (text) => createHash('sha256').update(text).digest('hex');
for (const [name, value] of Object.entries(values)) {
  const plain = [node[name], python[name]].includes(value) ? ', in plain' : '';
  const of = ['f', 'female', '442079460958', '44.20.7946.0958', '01713920012', '1713920012'];
  const read = (hashed) => of.find((text) => hash(text) === hashed) ?? (hashed === 'refused' ? hashed : undefined);
  const apart = `apart: ${read(node[name])} for Node.js, ${read(python[name])} for Python`;
  console.log(`${name}: ${node[name] === python[name] ? 'the same' : apart}${plain}`);
}
JS

seen=$(node compare.cjs)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: the two hash otherwise' >&2; exit 1; }
email: the same
gender: apart: f for Node.js, female for Python
phone +44 20 7946 0958: the same
phone 0171 3920012: apart: 01713920012 for Node.js, 1713920012 for Python
phone +44.20.7946.0958: apart: 44.20.7946.0958 for Node.js, refused for Python
id visitor-1: the same
id of 32 digits: the same, in plain
TEXT
echo 'ok: two SDKs of one house hash one visitor apart, and an id of 32 digits not at all'
