#!/usr/bin/env bash
# A GrowthBook feature for visitors whose attribute says that they consented, and one for those under 16, evaluated by
# GrowthBook's own SDKs from the same payload.
#
# Versions: npm @growthbook/growthbook 1.8.0, PyPI growthbook 4.0.0, Go github.com/growthbook/growthbook-golang v0.7.0.
# Expected: one answer for a condition and an attribute in all three, and no match for what has another type or is not there.
# Seen: in JavaScript `true` matches whatever is truthy: the texts "denied" and "false", an empty object, an empty list, 0.5; and
# `false` an empty text. A visitor without an age is under 16, because null is compared as 0. Python and Go say no to all of
# these. All agree once the condition names a text.
# Why it matters: `consent.ads = true` is how a targeting rule is clicked together, and platforms say "granted" and "denied".
# The page then shows to all what the server shows to few. Hand booleans to the SDK, and compare texts with texts.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > cases.json <<'JSON'
[
  [{ "consent.ads": true }, { "consent": { "ads": true } }],
  [{ "consent.ads": true }, { "consent": { "ads": "denied" } }],
  [{ "consent.ads": true }, { "consent": { "ads": "false" } }],
  [{ "consent.ads": true }, { "consent": { "ads": {} } }],
  [{ "consent.ads": true }, { "consent": { "ads": [] } }],
  [{ "consent.ads": true }, { "consent": { "ads": 0.5 } }],
  [{ "consent.ads": false }, { "consent": {} }],
  [{ "consent.ads": false }, { "consent": { "ads": "" } }],
  [{ "consent.ads": "granted" }, { "consent": { "ads": "denied" } }],
  [{ "age": { "$lt": 16 } }, { "age": 12 }],
  [{ "age": { "$lt": 16 } }, { "age": null }],
  [{ "age": { "$lt": 16 } }, {}]
]
JSON

npm init --yes >/dev/null
npm install --loglevel=error --no-audit --no-fund @growthbook/growthbook@1.8.0 >/dev/null
cat > evaluate.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { GrowthBook } from '@growthbook/growthbook';

for (const [condition, attributes] of JSON.parse(readFileSync('cases.json', 'utf8'))) {
  const features = { shown: { defaultValue: false, rules: [{ condition, force: true }] } };
  console.log('JavaScript', new GrowthBook({ attributes, features }).isOn('shown'));
}
JS

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check growthbook==4.0.0
cat > evaluate.py <<'PY'
import json
from growthbook import GrowthBook

for condition, attributes in json.load(open('cases.json')):
    features = {'shown': {'defaultValue': False, 'rules': [{'condition': condition, 'force': True}]}}
    print('Python', str(GrowthBook(attributes=attributes, features=features).is_on('shown')).lower())
PY

go mod init finding
cat > main.go <<'GO'
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	growthbook "github.com/growthbook/growthbook-golang"
)

func main() {
	content, _ := os.ReadFile("cases.json")
	var cases [][]json.RawMessage
	json.Unmarshal(content, &cases)
	for _, pair := range cases {
		var attributes growthbook.Attributes
		json.Unmarshal(pair[1], &attributes)
		features := fmt.Sprintf(`{"shown":{"defaultValue":false,"rules":[{"condition":%s,"force":true}]}}`, pair[0])
		client, err := growthbook.NewClient(context.Background(), growthbook.WithAttributes(attributes), growthbook.WithJsonFeatures(features))
		if err != nil {
			panic(err)
		}
		fmt.Println("Go", client.EvalFeature(context.Background(), "shown").On)
	}
}
GO
go get github.com/growthbook/growthbook-golang@v0.7.0

node evaluate.mjs >javascript.txt
python/bin/python evaluate.py >python.txt
go run . >go.txt
seen=$(node -p 'JSON.parse(require("fs").readFileSync("cases.json")).map((pair) => JSON.stringify(pair)).join("\n")' | paste --delimiters=' ' - javascript.txt python.txt go.txt)
diff - <(echo "$seen") <<'TEXT' || { echo 'changed: the SDKs evaluate otherwise' >&2; exit 1; }
[{"consent.ads":true},{"consent":{"ads":true}}] JavaScript true Python true Go true
[{"consent.ads":true},{"consent":{"ads":"denied"}}] JavaScript true Python false Go false
[{"consent.ads":true},{"consent":{"ads":"false"}}] JavaScript true Python false Go false
[{"consent.ads":true},{"consent":{"ads":{}}}] JavaScript true Python false Go false
[{"consent.ads":true},{"consent":{"ads":[]}}] JavaScript true Python false Go false
[{"consent.ads":true},{"consent":{"ads":0.5}}] JavaScript true Python false Go false
[{"consent.ads":false},{"consent":{}}] JavaScript false Python false Go false
[{"consent.ads":false},{"consent":{"ads":""}}] JavaScript true Python false Go false
[{"consent.ads":"granted"},{"consent":{"ads":"denied"}}] JavaScript false Python false Go false
[{"age":{"$lt":16}},{"age":12}] JavaScript true Python true Go true
[{"age":{"$lt":16}},{"age":null}] JavaScript true Python false Go false
[{"age":{"$lt":16}},{}] JavaScript true Python false Go false
TEXT
echo 'ok: "denied" is true in the page, and false on the servers'
